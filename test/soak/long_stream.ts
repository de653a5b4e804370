// A long life: many messages through a Core, its recorder and its log's index, in bytes that are cut anywhere. Nothing is lost, and
// what the core keeps does not grow with what it has sent.
import { createCore } from "../../src/mod.ts";
import { type Batch, LogIndex, memorySource, Recorder } from "../../src/recording/mod.ts";
import { assert, suite } from "../harness.ts";
import { rootsOf } from "../log/log_of.ts";

/** More than they take. */
const FILE_BYTES = 256 * 1024 * 1024;

const test = suite("soak/long_stream");

const MESSAGES = 100_000;

/** Sizes that no record has, so that chunks end inside of lines and characters. */
const CHUNK_BYTES = [1, 7, 4_093, 65_521];

test("a log of 100,000 flows holds each message and each handling once, wherever its bytes are cut", async () => {
  const core = await createCore();
  const file = new Uint8Array(FILE_BYTES);
  let size = 0;
  const log = new LogIndex({
    get size() {
      return size;
    },
    read: (into, offset) => memorySource(file.subarray(0, size)).read(into, offset),
  });
  const encoder = new TextEncoder();
  let chunk = 0;
  const write = ({ text }: Batch) => {
    const bytes = encoder.encode(text);
    for (let from = 0; from < bytes.length;) {
      const length = from < 1000 ? CHUNK_BYTES[chunk++ % CHUNK_BYTES.length] ?? 1 : bytes.length;
      file.set(bytes.subarray(from, from + length), size);
      size += Math.min(length, bytes.length - from);
      while (log.readMore());
      from += length;
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
  log.end();

  const { dispatches, lost, defects, running, failed } = log.counts();
  assert.equal({ dispatches, lost, defects, running, failed }, { dispatches: 2 * MESSAGES, lost: 0, defects: 0, running: 0, failed: 0 });
  assert.is(rootsOf(log).length, MESSAGES);
  assert.equal(log.handlings.length, 2 * MESSAGES);
  assert.ok(rootsOf(log).every((root) => log.caused(root).length === 1 && log.handlings.before(log.dispatches.lastHandling(root)) === -1));
}, { timeoutMs: 200_000 });
