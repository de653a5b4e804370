// Logs as nobody would write them, drawn by fast-check: any records in any order, of several runs, with lines between that are none. Shared.
import fc from "fast-check";

/** Few, so that records meet. */
const id = fc.integer({ min: 1, max: 9 });
const n = fc.integer({ min: 0, max: 3 });
const at = fc.oneof(fc.integer({ min: 0, max: 900 }), fc.double({ min: 0, max: 900, noNaN: true }).map((ms) => Math.round(ms * 1000) / 1000));
const type = fc.constantFrom("a", "user.created", "ä€😀");
const timestamp = fc.constant("2026-11-28T00:00:00.000Z");
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const oneOf = (...words: readonly string[]) => fc.constantFrom(...words);
const error = fc.record({ name: fc.constant("Error"), message: fc.string(), cause: maybe(fc.jsonValue()) });

const kinds: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  log: { version: fc.constant(1), run: oneOf("one", "two"), part: fc.integer({ min: 1, max: 5 }), name: fc.constant("shop"), startedAt: timestamp, before: maybe(fc.nat({ max: 12 })) },
  clock: { at, time: timestamp },
  service: { at, name: oneOf("mailer", "audit"), state: oneOf("registered", "started", "failed"), ms: maybe(at), error: maybe(error) },
  subscription: { at, id, verb: oneOf("ACTION", "QUERY", "PERFORM"), pattern: oneOf(">", "user.*"), handler: fc.constant("a.b"), service: maybe(fc.constant("a")), state: oneOf("added", "removed") },
  type: { at, type, description: maybe(fc.string()) },
  dispatch: {
    id, at, verb: oneOf("ACTION", "QUERY", "QUERYALL", "PERFORM"), type, handlers: maybe(fc.integer({ min: 0, max: 3 })), cause: maybe(fc.integer({ min: 0, max: 9 })), by: maybe(n),
    source: maybe(fc.constant("web")), timestamp, data: maybe(fc.jsonValue()),
  },
  handling: {
    dispatch: id, n, at, type, handler: fc.constant("a.b"), subscription: id, ms: at, syncMs: at, outcome: oneOf("done", "answered", "declined", "failed", "spared"), answer: maybe(fc.jsonValue()),
    error: maybe(error),
  },
  running: { dispatch: id, n, at, type, handler: fc.constant("a.b"), subscription: id },
  settled: { dispatch: id, at, type, ms: at, outcome: oneOf("timedOut", "aborted", "dropped", "answered", "refused"), reason: maybe(fc.string()) },
  reply: { at, dispatch: id, member: fc.constant("response"), value: maybe(fc.jsonValue()) },
  progress: { at, dispatch: id, task: fc.constant("task-1"), ratio: fc.double({ min: 0, max: 1, noNaN: true }), note: maybe(fc.string()) },
  intercepted: { at, dispatch: id, by: fc.constant("gate"), change: oneOf("passed", "changed", "dropped", "answered", "held"), handlers: maybe(fc.integer({ min: 0, max: 3 })), data: maybe(fc.jsonValue()) },
  gap: { at, lost: id, from: maybe(fc.nat({ max: 12 })), to: maybe(fc.nat({ max: 12 })), reason: fc.string() },
  skipped: { at, count: id, from: maybe(fc.nat({ max: 12 })), to: maybe(fc.nat({ max: 12 })), reason: fc.string(), types: maybe(fc.constant({ a: 1 })) },
  degraded: { at, capture: oneOf("all", "counts"), writing: oneOf("turn", "record"), reason: fc.string(), cost: maybe(fc.constant(0.1)) },
  trigger: { at, on: oneOf("error", "signal"), dispatch: maybe(id), n: maybe(n), count: maybe(n) },
  end: { at, dispatches: n, records: n, lost: n, skipped: n, cut: n, redacted: n, withheld: n },
  later: { at: fc.string(), dispatch: fc.string() },
  __proto__x: {},
};

type Drawn = Readonly<Record<string, unknown>>;

const record: fc.Arbitrary<Drawn> = fc.oneof(
  { weight: 4, arbitrary: recordOf("dispatch") },
  { weight: 6, arbitrary: recordOf("handling") },
  { weight: 8, arbitrary: fc.constantFrom(...Object.keys(kinds)).chain(recordOf) },
);

function recordOf(kind: string): fc.Arbitrary<Drawn> {
  return fc.record({ kind: fc.constant(kind), ...kinds[kind] });
}

/** A record with one member that is absent or something else. */
const damaged = fc.tuple(record, fc.nat(), fc.constantFrom<unknown>(undefined, null, -1, 0, 1.5, "x", [], {}, { name: "E" }, 2 ** 53, 7)).map(([whole, which, value]) => {
  const members = Object.entries(whole);
  members[which % members.length]![1] = value;
  return Object.fromEntries(members) as Drawn;
});

const text = (line: Drawn) => JSON.stringify(line);
const junk = fc.oneof(fc.string(), fc.constantFrom("", "{}", "[]", "null", "7", '"a"', "{", '{"kind":7}', '{"kind":"gap","at":1e999,"lost":1,"reason":""}', "\u{feff}{}", '\t{"kind":"later"} '));
const newer = fc.constantFrom('{"kind":"log","version":2}', '{"kind":"log","version":1.9,"run":"three","part":1,"name":"","startedAt":""}');

/** Each line is a record or none. */
const lines = fc.tuple(
  fc.option(recordOf("log"), { freq: 9 }),
  fc.array(fc.oneof({ weight: 40, arbitrary: record }, { weight: 4, arbitrary: damaged }, { weight: 3, arbitrary: junk }, { weight: 1, arbitrary: newer }), { maxLength: 40 }),
).map(([head, others]) => [...(head === null ? [] : [head]), ...others]);

/** Of two lines of one run that say the same of one dispatch or handling, the second is the first again, as a further part repeats it. */
function repeated(all: readonly (Drawn | string)[]): (Drawn | string)[] {
  let run: unknown;
  const told = new Map<string, Drawn>();
  return all.map((line) => {
    if (typeof line === "string") return line;
    const { kind, id, dispatch, n } = line;
    if (kind === "log") run = line["run"];
    if (!/^(dispatch|handling|running)$/.test(String(kind))) return line;
    const what = JSON.stringify([run, kind, id, dispatch, n]);
    const first = told.get(what);
    if (first === undefined) told.set(what, line);
    return first === undefined ? line : { ...first, snapshot: true };
  });
}

/** The bytes of a log: with or without a byte order mark, ended by LF or CRLF, not always UTF-8, and cut anywhere. */
const encoded = (drawn: fc.Arbitrary<(Drawn | string)[]>): fc.Arbitrary<Uint8Array> => fc.tuple(drawn, fc.boolean(), fc.boolean(), fc.option(fc.tuple(fc.nat(), fc.constantFrom(0xff, 0xc3, 0x00))), fc.option(fc.nat())).map(
  ([all, hasMark, isCrlf, wrong, cut]) => {
    const written = all.map((line) => typeof line === "string" ? line.replaceAll("\n", " ") : text(line));
    const bytes = new TextEncoder().encode(`${hasMark ? "\u{feff}" : ""}${written.map((line) => `${line}${isCrlf ? "\r" : ""}\n`).join("")}`);
    if (wrong !== null && bytes.length > 0) bytes[wrong[0] % bytes.length] = wrong[1];
    const whole = cut === null ? bytes : bytes.subarray(0, cut % (bytes.length + 1));
    return Object.defineProperty(whole, fc.toStringMethod, { value: () => new TextDecoder().decode(whole) }); // what a failure shows
  },
);

/** A log in which a dispatch or a handling stands twice only where a further part repeats it, as recorders write them. */
export const drawnLog: fc.Arbitrary<Uint8Array> = encoded(lines.map(repeated));

/** The same with the members of each record in any order. */
export const shuffledLog: fc.Arbitrary<Uint8Array> = encoded(fc.tuple(lines.map(repeated), fc.infiniteStream(fc.nat())).map(([all, random]) => all.map((line) => typeof line === "string" ? line : shuffled(line, random))));

/** A log in which anything may stand several times. */
export const wildLog: fc.Arbitrary<Uint8Array> = encoded(lines);

function shuffled(line: Drawn, random: Iterator<number>): Drawn {
  const left = Object.entries(line);
  return Object.fromEntries(Object.keys(line).map(() => left.splice((random.next().value as number) % left.length, 1)[0]!));
}
