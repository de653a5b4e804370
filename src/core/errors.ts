/**
 * The one error class of the bus. Switch on `code`, never on the text. Wrong arguments are `TypeError`, `RangeError` or
 * `SyntaxError` instead: they are mistakes in a program, not events in its life.
 */

/** What went wrong, and with which detail. A closed list: a new code is a new minor version. */
export interface CoreErrorDetails {
  /** A handler threw, rejected or returned an Error; the value is the `cause`. */
  "handler.failed": HandlerDetail;
  /** A handler was still open when its time was up. */
  "handler.timedOut": HandlerDetail;
  /** An interceptor threw; the value is the `cause`. */
  "interceptor.failed": { readonly interceptor: string; readonly type: string };
  /** An observer threw and was detached; the value is the `cause`. */
  "tap.failed": { readonly event: string };
  /** An interceptor dropped the message. */
  "dropped": { readonly type: string; readonly reason: string };
  /** Nobody answered a QUERY. */
  "query.unanswered": { readonly type: string; readonly handled: number };
  /** Nobody had answered a QUERY or QUERYALL when its time was up. */
  "query.timedOut": { readonly type: string; readonly timeoutMs: number };
  /** The caller's `signal` aborted, or the Core was shut down; its reason is the `cause`. */
  "aborted": { readonly type: string };
  /** Every handler that got the channel failed; `failures` say how. */
  "reply.failed": { readonly type: string; readonly failures: readonly CoreError[] };
  /** Nobody handled the message that carried the channel. */
  "reply.unhandled": { readonly type: string };
  /** The message that carried the channel was handled, and nobody replied. */
  "reply.missing": { readonly type: string; readonly handled: number };
  /** A channel got no reply within its time. */
  "reply.timedOut": { readonly timeoutMs: number };
  /** A channel got a second reply; the first one counts. */
  "reply.duplicate": { readonly type: string | undefined };
  /** A channel got its first reply when its receiver had already been told that there is none. */
  "reply.late": { readonly type: string | undefined };
  /** No executor is registered for it. */
  "task.unhandled": { readonly type: string };
  /** Somebody cancelled the task; the reason is the `cause`, too. */
  "task.cancelled": { readonly type: string; readonly id: string; readonly reason: unknown };
  /** The task had not ended when its time was up. */
  "task.timedOut": { readonly type: string; readonly id: string; readonly timeoutMs: number };
  /** The Core is shutting down or shut down. */
  "task.refused": { readonly type: string };
  /** No name can be found for a service. */
  "service.unnamed": Record<never, never>;
  /** There is a service of that name already. */
  "service.duplicate": { readonly service: string };
  /** A lock came before it. */
  "service.locked": { readonly service: string | undefined };
  /** No service has that name; `services` are those that exist. */
  "service.missing": { readonly service: string; readonly services: readonly string[] };
  /** A factory failed, or gave nothing. */
  "service.failed": { readonly service: string | undefined };
  /** `errors` holds what the service threw, then what failed while the started ones were shut down again. */
  "startup.failed": { readonly service: string | undefined; readonly errors: readonly unknown[] };
  /** Services failed while they were stopped; `errors` holds what they threw. */
  "shutdown.failed": { readonly services: readonly string[]; readonly errors: readonly unknown[] };
  /** `open` names the handlers and services that were still running. */
  "shutdown.timedOut": { readonly open: readonly string[]; readonly errors: readonly unknown[] };
  /** `chain` holds the types of the open handlings, the innermost last. */
  "limit.depth": { readonly limit: number; readonly type: string; readonly chain: readonly string[] };
  /** That many tasks are open already. */
  "limit.tasks": { readonly limit: number; readonly type: string };
  /** That many queries are open already. */
  "limit.queries": { readonly limit: number; readonly type: string };
}

/** Which handler an error is about. */
export interface HandlerDetail {
  /** Its full name, such as `mailer.onMail`. */
  readonly handler: string;
  /** The service that registered it; undefined when none did. */
  readonly service: string | undefined;
  /** The type of the message that it handled. */
  readonly type: string;
}

/** The closed list of codes. */
export type CoreErrorCode = keyof CoreErrorDetails;

/**
 * An event in the life of a bus that somebody has to know of.
 * @example
 * if (error instanceof CoreError && error.code === "query.unanswered") return undefined;
 */
export class CoreError<Code extends CoreErrorCode = CoreErrorCode> extends Error {
  /** Always "CoreError". */
  override readonly name = "CoreError";
  /** What went wrong; decides the type of `detail`. */
  readonly code: Code;
  /** The particulars, by `code`. */
  readonly detail: CoreErrorDetails[Code];

  /** Makes an error; the bus makes its own by it. */
  constructor(code: Code, message: string, detail: CoreErrorDetails[Code], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.detail = detail;
  }
}

/**
 * Makes an error that reads `Cannot <act> "<type or service>": <why>`; without `why`, the cause says it.
 */
export function coreError<Code extends CoreErrorCode>(code: Code, act: string, detail: CoreErrorDetails[Code], why?: string, cause?: unknown): CoreError<Code> {
  const { type, service } = detail as { readonly type?: string; readonly service?: string };
  const subject = type ?? service;
  return new CoreError(code, `Cannot ${act}${subject ? ` "${subject}"` : ""}: ${why ?? inWords(cause)}`, detail, { cause });
}

/** @throws TypeError unless `holds`. */
export function expect(holds: boolean, act: string, what: string, wanted: string, value: unknown): asserts holds {
  if (!holds) throw new TypeError(`Cannot ${act}: ${what} is not ${wanted} but ${value === "" ? "empty" : value === null ? "null" : typeof value}`);
}

/** @throws TypeError unless `value` can be called. */
export function expectFunction(what: string, value: unknown): void {
  expect(typeof value === "function", "register handler", what, "a function", value);
}

/** @throws TypeError unless `value` is a string with something in it. */
export function expectText(act: string, what: string, value: unknown): asserts value is string {
  expect(typeof value === "string" && value !== "", act, what, "a non-empty string", value);
}

/** @throws TypeError when one of the `given` names is not among the `known` ones. */
export function expectKnown(what: string, given: readonly string[], known: readonly string[]): void {
  for (const name of given) {
    if (!known.includes(name)) throw new TypeError(`Cannot set ${what} "${name}": there is only ${known.join(", ")}`);
  }
}

/** @throws RangeError unless `holds`. */
export function expectRange(holds: boolean, what: string, wanted: string, value: unknown): void {
  if (typeof value !== "number" || !holds) throw new RangeError(`Cannot set ${what}: ${String(value)} is not ${wanted}`);
}

/** Tells whether a value can carry members. */
export function isObject(value: unknown): value is object {
  return Object(value) === value;
}

/** Tells what was thrown in a few words, for the end of another error's message. */
export function inWords(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  } catch {
    return "it cannot be shown";
  }
}
