// A log in several parts: each begins with what is there and what is in flight, and together they say everything once.
import { defineMessage, withMessages, withRedaction, withService } from "../../src/mod.ts";
import { PayloadEncoder } from "../../src/log/payload_encoder.ts";
import { assert, suite } from "../harness.ts";
import { tracesOf } from "./log_of.ts";
import { logOfText, linesOf, recordedCore } from "./recorded.ts";

const test = suite("log/recorder_parts");

test("Recorder begins a further part with its header, the clocks, what is documented, the services and the subscriptions as they are now", async () => {
  class MailerService {
    handleIPCEvents(): void {}
  }
  const { core, recorder, sink, clock } = await recordedCore({}, withService(() => new MailerService()), withMessages(defineMessage("user.created", { description: "A user" })));
  const gone = core.registerAction("gone", () => {});
  await core.startup();
  void core.ACTION({ type: "user.created" });
  gone.dispose();
  recorder.flush();
  clock.advance(10);

  sink.wantsPart = true;
  void core.ACTION({ type: "user.created" });
  recorder.flush();

  const [log, ...others] = linesOf(sink.parts[1] ?? "");
  assert.equal([log?.["run"], log?.["part"], log?.["before"], log?.["version"]], ["r", 2, 2, 1]);
  assert.equal(others.map(({ kind, name, type, handler, state, snapshot, id }) => [kind, name ?? type ?? handler, state, snapshot ?? id]), [
    ["clock", undefined, undefined, undefined],
    ["type", "user.created", undefined, undefined],
    ["service", "mailer", "started", true],
    ["subscription", "mailer.handleIPCEvents", "added", true],
    ["dispatch", "user.created", undefined, 3],
    ["handling", "user.created", undefined, undefined],
  ]);
});

test("Recorder repeats what is in flight in a further part, so that it can be understood alone", async () => {
  const { core, recorder, sink, clock } = await recordedCore({ keepsOpen: true });
  let end = (): void => {};
  core.registerAction("long", () => {});
  core.registerAction("long", () => new Promise<void>((resolve) => (end = resolve)));
  core.registerAction("done", () => {});
  const outcome = core.ACTION({ type: "long", data: { n: 1 } });
  void core.ACTION({ type: "done" });
  clock.advance(150);
  recorder.flush();

  sink.wantsPart = true;
  clock.advance(850);
  end();
  await outcome;
  recorder.close();

  const second = linesOf(sink.parts[1] ?? "");
  assert.equal(second.filter(({ snapshot, kind }) => snapshot === true && kind !== "subscription").map(({ kind, id, dispatch, n, data, outcome: how }) => [kind, id ?? dispatch, n, data ?? how]), [
    ["dispatch", 1, undefined, { n: 1 }], ["handling", 1, 0, "done"], ["running", 1, 1, undefined],
  ]);
  const alone = logOfText(sink.parts[1] ?? "");
  assert.equal([alone.counts().running, alone.strays, alone.unaccounted(), alone.runs[0]?.elsewhere], [0, 0, [], 2]);
  const both = logOfText(sink.text);
  assert.equal([tracesOf(both).map(({ record, handlings }) => [record.id, record.snapshot, handlings.length]), both.runs[0]?.disagreement], [[[1, undefined, 2], [2, undefined, 1]], undefined]);
});

test("Recorder repeats what an interceptor did with what is in flight: it says how many handlers there are", async () => {
  const { core, recorder, sink } = await recordedCore({ keepsOpen: true });
  core.registerAction("a.b", () => new Promise(() => {}));
  core.intercept("a.*", (_core, _message, { next }) => next());
  void core.ACTION({ type: "a.b" });
  recorder.flush();

  sink.wantsPart = true;
  void core.ACTION({ type: "x" });
  recorder.flush();

  const repeated = linesOf(sink.parts[1] ?? "").filter(({ kind }) => kind === "intercepted");
  assert.equal(repeated.map(({ dispatch, change, handlers, snapshot }) => [dispatch, change, handlers, snapshot]), [[1, "passed", 1, true]]);
  assert.is(logOfText(sink.text).trace(0).intercepted.length, 1);
});

test("Recorder keeps no lines of what is in flight unless it is asked to", async () => {
  const { core, recorder, sink } = await recordedCore();
  core.registerAction("long", () => new Promise(() => {}));
  void core.ACTION({ type: "long" });
  recorder.flush();

  sink.wantsPart = true;
  void core.ACTION({ type: "x" });
  recorder.flush();

  assert.equal(linesOf(sink.parts[1] ?? "").filter(({ kind }) => kind === "dispatch").map(({ id }) => id), [2]);
});

test("Recorder says in a further part how it captures, where that is not everything at the end of each turn", async () => {
  const { core, recorder, sink } = await recordedCore({ keepsOpen: true });
  sink.writing = "background";
  recorder.flush();

  sink.wantsPart = true;
  void core.ACTION({ type: "x" });
  recorder.flush();

  assert.equal(linesOf(sink.parts[1] ?? "").filter(({ kind }) => kind === "degraded").map(({ capture, writing }) => [capture, writing]), [["all", "background"]]);
});

test("Recorder tells with the next records that its sink writes off the thread", async () => {
  const { core, recorder, sink } = await recordedCore();
  recorder.flush();

  sink.writing = "background";
  void core.ACTION({ type: "x" });
  recorder.flush();

  assert.equal(sink.lines("degraded").map(({ capture, writing, reason }) => [capture, writing, reason]), [["all", "background", "the last write took 0 ms"]]);
});

test("Recorder writes its terms into its header, with what the recording and the Core redact", async () => {
  const { recorder, sink } = await recordedCore({
    header: { run: "r", name: "shop", startedAt: new Date(0), ringMs: 30_000 }, encoder: new PayloadEncoder({ rules: ["detect:email"] }), budget: 0.02, only: { text: "type:a", test: () => true },
  }, withRedaction("/iban"));

  recorder.flush();

  const { only, ringMs, redaction, budget, before } = sink.lines("log")[0]!;
  assert.equal([only, ringMs, redaction, budget, before], ["type:a", 30_000, ["detect:email", "/iban"], 0.02, undefined]);
});

test("Recorder repeats no handling as running that has ended since", async () => {
  const { core, recorder, sink, clock } = await recordedCore({ keepsOpen: true });
  const ends: (() => void)[] = [];
  core.registerAction("long", () => new Promise<void>((resolve) => ends.push(resolve)));
  core.registerAction("long", () => new Promise<void>((resolve) => ends.push(resolve)));
  void core.ACTION({ type: "long" });
  clock.advance(150);
  ends[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  recorder.flush();

  sink.wantsPart = true;
  void core.ACTION({ type: "x" });
  recorder.flush();

  const repeated = linesOf(sink.parts[1] ?? "").filter(({ snapshot, kind }) => snapshot === true && kind !== "subscription");
  assert.equal(repeated.map(({ kind, n }) => [kind, n]), [["dispatch", undefined], ["handling", 0], ["running", 1]]);
});
