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

/** The subscriptions of one verb. */
export interface Registry {
  /** The dispatches under way, of those that are delivered with care. */
  readonly open: Set<Delivery>;
  /** @throws TypeError when `type` is none. */
  match(type: string): Matched;
  add(subscription: Registered): void;
  remove(subscription: Registered): void;
}

export function makeRegistry(): Registry {
  const literal = new Map<string, Registered[]>();
  const wild: Registered[] = [];
  const matched = new Map<string, Matched>();

  const listOf = ({ pattern }: Registered): Registered[] => {
    if (!pattern.isLiteral) return wild;
    const list = literal.get(pattern.text) ?? [];
    literal.set(pattern.text, list);
    return list;
  };
  const forget = ({ pattern }: Registered): void => {
    if (pattern.isLiteral) matched.delete(pattern.text);
    else matched.clear();
  };
  const remember = (type: string): Matched => {
    checkType("send", type);
    const subscriptions = [...literal.get(type) ?? [], ...wild.filter(({ pattern }) => pattern.matches(type))].sort((a, b) => a.info.id - b.info.id);
    const found = { subscriptions, isPlain: subscriptions.every(({ options }) => !options.once && options.timeoutMs === undefined) };
    if (matched.size >= MATCHED_TYPES) matched.clear();
    matched.set(type, found);
    return found;
  };

  return {
    open: new Set(),
    match: (type) => matched.get(type) ?? remember(type),
    add(subscription) {
      listOf(subscription).push(subscription);
      forget(subscription);
    },
    remove(subscription) {
      const list = listOf(subscription);
      list.splice(list.indexOf(subscription), 1);
      if (list.length === 0) literal.delete(subscription.pattern.text);
      forget(subscription);
    },
  };
}
