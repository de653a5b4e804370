/**
 * The one error class of the bus. Switch on `code`, never on the text. Wrong arguments are `TypeError`, `RangeError` or
 * `SyntaxError` instead: they are mistakes in a program, not events in its life.
 */

/** What went wrong, and with which detail. A closed list: a new code is a new minor version. `docs/errors.md` is made from it. */
export interface CoreErrorDetails {
  /**
   * A handler threw, rejected or returned an Error; the value is the `cause`.
   * Mend: look at the `cause`; a handler that may fail for good reasons should catch that itself.
   */
  "handler.failed": HandlerDetail;
  /**
   * A handler was still open when its time was up, or the sender's.
   * Mend: let it watch `core.signal`, or give it more `timeoutMs`.
   */
  "handler.timedOut": HandlerDetail;
  /**
   * So many runs of the handler were open, and so many messages waited for it, that this one was not taken.
   * Mend: send less at once, or raise its `concurrency` or the limit `queue`.
   */
  "handler.busy": HandlerDetail;
  /**
   * An interceptor threw or rejected; the value is the `cause`, and the message reached no handler.
   * Mend: look at the `cause`; an interceptor that means to refuse calls `drop(reason)`.
   */
  "interceptor.failed": { readonly interceptor: string; readonly type: string };
  /**
   * An observer threw and was detached; the value is the `cause`.
   * Mend: look at the `cause`, and tap again.
   */
  "tap.failed": { readonly event: string };
  /**
   * The data does not fit the schema of its type; the paths of `issues` are JSON Pointers. A schema that threw is the `cause`.
   * Mend: send what the `issues` ask for, or mend the schema.
   */
  "message.invalid": { readonly type: string; readonly issues: readonly { readonly message: string; readonly path: string }[] };
  /**
   * An interceptor dropped the message, and said why.
   * Mend: the `reason` says what the sender lacks; without one, the interceptor returned before it called `next()`.
   */
  "dropped": { readonly type: string; readonly reason: string };
  /**
   * Nobody answered a QUERY: every handler declined, or there is none.
   * Mend: register a handler with `registerQuery`, or take this for an empty answer.
   */
  "query.unanswered": { readonly type: string; readonly handled: number };
  /**
   * A QUERY or QUERYALL had no answer within its `timeoutMs`.
   * Mend: find the slow handler with `core inspect`, or be more patient.
   */
  "query.timedOut": { readonly type: string; readonly timeoutMs: number };
  /**
   * The caller's `signal` aborted, or the Core was shut down; its reason is the `cause`.
   * Mend: nothing, where that was meant; else look who aborts.
   */
  "aborted": { readonly type: string };
  /**
   * Nobody replied, and a handler that got the channel failed; `failures` say how.
   * Mend: look at the `failures`.
   */
  "reply.failed": { readonly type: string; readonly failures: readonly CoreError[] };
  /**
   * Nobody handled the message that carried the channel.
   * Mend: register a handler for its type before it is sent.
   */
  "reply.unhandled": { readonly type: string };
  /**
   * The message that carried the channel was handled, and nobody replied.
   * Mend: call `send()` before the handler ends, or give the channel a `timeoutMs` to wait longer than the dispatch.
   */
  "reply.missing": { readonly type: string; readonly handled: number };
  /**
   * A channel with a `timeoutMs` had no reply by then.
   * Mend: find the slow handler with `core inspect`, or be more patient.
   */
  "reply.timedOut": { readonly timeoutMs: number };
  /**
   * A channel got a second reply; the first one counts.
   * Mend: let one handler reply, or ask with QUERYALL.
   */
  "reply.duplicate": { readonly type: string | undefined };
  /**
   * A channel got its first reply when its receiver had already been told that there is none.
   * Mend: await in the handler what the reply depends on, or give the channel a `timeoutMs`.
   */
  "reply.late": { readonly type: string | undefined };
  /**
   * A `next()` saw nothing that matched within its `timeoutMs`; `type` is the pattern.
   * Mend: wait before the message is sent, or be more patient.
   */
  "next.timedOut": { readonly type: string; readonly timeoutMs: number };
  /**
   * No executor is registered for what was performed.
   * Mend: register one with `registerTask`.
   */
  "task.unhandled": { readonly type: string };
  /**
   * A task was cancelled, with `task.cancel(reason)` or by a shutdown.
   * Mend: nothing, where that was meant.
   */
  "task.cancelled": { readonly type: string; readonly id: string; readonly reason: unknown };
  /**
   * A task was not over within its `timeoutMs`.
   * Mend: let the executor report progress and watch its `signal`, or be more patient.
   */
  "task.timedOut": { readonly type: string; readonly id: string; readonly timeoutMs: number };
  /**
   * A task was to start while the Core was shutting down or shut down.
   * Mend: perform it before `shutdown()`.
   */
  "task.refused": { readonly type: string };
  /**
   * No name can be found for a service.
   * Mend: set its `serviceName`, or add it with `withName`.
   */
  "service.unnamed": Record<never, never>;
  /**
   * There is a service of that name already.
   * Mend: give one of the two another name, with `withName`.
   */
  "service.duplicate": { readonly service: string };
  /**
   * A service came after `withServiceLock()`.
   * Mend: put it before the lock.
   */
  "service.locked": { readonly service: string | undefined };
  /**
   * There is no service of that name; `services` are those that exist.
   * Mend: check the spelling and the order of the options, or use `serviceFor`, which gives `undefined`.
   */
  "service.missing": { readonly service: string; readonly services: readonly string[] };
  /**
   * A factory threw, or gave nothing; what it threw is the `cause`.
   * Mend: look at the `cause`; a factory gives its service.
   */
  "service.failed": { readonly service: string | undefined };
  /**
   * A service could not be started: `errors` holds what it threw, then what failed while the started ones were shut down again.
   * Mend: look at the first of `errors`, and call `startup()` again.
   */
  "startup.failed": { readonly service: string | undefined; readonly errors: readonly unknown[] };
  /**
   * Services failed while they were stopped; all were told to stop.
   * Mend: look at `errors`; there is one for each of `services`.
   */
  "shutdown.failed": { readonly services: readonly string[]; readonly errors: readonly unknown[] };
  /**
   * A shutdown ran out of time; `open` names the handlers and services that were still running, `errors` what services threw and why nobody waits any more.
   * Mend: let those watch their `signal`, or give `shutdown()` more time.
   */
  "shutdown.timedOut": { readonly open: readonly string[]; readonly errors: readonly unknown[] };
  /**
   * Messages caused one another inside open handlings too deep; `chain` holds their types, the innermost last.
   * Mend: break the loop that `chain` shows; a handler that does not await what it sends lets the chain end.
   */
  "limit.depth": { readonly limit: number; readonly type: string; readonly chain: readonly string[] };
  /**
   * Too many tasks are open at once.
   * Mend: await tasks, or give them a `timeoutMs`; else raise the limit `tasks`.
   */
  "limit.tasks": { readonly limit: number; readonly type: string };
  /**
   * Too many QUERYs wait at once.
   * Mend: await them in smaller groups, or give them a `timeoutMs`; else raise the limit `queries`.
   */
  "limit.queries": { readonly limit: number; readonly type: string };
  /**
   * So many subscriptions of one name live that some are likely never disposed: a warning, told once for each name.
   * Mend: dispose what is registered again and again (`using`, `signal`), or register it once.
   */
  "limit.subscriptions": { readonly limit: number; readonly handler: string; readonly pattern: string };
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

/** An error of some code: what `instanceof CoreError` gives. Compare its `code`, and `detail` has the type of that code. */
export type AnyCoreError = { [Code in CoreErrorCode]: CoreError<Code> }[CoreErrorCode];

/** The closed list of codes. */
export type CoreErrorCode = keyof CoreErrorDetails;

/**
 * An event in the life of a bus that somebody has to know of.
 * @example
 * if (error instanceof CoreError && error.code === "query.unanswered") return undefined;
 */
export class CoreError<Code extends CoreErrorCode = CoreErrorCode> extends Error {
  /** What `instanceof` tells of a value: a CoreError of any code, whose detail follows from its code. */
  declare static readonly [Symbol.hasInstance]: (value: unknown) => value is AnyCoreError;
  /** Always "CoreError". */
  override readonly name = "CoreError";
  /** What went wrong; decides the type of `detail`. */
  declare readonly code: Code;
  /** The particulars, by `code`. */
  declare readonly detail: CoreErrorDetails[Code];

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

/** Why nobody answered, for the end of an error's message. */
export function unanswered(handled: number): string {
  return handled > 0 ? `none of ${handled} handlers answered` : "nobody is registered for it";
}

/** One error for several: the only one, or an `AggregateError` that says what each says. */
export function oneOf(errors: readonly unknown[]): unknown {
  return errors.length > 1 ? new AggregateError(errors, errors.map(inWords).join("; ")) : errors[0];
}

/** @throws TypeError, or an error of another kind, unless `holds`. */
export function expect(holds: boolean, what: string, wanted: string, value: unknown, Kind: new (message: string) => Error = TypeError): asserts holds {
  if (!holds) throw new Kind(`Cannot use ${what} "${isObject(value) ? typeof value : String(value)}": it is not ${wanted}`);
}

/** @throws TypeError unless `value` can be called. */
export function expectFunction(what: string, value: unknown): void {
  expect(typeof value === "function", what, "a function", value);
}

/** @throws TypeError unless `value` is a string with something in it. */
export function expectText(what: string, value: unknown): asserts value is string {
  expect(typeof value === "string" && value !== "", what, "a non-empty string", value);
}

/** @throws TypeError when one of the `given` names is not among the `known` ones. */
export function expectKnown(what: string, given: readonly string[], known: readonly string[]): void {
  for (const name of given) expect(known.includes(name), what, `one of ${known.join(", ")}`, name);
}

/** @throws RangeError unless `value` is a number and `holds`. */
export function expectRange(holds: boolean, what: string, wanted: string, value: unknown): void {
  expect(typeof value === "number" && holds, what, wanted, value, RangeError);
}

/** @throws RangeError unless `value` is a whole number from 1 on. */
export function expectCount(what: string, value: number): void {
  expectRange(Number.isInteger(value) && value > 0, what, "an integer from 1 on", value);
}

/** Tells whether a value can carry members. */
export function isObject(value: unknown): value is object {
  return Object(value) === value;
}

/** Tells what was thrown in a few words, for the end of another error's message. */
export function inWords(thrown: unknown): string {
  try {
    return String((thrown as Error | null | undefined)?.message || thrown);
  } catch {
    return "unknown";
  }
}
