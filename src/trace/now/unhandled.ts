/** Types that nobody handled in a run, and who just missed them. */
import { eachRow } from "../each_row.ts";
import { explain } from "../explain/explain.ts";
import type { Concerned } from "../explain/reason.ts";
import { isOwnMessage } from "../own_messages.ts";
import type { Recent } from "./recent.ts";

/** Messages of a type that nobody handled. */
export interface UnhandledType {
  readonly type: string;
  readonly count: number;
  /** How many of them were sent recently. */
  readonly recent: number;
  /** When the last was sent, in milliseconds since the run began. */
  readonly lastAt: number;
  /** The id of that one. */
  readonly example: number;
  /** What missed that one the most nearly; absent where nothing is near, and of types beyond the first twenty. */
  readonly nearest?: Concerned;
}

/** An explanation looks at each subscription. */
const EXPLAINED = 20;

/** Gives the types that nobody handled, at any time of the run, the most frequent first. Cost: the number of dispatches. */
export function* unhandledOf({ log, position, since, passes }: Recent): Generator<void, readonly UnhandledType[]> {
  const { dispatches, texts } = log;
  const types = new Map<number, { count: number; recent: number; last: number }>();
  yield* eachRow(dispatches.length, (dispatch) => {
    if (dispatches.state(dispatch) !== "unhandled" || dispatches.run(dispatch) !== position || !passes(dispatch)) return;
    const type = dispatches.type(dispatch);
    const known = types.get(type) ?? { count: 0, recent: 0, last: dispatch };
    known.count += 1;
    if (dispatches.at(dispatch) >= since) known.recent += 1;
    known.last = dispatch;
    types.set(type, known);
  });
  const others = [...types].filter(([type]) => !isOwnMessage(texts.textOf(type))).sort(([, a], [, b]) => b.count - a.count || b.last - a.last);
  return others.map(([type, { count, recent, last }], index) => {
    const nearest = index < EXPLAINED ? explain(log, last, { nearest: 1 }).concerned[0] : undefined;
    return { type: texts.textOf(type), count, recent, lastAt: dispatches.at(last), example: dispatches.id(last), ...(nearest === undefined ? {} : { nearest }) };
  });
}
