/** What failed recently: by error, what its message has in common with others, and handler. */
import { eachRow } from "../each_row.ts";
import type { DispatchState } from "../state.ts";
import { messageShape } from "./message_shape.ts";
import { eachRecent, type Recent } from "./recent.ts";

/** Failures of one kind. */
export interface FailureGroup {
  /** The error's name; of a message that ended without one its state, such as `timedOut`. */
  readonly error: string;
  /** What its messages have in common. */
  readonly message: string;
  /** Whose handlings failed; absent where the message failed as a whole. */
  readonly handler?: string;
  readonly count: number;
  /** When the first and the last of them ended, in milliseconds since the run began. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** The id and the type of the last one. */
  readonly example: number;
  readonly type: string;
}

/** Their texts are parsed, some microseconds each; what more of them could say has been said by then. */
const READ = 2_000;
/** Between two yields. */
const PARSED_AT_ONCE = 50;

const AS_A_WHOLE: ReadonlySet<DispatchState> = new Set(["timedOut", "aborted", "refused", "unanswered"]);

/** Gives the failures that ended recently, the most frequent first, and how many more were not read. Cost: the number of dispatches, and parsing the newest two thousand failures. */
export function* failingOf(recent: Recent): Generator<void, { readonly groups: readonly FailureGroup[]; readonly unread: number }> {
  const { log } = recent;
  const { handlings, dispatches, texts } = log;
  const groups = new Map<string, FailureGroup>();
  const failed: number[] = [];
  let unread = 0;
  yield* eachRecent(recent, (handling) => {
    if (handlings.outcome(handling) !== "failed") return;
    if (failed.length < READ) failed.push(handling);
    else unread += 1;
  });
  for (const [index, handling] of failed.entries()) {
    if (index % PARSED_AT_ONCE === 0) yield;
    const { name, message } = errorOn(log.lineText(handlings.line(handling)));
    const dispatch = handlings.dispatch(handling);
    add(groups, {
      error: name, message: messageShape(message), handler: texts.textOf(handlings.handler(handling)), at: handlings.at(handling) + handlings.ms(handling),
      id: dispatches.id(dispatch), type: texts.textOf(dispatches.type(dispatch)),
    });
  }
  const wholes = yield* wholesOf(recent);
  for (const [index, dispatch] of wholes.slice(-READ).reverse().entries()) {
    if (index % PARSED_AT_ONCE === 0) yield;
    const { settled, record } = log.trace(dispatch);
    add(groups, { error: dispatches.state(dispatch), message: messageShape(settled?.reason ?? ""), handler: undefined, at: dispatches.end(dispatch), id: record.id, type: record.type });
  }
  const sorted = [...groups.values()].sort((a, b) => b.count - a.count || b.lastAt - a.lastAt);
  return { groups: sorted, unread: unread + Math.max(0, wholes.length - READ) };
}

function* wholesOf({ log: { dispatches }, position, since, passes }: Recent): Generator<void, number[]> {
  const wholes: number[] = [];
  yield* eachRow(dispatches.length, (dispatch) => {
    if (!AS_A_WHOLE.has(dispatches.state(dispatch)) || dispatches.run(dispatch) !== position) return;
    if (dispatches.end(dispatch) >= since && passes(dispatch)) wholes.push(dispatch);
  });
  return wholes;
}

/** The line is one that the index took for a record: its members are there. */
function errorOn(line: string | undefined): { readonly name: string; readonly message: string } {
  try {
    const { error } = JSON.parse(line ?? "") as { readonly error?: { readonly name?: unknown; readonly message?: unknown } };
    return { name: String(error?.name ?? "?"), message: String(error?.message ?? "") };
  } catch {
    return { name: "?", message: "" };
  }
}

interface Failure {
  readonly error: string;
  readonly message: string;
  readonly handler: string | undefined;
  readonly at: number;
  readonly id: number;
  readonly type: string;
}

/** The newest are added first: of two at the same time the first is the example. */
function add(groups: Map<string, FailureGroup>, { error, message, handler, at, id, type }: Failure): void {
  const key = [error, message, handler ?? ""].join("\n");
  const known = groups.get(key);
  const isLast = known === undefined || at > known.lastAt;
  groups.set(key, {
    error, message, ...(handler === undefined ? {} : { handler }),
    count: (known?.count ?? 0) + 1,
    firstAt: Math.min(known?.firstAt ?? at, at), lastAt: Math.max(known?.lastAt ?? at, at),
    example: isLast ? id : known.example, type: isLast ? type : known.type,
  });
}
