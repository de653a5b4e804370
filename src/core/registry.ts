/**
 * The subscriptions of one verb, found by type. What matches a type is remembered until a registration could change it, so
 * matching a message costs one look into a map however many patterns there are.
 */
import type { Delivery } from "./delivery.ts";
import { MATCHED_TYPES } from "./limits.ts";
import { checkType } from "./pattern.ts";
import type { Registered } from "./subscription.ts";

/** The subscriptions that match one type, in registration order. Never changed once made, so a running dispatch keeps its own. */
export interface Matched {
  readonly subscriptions: readonly Registered[];
  /** The quick path may run all of them. */
  readonly isPlain: boolean;
}

export class Registry {
  /** The dispatches under way, of those that are delivered with care. */
  readonly open: Set<Delivery> = new Set();
  readonly #literal = new Map<string, Registered[]>();
  readonly #wild: Registered[] = [];
  readonly #matched = new Map<string, Matched>();

  /** @throws TypeError when `type` is none. */
  match(type: string): Matched {
    return this.#matched.get(type) ?? this.#remember(type);
  }

  add(subscription: Registered): void {
    this.#listOf(subscription).push(subscription);
    this.#forget(subscription);
  }

  remove(subscription: Registered): void {
    const list = this.#listOf(subscription);
    list.splice(list.indexOf(subscription), 1);
    if (list.length === 0) this.#literal.delete(subscription.pattern.text);
    this.#forget(subscription);
  }

  #listOf({ pattern }: Registered): Registered[] {
    if (!pattern.isLiteral) return this.#wild;
    const list = this.#literal.get(pattern.text) ?? [];
    this.#literal.set(pattern.text, list);
    return list;
  }

  #forget({ pattern }: Registered): void {
    if (pattern.isLiteral) this.#matched.delete(pattern.text);
    else this.#matched.clear();
  }

  #remember(type: string): Matched {
    checkType("send", type);
    const wild = this.#wild.filter((each) => each.pattern.matches(type));
    const subscriptions = [...this.#literal.get(type) ?? [], ...wild].sort((a, b) => a.info.id - b.info.id);
    const matched = { subscriptions, isPlain: subscriptions.every((each) => each.isPlain) };
    if (this.#matched.size >= MATCHED_TYPES) this.#matched.clear();
    this.#matched.set(type, matched);
    return matched;
  }
}
