// Whatever an app registers, disposes, intercepts and sends: the subscriptions that an explanation calls matched are those that were there.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { type Core, parsePattern, type Subscription } from "../../../src/mod.ts";
import { explain, explainHandler } from "../../../src/trace/explain/explain.ts";
import { isMatched } from "../../../src/trace/explain/reason.ts";
import type { LogVerb } from "../../../src/trace/record.ts";
import { listenedVerb, listenersAt } from "../../../src/trace/registry/registry_at.ts";
import { handlersOf } from "../../../src/trace/state.ts";
import { assert, suite } from "../../harness.ts";
import { logOf } from "../../log/log_of.ts";
import { recordedCore } from "../../log/recorded.ts";

const test = suite("trace/explain/property");

const TYPES = ["a", "a.b", "a.b.c", "b", "a.c"] as const;
const PATTERNS = [...TYPES, "*", ">", "a.*", "a.>", "*.b"] as const;
const VERBS = ["ACTION", "QUERY", "PERFORM"] as const;

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("register" as const), verb: fc.constantFrom(...VERBS), pattern: fc.constantFrom(...PATTERNS), once: fc.boolean(), slow: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("dispose" as const), which: fc.nat(20) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("send" as const), verb: fc.constantFrom(...VERBS, "QUERYALL" as const), type: fc.constantFrom(...TYPES) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("intercept" as const), pattern: fc.constantFrom(...PATTERNS), how: fc.constantFrom("pass", "drop", "answer") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(0, 5, 150) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

interface Registered {
  readonly name: string;
  readonly verb: (typeof VERBS)[number];
  readonly pattern: string;
  readonly subscription: Subscription;
  isThere: boolean;
}

/** Runs the steps; gives the log and, for each dispatch, the handlers that were there and matched when it was sent. */
async function recordedRun(steps: readonly Step[]): Promise<{ readonly text: string; readonly expected: readonly (readonly string[])[] }> {
  const { core, clock, recorder, sink } = await recordedCore();
  const registered: Registered[] = [];
  const expected: string[][] = [];
  core.tap({
    dispatched: ({ verb, message: { type } }) => void expected.push(registered.filter((each) => each.isThere && each.verb === listenedVerb(verb) && parsePattern(each.pattern).matches(type)).map(({ name }) => name)),
    unsubscribed: ({ handler }) => registered.filter(({ name }) => name === handler).forEach((each) => each.isThere = false),
  });
  for (const each of steps) {
    switch (each.do) {
      case "register": {
        const name = `h${registered.length}`;
        const handler = (): unknown => each.slow ? new Promise((resolve) => clock.setTimer(() => resolve(1), 200)) : 1;
        const options = { name, once: each.once };
        const subscription = each.verb === "ACTION" ? core.registerAction(each.pattern, handler, options) : each.verb === "QUERY" ? core.registerQuery(each.pattern, handler, options) : core.registerTask(each.pattern, handler, options);
        registered.push({ name, verb: each.verb, pattern: each.pattern, subscription, isThere: true });
        break;
      }
      case "dispose": registered[each.which]?.subscription.dispose(); break;
      case "send":
        sending(core, each.verb, each.type);
        break;
      case "intercept":
        core.intercept(each.pattern, (_view, _message, { next, drop, answer }) => each.how === "pass" ? next() : each.how === "drop" ? drop("no") : answer(1));
        break;
      case "wait":
        clock.advance(each.ms);
        for (let turn = 0; turn < 10; turn++) await Promise.resolve();
        break;
      default: each satisfies never;
    }
  }
  recorder.flush();
  return { text: sink.text, expected };
}

function sending(core: Core, verb: LogVerb, type: string): void {
  const ignored = (): void => {};
  switch (verb) {
    case "ACTION": return void core.ACTION({ type });
    case "QUERY": return void core.QUERY({ type }).catch(ignored);
    case "QUERYALL": return void core.QUERYALL({ type }).catch(ignored);
    case "PERFORM": return void core.PERFORM({ type }).catch(ignored);
    default: return verb satisfies never;
  }
}

test("explain() calls exactly those matched that pattern, verb and time say, and as many as the record counts", async () => {
  let looked = 0;
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: "max" }), async (steps) => {
    const { text, expected } = await recordedRun(steps);
    const log = logOf(text);
    for (let dispatch = 0; dispatch < log.dispatches.length; dispatch++) {
      const { trace, concerned, doubts, unrelated, more } = explain(log, dispatch, { nearest: Infinity });
      const matched = concerned.filter(({ reasons: [reason] }) => isMatched(reason));

      assert.equal(matched.map(({ id }) => `h${id - 1}`).sort(), [...expected[trace.record.id - 1] ?? []].sort());
      const isPassed = !trace.intercepted.some(({ change }) => change === "dropped" || change === "answered");
      if (isPassed) assert.is(matched.length, handlersOf(trace));
      assert.equal(doubts, []);
      assert.is(concerned.length + unrelated + more, trace.run.subscriptions.size);
      assert.equal(listenersAt(trace.run, { at: trace.record.at, line: trace.line }, trace.record.verb, trace.record.type).map(({ added }) => added.id), matched.map(({ id }) => id).sort((a, b) => a - b));
      for (const { handler, reasons } of concerned) assert.equal(explainHandler(log, handler, dispatch).concerned[0]?.reasons, reasons);
      looked += 1;
    }
  }), { numRuns: 30, seed: 20_261_128 });
  assert.ok(looked > 250, `only ${looked} messages were looked at`);
});

for (const [name, messages] of [["shop", 11], ["http", 10], ["gaps", 109], ["runs", 17]] as const) {
  test(`explain() finds as many that matched as the records count, in ${name}.jsonl of a real app`, () => {
    const log = logOf(readFileSync(new URL(`../../recordings/v1/${name}.jsonl`, import.meta.url), "utf8"));
    let looked = 0;

    for (let dispatch = 0; dispatch < log.dispatches.length; dispatch++) {
      const { concerned, trace } = explain(log, dispatch);
      if (handlersOf(trace) === undefined) continue;
      assert.is(concerned.filter(({ reasons: [reason] }) => isMatched(reason)).length, handlersOf(trace), `#${trace.record.id}`);
      looked += 1;
    }

    assert.is(looked, messages);
  });
}
