// What is done to a bus, as data: drawn at random, and done to the bus and to its model alike.
import fc from "fast-check";

/** What a handler does while it runs, and what is done from outside. */
export type Act =
  | { readonly act: "register"; readonly spec: number }
  | { readonly act: "dispose"; readonly which: number }
  /** `by`: from the handler's view, or from the Core that everybody knows. */
  | { readonly act: "send"; readonly type: string; readonly timeout: number | undefined; readonly by: "view" | "core" }
  /** Asks one handler after the other, or all of them. */
  | { readonly act: "ask"; readonly type: string; readonly isForAll: boolean; readonly timeout: number | undefined; readonly by: "view" | "core" }
  /** Sends from its view when it may have ended long ago. */
  | { readonly act: "sendLater"; readonly type: string; readonly wait: number };

/** How a handler ends. */
export type End = "nothing" | "value" | "throw" | "returnError";

export interface HandlerSpec {
  /** It handles questions, not ACTIONs. Its "nothing" declines. */
  readonly isAsked: boolean;
  readonly pattern: string;
  readonly once: boolean;
  readonly concurrency: number | undefined;
  readonly timeout: number | undefined;
  /** It is disposed by its AbortSignal. */
  readonly bySignal: boolean;
  readonly first: readonly Act[];
  /** Then it waits, in milliseconds; undefined: it stays synchronous. Infinity: it hangs. */
  readonly wait: number | undefined;
  readonly then: readonly Act[];
  /** It waits for the outcome of what it sent last. */
  readonly awaits: boolean;
  readonly end: End;
}

export type Command = Act | { readonly act: "advance"; readonly ms: number };

export interface Program {
  /** How deep handlings may nest. */
  readonly depth: number;
  readonly specs: readonly HandlerSpec[];
  readonly commands: readonly Command[];
}

const type = fc.constantFrom("a", "a.b", "c");
const timeout = fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined, freq: 3 });
const spec = fc.nat({ max: 5 });

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant("send" as const), type, timeout, by: fc.constantFrom("view" as const, "core" as const) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant("ask" as const), type, isForAll: fc.boolean(), timeout, by: fc.constantFrom("view" as const, "core" as const) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant("register" as const), spec }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant("dispose" as const), which: fc.nat({ max: 8 }) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("sendLater" as const), type, wait: fc.integer({ min: 1, max: 6 }) }) },
);

const handlerSpec: fc.Arbitrary<HandlerSpec> = fc.record({
  isAsked: fc.nat({ max: 3 }).map((n) => n === 0),
  pattern: fc.constantFrom("a", "a.b", "c", "a.*", "a.>", "*", ">"),
  once: fc.nat({ max: 5 }).map((n) => n === 0),
  concurrency: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined, freq: 1 }),
  timeout,
  bySignal: fc.boolean(),
  first: fc.array(act, { maxLength: 2 }),
  wait: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 8 }) },
    { weight: 1, arbitrary: fc.constant(Infinity) },
  ),
  then: fc.array(act, { maxLength: 2 }),
  awaits: fc.boolean(),
  end: fc.constantFrom<End>("nothing", "nothing", "value", "throw", "returnError"),
}).map((spec) => spec.isAsked ? plain(spec) : spec);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: act },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("advance" as const), ms: fc.integer({ min: 1, max: 6 }) }) },
);

/** Any program: it begins with some handlers, else most would do nothing. */
export const program: fc.Arbitrary<Program> = fc.record({
  depth: fc.integer({ min: 1, max: 5 }),
  specs: fc.array(handlerSpec, { minLength: 1, maxLength: 6 }),
  commands: fc.array(command, { maxLength: 12 }).map((commands): Command[] => [0, 1, 2].map((each): Command => ({ act: "register", spec: each })).concat(commands)),
});

/**
 * A program whose every turn has one order that the Core promises: where one handler follows the other in time, no two things
 * may let the next one run at the same moment.
 */
export function forSerial({ specs, ...others }: Program): Program {
  // A question takes turns of its own, also when it is answered at once: whoever waits for it goes on beside what was sent meanwhile.
  const isAsking = ({ first, then }: HandlerSpec) => [...first, ...then].some(({ act }) => act === "ask");
  return { ...others, specs: specs.map((each) => ({ ...plain(each), awaits: each.awaits && !isAsking(each) })) };
}

function plain(spec: HandlerSpec): HandlerSpec {
  return { ...spec, once: false, concurrency: undefined, timeout: undefined };
}
