// How a recorder ends its log, whatever the end of the process is like: what waits is written, and the totals are true.
import { PayloadEncoder } from "../../src/log/payload_encoder.ts";
import { assert, suite } from "../harness.ts";
import { logOfText, recordedCore } from "./recorded.ts";

const test = suite("log/recorder_ends");

test("close() writes what waits and then the totals, which are those of the log", async () => {
  const { core, recorder, sink, clock } = await recordedCore();
  core.registerAction("a", () => {});
  void core.ACTION({ type: "a", data: { n: 1 } });
  clock.advance(2_000);
  void core.ACTION({ type: "b" });

  recorder.close();

  const lines = sink.lines();
  assert.equal(lines.at(-1), {
    kind: "end", at: 2_000, dispatches: 2, records: lines.length - 1, lost: 0, skipped: 0, cut: 0, redacted: 0, withheld: 0, costMs: 0, cost: 0,
  });
  assert.ok(sink.isClosed);
  assert.is(logOfText(sink.text).runs[0]?.disagreement, undefined);
});

test("close() takes timers off, and nothing that is told afterwards is written", async () => {
  const { core, recorder, sink, clock } = await recordedCore();
  core.registerAction("long", () => new Promise(() => {}));
  void core.ACTION({ type: "long" });

  recorder.close();
  const text = sink.text;
  assert.is(clock.timers, 0);
  void core.ACTION({ type: "a" });
  clock.advance(5_000);
  recorder.close();
  recorder.finish();

  assert.is(sink.text, text);
});

test("close() says how many bytes were written where the sink knows", async () => {
  const { recorder, sink } = await recordedCore();
  Object.defineProperty(sink, "bytes", { get: () => new TextEncoder().encode(sink.text).length });

  recorder.close();

  const text = sink.text.slice(0, sink.text.lastIndexOf('{"kind":"end"'));
  assert.is(sink.lines("end")[0]?.["bytes"], new TextEncoder().encode(text).length);
});

test("finish() writes what waits with an end, and each record that still comes at once with another", async () => {
  const { core, recorder, sink } = await recordedCore();
  core.registerAction("a", () => {});
  void core.ACTION({ type: "a" });

  recorder.finish();
  const first = sink.lines().map(({ kind }) => kind);
  void core.ACTION({ type: "a" });
  recorder.finish();
  recorder.close();

  assert.equal(first.slice(-3), ["dispatch", "handling", "end"]);
  assert.equal(sink.lines().slice(first.length).map(({ kind, dispatches }) => [kind, dispatches]), [["dispatch", undefined], ["end", 2], ["handling", undefined], ["end", 2]]);
  const log = logOfText(sink.text);
  assert.equal([log.runs[0]?.end?.records, log.runs[0]?.disagreement], [log.records - 1, undefined]);
  assert.ok(sink.finished >= 1);
});

test("resume() lets lines wait for the end of their turn again, when the process goes on after all", async () => {
  const { core, recorder, sink } = await recordedCore();
  recorder.finish();

  recorder.resume();
  void core.ACTION({ type: "a" });
  const held = sink.lines("dispatch").length;
  recorder.close();

  assert.equal([held, sink.lines("dispatch").length, sink.lines("end").length], [0, 1, 2]);
});

test("the end counts what was lost, cut, redacted and withheld", async () => {
  class Counting extends PayloadEncoder {
    override readonly counts = { cut: 3, redacted: 12, withheld: 1 };
  }
  const { core, recorder, sink } = await recordedCore({ encoder: new Counting() });
  recorder.flush();
  sink.isFull = true;
  void core.ACTION({ type: "a" });
  recorder.flush();
  sink.isFull = false;

  recorder.close();

  const { lost, cut, redacted, withheld } = sink.lines("end")[0]!;
  assert.equal([lost, cut, redacted, withheld], [1, 3, 12, 1]);
  assert.is(logOfText(sink.text).counts().lost, 1);
});

test("a sink that takes nothing any more costs the end, and not the app's life", async () => {
  const faults: unknown[] = [];
  const { core, recorder, sink } = await recordedCore({ onFault: (error) => void faults.push(error) });
  sink.isFull = true;
  void core.ACTION({ type: "a" });

  recorder.finish();
  recorder.close();

  assert.equal([sink.text, sink.isClosed], ["", true]);
  assert.ok(faults.length > 0);
});

test("a log whose beginning was lost begins again, with what is there", async () => {
  const { core, recorder, sink } = await recordedCore();
  core.registerAction("a", () => {});
  sink.isFull = true;
  void core.ACTION({ type: "a" });
  recorder.flush();

  sink.isFull = false;
  void core.ACTION({ type: "a" });
  recorder.close();

  const lines = sink.lines();
  assert.equal(lines.map(({ kind }) => kind), ["log", "clock", "subscription", "gap", "dispatch", "handling", "end"]);
  assert.equal([lines[0]?.["part"], lines[3]?.["from"], lines[3]?.["to"], lines[4]?.["id"]], [1, 1, 1, 2]);
  assert.is(logOfText(sink.text).runs[0]?.disagreement, undefined);
});
