/**
 * The subscriptions of one verb, found by type. What matches a type is remembered until a registration could change it, so
 * matching a message costs one look into a map however many patterns there are.
 */
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
  readonly #literal = new Map<string, Registered[]>();
  readonly #wild: Registered[] = [];
  readonly #matched = new Map<string, Matched>();
  #strangers = 0;
  readonly #done: Outcome[] = [];

  /** @throws TypeError when `type` is none. */
  match(type: string): Matched {
    return this.#matched.get(type) ?? this.#find(type);
  }

  add(subscription: Registered): void {
    const { pattern: { isLiteral, text } } = subscription;
    if (isLiteral) this.#literal.set(text, [...this.#literal.get(text) ?? [], subscription]);
    else this.#wild.push(subscription);
    this.#forget(subscription);
  }

  remove(subscription: Registered): void {
    const { pattern: { isLiteral, text } } = subscription;
    const list = isLiteral ? this.#literal.get(text) ?? [] : this.#wild;
    list.splice(list.indexOf(subscription), 1);
    if (list.length === 0) this.#literal.delete(text);
    this.#forget(subscription);
  }

  /** The outcome of so many handlers that did well: one for all types. */
  #doneBy(handled: number): Outcome {
    return this.#done[handled] ??= Object.freeze(new ActionOutcome(handled, Object.freeze([])));
  }

  #forget({ pattern: { isLiteral, text } }: Registered): void {
    if (isLiteral) this.#matched.delete(text);
    else this.#matched.clear();
  }

  #find(type: string): Matched {
    checkType("send", type);
    const subscriptions = [...this.#literal.get(type) ?? [], ...this.#wild.filter(({ pattern }) => pattern.matches(type))].sort((a, b) => a.info.id - b.info.id);
    const found = { subscriptions, isPlain: subscriptions.every(({ isPlain }) => isPlain), done: this.#doneBy(subscriptions.length) };
    // What is registered by name is remembered as long as it is; of the other types only so many.
    if (!this.#literal.has(type) && ++this.#strangers > MATCHED_TYPES) {
      this.#strangers = 1;
      this.#matched.clear();
    }
    this.#matched.set(type, found);
    return found;
  }
}
