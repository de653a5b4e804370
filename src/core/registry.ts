/**
 * The subscriptions of one verb, found by type. What matches a type is remembered until a registration could change it, so
 * matching a message costs one look into a map however many patterns there are.
 */
import type { Delivery } from "./delivery.ts";
import { MATCHED_TYPES } from "./limits.ts";
import { ActionOutcome, type Outcome } from "./outcome.ts";
import { checkType } from "./pattern.ts";
import type { Registered } from "./subscription.ts";

/** The subscriptions that match one type, in registration order. Never changed once made, so a running dispatch keeps its own. */
export interface Matched {
  readonly subscriptions: readonly Registered[];
  /** The quick way may run all of them. */
  readonly isPlain: boolean;
  /** How it goes when all of them do well. */
  readonly done: Outcome;
}

export class Registry {
  /** The dispatches under way, of those that are delivered with care. */
  readonly open: Set<Delivery> = new Set();
  readonly #literal = new Map<string, Set<Registered>>();
  readonly #wild = new Set<Registered>();
  readonly #matched = new Map<string, Matched>();
  readonly #done: Outcome[] = [];
  #strangers = 0;

  /** @throws TypeError when `type` is none. */
  match(type: string): Matched {
    return this.#matched.get(type) ?? this.#find(type);
  }

  add(subscription: Registered): void {
    const { isLiteral, text } = subscription.pattern;
    const list = isLiteral ? this.#literal.get(text) ?? new Set() : this.#wild;
    if (isLiteral) this.#literal.set(text, list);
    list.add(subscription);
    this.#forget(isLiteral, text);
  }

  remove(subscription: Registered): void {
    const { isLiteral, text } = subscription.pattern;
    const list = isLiteral ? this.#literal.get(text) : this.#wild;
    list?.delete(subscription);
    if (list?.size === 0) this.#literal.delete(text);
    this.#forget(isLiteral, text);
  }

  #forget(isLiteral: boolean, text: string): void {
    if (isLiteral) this.#matched.delete(text);
    else this.#matched.clear();
  }

  #find(type: string): Matched {
    checkType("send", type);
    const named = this.#literal.get(type);
    const subscriptions = [...named ?? [], ...[...this.#wild].filter(({ pattern }) => pattern.matches(type))].sort((a, b) => a.info.id - b.info.id);
    const { length } = subscriptions;
    const found = {
      subscriptions,
      isPlain: subscriptions.every(({ lane, options }) => !lane && options.timeoutMs === undefined),
      // One outcome for all that did well.
      done: this.#done[length] ??= Object.freeze(new ActionOutcome(length, Object.freeze([]))),
    };
    // What is registered by name is remembered as long as it is; of the other types only so many.
    if (!named && ++this.#strangers > MATCHED_TYPES) {
      this.#strangers = 1;
      this.#matched.clear();
    }
    this.#matched.set(type, found);
    return found;
  }
}
