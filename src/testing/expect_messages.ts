/**
 * Compares what was sent on a Core with what a test expects. It needs no test framework: it throws, or it does not.
 */
import type { Core } from "../core/core.ts";
import type { Verb } from "../core/message.ts";
import { findDifference, inShort } from "./difference.ts";
import { MessageRecording, type RecordedDispatch, recordingOf } from "./record_messages.ts";

/**
 * What is expected of one message: only what is written is compared. A message constant, or what it makes, may stand here, too.
 * @example
 * const queued: ExpectedMessage = { type: "mail.queued", data: { to: "ada@example.com" }, source: "mailer", cause: "user.created" };
 */
export interface ExpectedMessage {
  /** Its type, as it stands in the message. */
  readonly type: string;
  /** How it was sent; any verb when absent. */
  readonly verb?: Verb;
  /** Objects must have at least these members, with these values, to any depth; arrays are compared whole. */
  readonly data?: unknown;
  /** The service that spoke; any when absent. */
  readonly source?: string;
  /** The type of the message whose handling sent this one; `null`: it is a root. */
  readonly cause?: string | null;
}

/**
 * What `expectMessages` throws. Test frameworks show `expected` and `actual` side by side.
 * @example
 * if (error instanceof ExpectationError) console.log(error.message, error.actual.length);
 */
export class ExpectationError extends Error {
  /** Always "ExpectationError". */
  override readonly name = "ExpectationError";
  /** What was wanted, in order. */
  readonly expected: readonly ExpectedMessage[];
  /** What was sent, in order. */
  readonly actual: readonly RecordedDispatch[];

  /** Makes an error; `expectMessages` throws it. */
  constructor(message: string, expected: readonly ExpectedMessage[], actual: readonly RecordedDispatch[]) {
    super(message);
    this.expected = expected;
    this.actual = actual;
  }
}

/**
 * Throws unless exactly these messages were sent, in this order. It waits for nothing: await what you test before. A plain
 * string stands for its type alone. Given a `core`, it reads the latest recording of that very `core`.
 * @throws ExpectationError that shows both lists and the first difference.
 * @throws TypeError when `recordMessages(core)` was not called before.
 * @example
 * recordMessages(core);
 * await core.ACTION({ type: "user.created", data: { id: "1", email: "ada@example.com" } });
 * expectMessages(core, [
 *   { type: "user.created", data: { id: "1" }, cause: null },
 *   { type: "mail.queued", source: "mailer", cause: "user.created" },
 * ]);
 */
export function expectMessages(sent: Core | MessageRecording, wanted: readonly (string | ExpectedMessage | { readonly type: string })[]): void {
  const recording = sent instanceof MessageRecording ? sent : recordingOf(sent);
  if (!recording) throw new TypeError("Cannot compare messages: this core has no recording; call recordMessages(core) before anything is sent");
  const expected = wanted.map((message) => typeof message === "string" ? { type: message } : message);
  const actual = recording.dispatches;
  for (let index = 0; index < Math.max(expected.length, actual.length); index++) {
    const why = whyNot(expected[index], actual[index]);
    if (why === undefined) continue;
    const lists = `expected:\n${listed(expected.map(expectedLine), index)}\nsent:\n${listed(actual.map(sentLine), index)}`;
    throw new ExpectationError(`Cannot find the expected messages: number ${index + 1} ${why}\n${lists}`, expected, actual);
  }
}

function whyNot(expected: ExpectedMessage | undefined, actual: RecordedDispatch | undefined): string | undefined {
  if (!expected) return `was not expected: ${actual?.type}`;
  if (!actual) return `was not sent: ${expected.type}`;
  // A constant is a function: its members are read by name.
  const { type, verb, source, data, cause } = expected;
  if (type !== actual.type) return `has the type "${actual.type}", not "${type}"`;
  if (verb !== undefined && verb !== actual.verb) return `was sent by ${actual.verb}, not ${verb}`;
  if (source !== undefined && source !== actual.source) return `has the source ${inShort(actual.source)}, not ${inShort(source)}`;
  if (cause !== undefined && cause !== (actual.cause ? actual.cause.type : null)) {
    return `${actual.cause ? `was caused by ${inShort(actual.cause.type)}` : "is a root"}, ${cause === null ? "not a root" : `not caused by ${inShort(cause)}`}`;
  }
  const found = data === undefined ? undefined : findDifference(data, actual.data);
  return found && `has at /data${found.path} ${inShort(found.actual)}, not ${inShort(found.expected)}`;
}

function expectedLine({ verb, type, data, source, cause }: ExpectedMessage): string {
  return [
    ...(verb ? [verb] : []),
    type,
    ...(data === undefined ? [] : [inShort(data)]),
    ...(source === undefined ? [] : [`from ${source}`]),
    ...(cause === undefined ? [] : [cause === null ? "a root" : `caused by ${cause}`]),
  ].join(" ");
}

function sentLine({ verb, type, data, source, cause }: RecordedDispatch): string {
  return expectedLine({ verb, type, data, cause: cause ? cause.type ?? "a message before the recording" : null, ...(source !== undefined && { source }) });
}

function listed(lines: readonly string[], marked: number): string {
  if (lines.length === 0) return "    none";
  return lines.map((line, index) => `${index === marked ? "  > " : "    "}${index + 1} ${line}`).join("\n");
}
