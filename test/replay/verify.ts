import { assert, suite } from "../harness.ts";
import { describeVerdict } from "../../src/replay/describe.ts";
import { verify, type Verdict } from "../../src/replay/verify.ts";
import type { LogIndex } from "../../src/log/log_index.ts";
import type { KnownRecord } from "../../src/trace/record.ts";
import { dispatch, handling, logWith } from "./logs.ts";

const test = suite("replay/verify");

/** Verifies the flow of root 1 against another's. */
function compare(recorded: readonly KnownRecord[], replayed: readonly KnownRecord[], ignore: readonly string[] = []): Verdict {
  return verify(logWith(recorded), logWith(replayed), [{ recorded: 1, replayed: 1 }], { ignore });
}

const FLOW = [
  dispatch(1, "user.created", { data: { id: "1" } }), handling(1, "mailer.onUser"),
  dispatch(2, "mail.queued", { cause: 1, by: 0, data: { template: { name: "welcome" } } }), handling(2, "mailer.onMail"),
];

test("verify() lets equal flows agree, whatever their times and ids", () => {
  const later = [
    dispatch(1, "user.created", { at: 900, data: { id: "1" } }), handling(1, "mailer.onUser", { ms: 700, subscription: 9 }),
    dispatch(7, "mail.queued", { cause: 1, by: 0, data: { template: { name: "welcome" } } }), handling(7, "mailer.onMail"),
  ];

  assert.equal(compare(FLOW, later).flows, { agree: 1, differ: 0, open: 0 });
});

test("verify() finds a changed payload by JSON pointer, with the way to it", () => {
  const changed = FLOW.map((record) => record.kind === "dispatch" && record.id === 2 ? { ...record, data: { template: { name: "welcome-v2" } } } : record);

  const verdict = compare(FLOW, changed);

  assert.equal(verdict.divergences, [{
    at: ["user.created", "mailer.onUser", "mail.queued"], what: "payload", path: "/data/template/name", recorded: "welcome", replayed: "welcome-v2",
    root: 1, type: "user.created", rootIndex: 1, rootCount: 1,
  }]);
  assert.is(describeVerdict(verdict, { log: "bug.jsonl", app: "app.ts", ms: 1840 }), `FAIL  user.created #1  (root 1 of 1)
      at    user.created → mailer.onUser → mail.queued
      path  /data/template/name
      recorded  "welcome"
      replayed  "welcome-v2"

0 flows agree, 1 differs, 0 open · 1.84 s · bug.jsonl into app.ts
`);
});

test("verify() leaves out what is to be ignored, with all below it", () => {
  const changed = FLOW.map((record) => record.kind === "dispatch" && record.id === 2 ? { ...record, data: { template: { name: "other" } } } : record);

  assert.is(compare(FLOW, changed, ["/data/template"]).flows.agree, 1);
  assert.is(compare(FLOW, changed, ["/template/name"]).flows.agree, 1);
});

test("verify() names a message that is missing, new, or another one", () => {
  const without = FLOW.slice(0, 2);
  const other = [...without, dispatch(2, "sms.queued", { cause: 1, by: 0 }), handling(2, "mailer.onMail")];

  const results = [compare(FLOW, without), compare(without, FLOW), compare(FLOW, other)].map(({ divergences: [first] }) => [first?.what, first?.recorded, first?.replayed]);

  assert.equal(results.map(([what]) => what), ["message", "message", "message"]);
  assert.is(results[0]?.[1], "ACTION mail.queued");
  assert.is(results[1]?.[2], "ACTION mail.queued");
  assert.is(results[2]?.[2], "ACTION sms.queued");
});

test("verify() names an outcome that changed, with the error", () => {
  const failed = [dispatch(1, "a"), handling(1, "x", { outcome: "failed", error: { name: "TypeError", message: "no" } })];

  const { divergences: [first] } = compare([dispatch(1, "a"), handling(1, "x")], failed);

  assert.equal([first?.what, first?.recorded, first?.replayed], ["outcome", "done", "failed: TypeError: no"]);
});

test("verify() compares errors by name and message, not by stack", () => {
  const failing = (message: string, stack: string): KnownRecord[] => [dispatch(1, "a"), handling(1, "x", { outcome: "failed", error: { name: "Error", message, stack } })];

  assert.is(compare(failing("no", "a.ts:1"), failing("no", "b.ts:2")).flows.agree, 1);
  assert.is(compare(failing("no", "a.ts:1"), failing("yes", "a.ts:1")).divergences[0]?.what, "error");
});

test("verify() compares answers and replies", () => {
  const asking = (answer: unknown): KnownRecord[] => [dispatch(1, "q", { verb: "QUERY" }), handling(1, "x", { outcome: "answered", answer })];
  const replying = (value: unknown): KnownRecord[] => [dispatch(1, "a"), { kind: "reply", at: 2, dispatch: 1, member: "response", value }, handling(1, "x")];

  assert.is(compare(asking({ n: 1 }), asking({ n: 2 })).divergences[0]?.path, "/answer/n");
  assert.is(compare(replying([1]), replying([2])).divergences[0]?.path, "/reply/response/0");
});

test("verify() takes a new handler that sends nothing for a note, and one that fails for a divergence", () => {
  const one = [dispatch(1, "a"), handling(1, "x")];
  const two = (outcome: "done" | "failed"): KnownRecord[] => [dispatch(1, "a", { handlers: 2 }), handling(1, "x"), handling(1, "y", { n: 1, outcome, ...(outcome === "failed" ? { error: { name: "E", message: "m" } } : {}) })];

  assert.equal(compare(one, two("done")).notes, ["a → y is new"]);
  assert.is(compare(one, two("done")).flows.agree, 1);
  assert.is(compare(one, two("failed")).flows.differ, 1);
});

test("verify() matches task ids by first appearance, and of progress only the last report counts", () => {
  const task = (id: string, reports: readonly number[]): KnownRecord[] => [
    dispatch(1, "report.build", { verb: "PERFORM" }),
    ...reports.map((ratio, at) => dispatch(at + 2, "task.progress", { cause: 1, by: 0, handlers: 0, data: { id, type: "report.build", ratio } })),
    handling(1, "reports.onBuild", { outcome: "answered", answer: 1 }),
  ];

  assert.is(compare(task("task-1", [0.2, 0.5, 1]), task("task-8", [0.5, 1])).flows.agree, 1);
  assert.is(compare(task("task-1", [0.2, 1]), task("task-8", [0.2, 0.9])).divergences[0]?.path, "/data/ratio");
});

test("verify() compares order within one handling, never across handlings", () => {
  const sending = (first: number, second: number): KnownRecord[] => [
    dispatch(1, "a", { handlers: 2 }), dispatch(2, "from.x", { cause: 1, by: first, handlers: 0 }), dispatch(3, "from.y", { cause: 1, by: second, handlers: 0 }),
    handling(1, "x", { n: first }), handling(1, "y", { n: second }),
  ];

  assert.is(compare(sending(0, 1), sending(1, 0)).flows.agree, 1);
});

test("verify() calls open what the recording hides: a redaction, a cut, an end before the flow's, a gap", () => {
  const withToken = (value: unknown): KnownRecord[] => [dispatch(1, "a", { data: { token: value } }), handling(1, "x")];
  const gap: KnownRecord = { kind: "gap", at: 9, lost: 3, reason: "overflow" };

  assert.equal(compare(withToken({ $core: "redacted" }), withToken("t")).flows, { agree: 0, differ: 0, open: 1 });
  assert.equal(compare(withToken({ $core: "cut", reason: "deep" }), withToken("t")).flows, { agree: 0, differ: 0, open: 1 });
  assert.equal(compare([dispatch(1, "a", { handlers: 2 }), handling(1, "x")], [dispatch(1, "a", { handlers: 2 }), handling(1, "x"), handling(1, "y", { n: 1 })]).flows, { agree: 0, differ: 0, open: 1 });
  assert.equal(compare([...withToken("t"), gap], withToken("t")).flows, { agree: 1, differ: 0, open: 1 });
  assert.equal(verify(logWith(FLOW), logWith([]), [{ recorded: 1, replayed: undefined }], { ignore: [] }).flows, { agree: 0, differ: 0, open: 1 });
});

test("verify() takes a new handler that fails, answers or sends for a divergence, and any other for a note", () => {
  const recorded = [dispatch(1, "a"), handling(1, "x")];
  const withNew = (more: readonly KnownRecord[], outcome: "done" | "failed" | "answered" = "done") =>
    compare(recorded, [dispatch(1, "a", { handlers: 2 }), handling(1, "x"), handling(1, "new", { n: 1, outcome }), ...more]);

  const sends = withNew([dispatch(2, "b", { cause: 1, by: 1 })]);
  const [fails, answers, neither] = [withNew([], "failed"), withNew([], "answered"), withNew([])];

  assert.equal([sends, fails, answers, neither].map(({ flows }) => flows.differ), [1, 1, 1, 0]);
  assert.equal(neither.notes, ["a → new is new"]);
});

test("verify() holds a flow open, neither agreeing nor differing, that sends more than a recording holds from which messages were left out", () => {
  const skipped: KnownRecord = { kind: "skipped", at: 2, count: 1, from: 2, to: 2, reason: "--only type:user.*" };
  const recorded = [dispatch(1, "user.created"), handling(1, "mailer.onUser"), skipped, dispatch(3, "user.welcomed", { cause: 1, by: 0 }), handling(3, "mailer.onMail")];
  const replayed = [dispatch(1, "user.created"), handling(1, "mailer.onUser"), dispatch(2, "mail.queued", { cause: 1, by: 0 }), dispatch(3, "user.welcomed", { cause: 1, by: 0 }), handling(3, "mailer.onMail")];

  const { flows, open } = compare(recorded, replayed);

  assert.equal(flows, { agree: 0, differ: 0, open: 1 });
  assert.equal(open.map(({ why }) => why), ["user.created → mailer.onUser sent 1 more than the recording holds, from which messages were left out"]);
  assert.equal(compare(recorded, replayed.filter((record) => record.kind !== "dispatch" || record.id !== 3)).flows, { agree: 0, differ: 1, open: 0 });
});

test("verify() compares flows that are deeper than a stack", () => {
  const levels = 5_000;
  const loop = (last: string): KnownRecord[] => Array.from({ length: levels }, (_, at) => at + 1).flatMap((id) => [
    dispatch(id, "loop", { ...(id === 1 ? {} : { cause: id - 1, by: 0 }), ...(id === levels ? { data: last } : {}) }), handling(id, "x"),
  ]);

  const [divergence] = compare(loop("a"), loop("b")).divergences;

  assert.equal([divergence?.at.length, divergence?.path, divergence?.recorded, divergence?.replayed], [2 * levels - 1, "/data", "a", "b"]);
  assert.is(compare(loop("a"), loop("a")).flows.agree, 1);
});

test("verify() reads each dispatch of both logs once", () => {
  const flows = Array.from({ length: 3_000 }, (_, at) => 2 * at + 1).flatMap((id) => [
    dispatch(id, "a"), dispatch(id + 1, "b", { cause: id, by: 0, data: id }), handling(id + 1, "y"), handling(id, "x"),
  ]);
  const pairs = Array.from({ length: 3_000 }, (_, at) => ({ recorded: 2 * at + 1, replayed: 2 * at + 1 }));
  let read = 0;
  const counted = (log: LogIndex): LogIndex => {
    const trace = log.trace.bind(log);
    return Object.defineProperty(log, "trace", { value: (dispatched: number) => (read += 1, trace(dispatched)) });
  };

  const { flows: { agree } } = verify(counted(logWith(flows)), counted(logWith(flows)), pairs, { ignore: [] });

  assert.equal([agree, read], [3_000, 12_000]);
});
