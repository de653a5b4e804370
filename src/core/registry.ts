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

/** Under which those with a wildcard are kept; no type is spelled so. */
const WILD = "";

export class Registry {
  /** The dispatches under way, of those that are delivered with care. */
  readonly open: Set<Delivery> = new Set();
  /** By their literal pattern, or `WILD`; in registration order. */
  readonly #kept = new Map<string, Set<Registered>>();
  readonly #matched = new Map<string, Matched>();
  #strangers = 0;

  /** @throws TypeError when `type` is none. */
  match(type: string): Matched {
    return this.#matched.get(type) ?? this.#find(type);
  }

  /** Keeps a subscription until it is disposed. */
  add(subscription: Registered): void {
    const { isLiteral, text } = subscription.pattern;
    const key = isLiteral ? text : WILD;
    const kept = this.#kept.get(key) ?? new Set();
    const forget = () => isLiteral ? this.#matched.delete(text) : this.#matched.clear();
    this.#kept.set(key, kept.add(subscription));
    forget();
    subscription.onDispose(() => {
      kept.delete(subscription);
      if (kept.size === 0) this.#kept.delete(key);
      forget();
    });
  }

  #find(type: string): Matched {
    checkType(type);
    const named = this.#kept.get(type);
    const subscriptions = [...named ?? [], ...this.#kept.get(WILD) ?? []].filter(({ pattern }) => pattern.matches(type)).sort((a, b) => a.info.id - b.info.id);
    const { length } = subscriptions;
    const found = {
      subscriptions,
      isPlain: subscriptions.every(({ lane, options }) => !lane && options.timeoutMs === undefined),
      // One outcome for all dispatches that do well.
      done: Object.freeze(new ActionOutcome(length, Object.freeze([]))),
    };
    // What is registered by name is remembered as long as it is; of the other types only so many.
    if (!named && ++this.#strangers % MATCHED_TYPES === 0) this.#matched.clear();
    this.#matched.set(type, found);
    return found;
  }
}
