/**
 * One function for each kind of record: what a tap tells, as a line without its `\n`. Members stand in the order of the
 * specification, those that a scanner needs before the payload.
 */
import type { Definition, Dispatch, EndedHandling, Handling, Interception, Progress, ServiceInfo, SettledDispatch, SubscriptionInfo } from "../mod.ts";
import type { LogRecord } from "../trace/record.ts";
import type { About, PayloadEncoder } from "./payload_encoder.ts";
import type { RepeatedTexts } from "./repeated_texts.ts";
import type { Loss } from "./sink.ts";

/** Where a record stands in its log: `at` since the run's start, and ids counted from the log's first dispatch. */
export interface Place {
  readonly at: number;
  readonly id: number;
}

export function logLine(header: Omit<LogRecord, "kind">): string {
  return JSON.stringify({ kind: "log", ...header });
}

/** `cause` is the log's id of the causing dispatch, 0 for one from before. One expression: each step of putting it together would cost as much as a member. */
export function dispatchLine(dispatch: Dispatch, { at, id }: Place, cause: number | undefined, encoder: PayloadEncoder, texts: RepeatedTexts): string {
  const { message, by } = dispatch;
  const why = cause === undefined ? "" : cause > 0 && by !== undefined ? `,"cause":${cause},"by":${by}` : `,"cause":${cause}`;
  const data = message.data === undefined ? `"}` : `","data":${encoder.data(message.data, aboutOf(dispatch))}}`;
  return `{"kind":"dispatch","id":${texts.id(id)},"at":${texts.at(at)}${texts.head(dispatch)}${why}${texts.tail(dispatch)}${texts.timestamp(message.timestamp)}${data}`;
}

export function handlingLine(handling: EndedHandling, { at, id }: Place, encoder: PayloadEncoder, texts: RepeatedTexts): string {
  const { n, dispatch, subscription, outcome, ms: took, syncMs } = handling;
  const who = texts.handling(dispatch.message.type, subscription);
  const tookText = texts.ms(took);
  const result = outcome === "answered" ? `,"answer":${encoder.value(handling.answer, aboutOf(dispatch))}}`
    : outcome === "failed" ? `,"error":${encoder.error(handling.error, aboutOf(dispatch))}}`
    : "}";
  return `{"kind":"handling","dispatch":${texts.id(id)},"n":${n},"at":${texts.at(at)}${who}${tookText},"syncMs":${syncMs === took ? tookText : texts.ms(syncMs)},"outcome":"${outcome}"${result}`;
}

export function runningLine({ n, dispatch, subscription }: Handling, { at, id }: Place): string {
  return JSON.stringify({ kind: "running", dispatch: id, n, at: ms(at), type: dispatch.message.type, handler: subscription.handler, subscription: subscription.id });
}

/** The outcomes that a log cannot tell from handlings alone, as it names them. */
const SETTLED = { timedOut: "timedOut", aborted: "aborted", dropped: "dropped", answeredByInterceptor: "answered", refused: "refused" } as const;

/** Gives undefined for a dispatch that ended by its handlings: those say it. */
export function settledLine(dispatch: SettledDispatch, { at, id }: Place, encoder: PayloadEncoder): string | undefined {
  const outcome = SETTLED[dispatch.outcome as keyof typeof SETTLED] as string | undefined;
  if (outcome === undefined) return undefined;
  const reason = dispatch.reason === undefined ? undefined : encoder.text(dispatch.reason, aboutOf(dispatch));
  return JSON.stringify({ kind: "settled", dispatch: id, at: ms(at), type: dispatch.message.type, ms: ms(dispatch.ms), outcome, reason });
}

export function replyLine(dispatch: Dispatch, member: string, value: unknown, { at, id }: Place, encoder: PayloadEncoder): string {
  return `{"kind":"reply","at":${ms(at)},"dispatch":${id},"member":${JSON.stringify(member)},"value":${encoder.value(value, aboutOf(dispatch), "reply")}}`;
}

export function progressLine({ task, ratio, note, dispatch }: Progress, { at, id }: Place, encoder: PayloadEncoder): string {
  return JSON.stringify({ kind: "progress", at: ms(at), dispatch: id, task, ratio, note: note === undefined ? undefined : encoder.text(note, aboutOf(dispatch)) });
}

export function interceptedLine({ by, change, handlers, reason, data }: Interception, dispatch: Dispatch, { at, id }: Place, encoder: PayloadEncoder): string {
  const line = JSON.stringify({ kind: "intercepted", at: ms(at), dispatch: id, by, change, handlers, reason: reason === undefined ? undefined : encoder.text(reason, aboutOf(dispatch)) });
  return change === "changed" ? `${line.slice(0, -1)},"data":${encoder.data(data, aboutOf(dispatch))}}` : line;
}

export function subscriptionLine(subscription: SubscriptionInfo, state: "added" | "removed", snapshot: boolean, at: number): string {
  const { id, verb, pattern, handler, service, external } = subscription;
  return JSON.stringify({ kind: "subscription", at: ms(at), id, verb, pattern, handler, service, state, external, ...(snapshot ? { snapshot } : {}) });
}

export function serviceLine({ name, state, ms: took, error }: ServiceInfo, snapshot: boolean, at: number, encoder: PayloadEncoder): string {
  const line = JSON.stringify({ kind: "service", at: ms(at), name, state, ms: took === undefined ? undefined : ms(took), ...(snapshot ? { snapshot } : {}) });
  return error === undefined ? line : `${line.slice(0, -1)},"error":${encoder.error(error, undefined)}}`;
}

export function typeLine({ type, description, sensitive }: Definition, at: number): string {
  return JSON.stringify({ kind: "type", at: ms(at), type, description, sensitive });
}

export function clockLine(at: number, time: Date): string {
  return `{"kind":"clock","at":${ms(at)},"time":"${time.toISOString()}"}`;
}

export function gapLine(at: number, { lost, from, to, reason }: Loss): string {
  return JSON.stringify({ kind: "gap", at: ms(at), lost, from, to, reason });
}

/** Milliseconds with three decimals at the most. */
function ms(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** What the payloads of a dispatch belong to. */
function aboutOf({ verb, message: { type, source, data }, definition }: Dispatch): About {
  return { type, verb, source, data, sensitive: definition?.sensitive };
}
