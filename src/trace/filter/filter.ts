/** A filter that was read, and the two ways to ask it: of one dispatch, and over a whole log. */
import type { DispatchTrace } from "../dispatch_trace.ts";
import type { Log } from "../log.ts";
import { conditionsOf, type FilterNode, memberOf } from "./ast.ts";
import { columnTest } from "./column_test.ts";
import { FilterError } from "./filter_error.ts";
import { FILTER_MEMBERS, memberForms } from "./members.ts";
import { linesOf } from "./line_test.ts";
import { parseNode } from "./parse.ts";
import { traceTest } from "./trace_test.ts";
import { MAYBE, YES } from "./verdict.ts";

/** Something that a filter asks about. */
export interface Asked {
  /** The member, as `FILTER_MEMBERS` names it; `/…/` or `"…"` for a text that stands alone. */
  readonly member: string;
  /** Where it is asked: the offset in the filter's text. */
  readonly at: number;
  /** It is known when a message is sent. */
  readonly isKnownWhenSent: boolean;
}

/** A filter that was read. */
export interface Filter {
  /** The filter as it was written. */
  readonly text: string;
  /** It lets everything pass. */
  readonly isEmpty: boolean;
  /** What it asks about, in the order in which that is written. */
  readonly asked: readonly Asked[];
  /** When it can be answered: as soon as a message is sent, or only in a log that tells what became of it. */
  readonly asks: "sent" | "ended";
  /** What it is answered from in a log: from columns alone, or from payloads too, which cost a thousand times as much where they are large. */
  readonly reads: "columns" | "payloads";
  /** Whether it lets a dispatch pass. */
  test(trace: DispatchTrace): boolean;
  /**
   * Gives the same test for the dispatches of a log, by their ordinals; it holds as the log grows. Cost: some nanoseconds for what columns answer (names, numbers, states, moments,
   * flows); where everything else lets a dispatch pass and its payload is asked about, that of its line, and only at last that of `log.trace()`.
   */
  over(log: Log): (dispatch: number) => boolean;
}

/**
 * Reads a filter; an empty one lets everything pass.
 * @throws FilterError that names the place and the nearest right word
 * @example
 * parseFilter("type:user.* ms>5").test(trace);
 */
export function parseFilter(text: string): Filter {
  const node = parseNode(text);
  if (node === undefined) return { text, isEmpty: true, asked: [], asks: "sent", reads: "columns", test: () => true, over: () => () => true };
  const asked = askedBy(node);
  const test = traceTest(node);
  return {
    text, isEmpty: false, asked, asks: asked.every(({ isKnownWhenSent }) => isKnownWhenSent) ? "sent" : "ended", test,
    reads: [...conditionsOf(node)].some(({ kind }) => kind === "payload" || kind === "text") ? "payloads" : "columns",
    over(log) {
      const verdict = columnTest(node, log);
      const closer = columnTest(node, log, linesOf(log));
      return (dispatch) => {
        let said = verdict(dispatch);
        if (said === MAYBE) said = closer(dispatch);
        return said === YES || (said === MAYBE && test(log.trace(dispatch)));
      };
    },
  };
}

/**
 * Reads a filter that is asked about messages while they are sent, when nothing is known yet of what becomes of them.
 * @throws FilterError, also for one that asks about that
 * @example
 * parseSentFilter("type:user.* data.total>100");
 */
export function parseSentFilter(text: string): Filter {
  const filter = parseFilter(text);
  const late = filter.asked.find(({ isKnownWhenSent }) => !isKnownWhenSent);
  if (late === undefined) return filter;
  throw new FilterError(`Cannot use filter: ${quoted(late.member)} at ${late.at + 1} is not known when a message is sent`, late.at, `what is: ${memberForms(true).join(", ")}`);
}

function quoted(member: string): string {
  return /^\W/.test(member) ? member : `"${member}"`;
}

function askedBy(node: FilterNode): Asked[] {
  return [...conditionsOf(node)].map((condition) => {
    const member = memberOf(condition);
    return { member, at: condition.at, isKnownWhenSent: FILTER_MEMBERS.find(({ name }) => name === member)?.isKnownWhenSent === true };
  });
}
