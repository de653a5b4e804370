// A long life: many messages through a Core, its recorder and a reader, in bytes that are cut anywhere. Nothing is lost, and
// what the core keeps does not grow with what it has sent.
import { createCore } from "../../src/mod.ts";
import { type Batch, History, LogReader, Recorder } from "../../src/log/mod.ts";
import { assert, suite } from "../harness.ts";

const test = suite("soak/long_stream");

const MESSAGES = 100_000;

/** Sizes that no record has, so that chunks end inside of lines and characters. */
const CHUNK_BYTES = [1, 7, 4_093, 65_521];

test("a log of 100,000 flows holds each message and each handling once, wherever its bytes are cut", async () => {
  const core = await createCore();
  const reader = new LogReader();
  const history = new History();
  const encoder = new TextEncoder();
  let chunk = 0;
  const write = ({ text }: Batch) => {
    const bytes = encoder.encode(text);
    for (let from = 0; from < bytes.length;) {
      const size = from < 1000 ? CHUNK_BYTES[chunk++ % CHUNK_BYTES.length] ?? 1 : bytes.length;
      for (const item of reader.push(bytes.subarray(from, from + size))) history.add(item);
      from += size;
    }
  };
  const recorder = new Recorder({
    sink: { write, close() {} },
    schedule: (flush) => queueMicrotask(flush),
    header: { run: "soak", name: "soak", startedAt: new Date() },
    startAt: performance.now(),
    now: () => performance.now(),
    later: () => () => {},
  });
  core.tap(recorder);
  core.registerAction("order.*", async (view, message) => {
    await view.ACTION({ type: "invoice.sent", data: { text: "größe ✓ 漢字", for: message.data } });
  });
  core.registerAction("invoice.*", () => {});

  for (let n = 0; n < MESSAGES; n += 1) await core.ACTION({ type: "order.placed", data: { n } });
  recorder.close();
  for (const item of reader.end()) history.add(item);

  const { dispatches, lost, defects, running, failed } = history.counts();
  assert.equal({ dispatches, lost, defects, running, failed }, { dispatches: 2 * MESSAGES, lost: 0, defects: 0, running: 0, failed: 0 });
  assert.is(history.roots.length, MESSAGES);
  assert.equal(history.dispatches.filter(({ handlings }) => handlings.length !== 1).length, 0);
}, { timeoutMs: 200_000 });
