import { LogIndex } from "../../../src/log/log_index.ts";
import { memorySource, type Source } from "../../../src/log/source.ts";
import { assert, suite } from "../../harness.ts";

const test = suite("log/index/trace_reader");

const LINES = [
  { kind: "log", version: 1, run: "a", part: 1, name: "shop", startedAt: "2026-11-23T09:00:00.000Z" },
  { kind: "dispatch", id: 1, at: 5, verb: "ACTION", type: "user.created", handlers: 1, source: "web", timestamp: "2026-11-23T09:00:00.005Z", data: { id: "7" } },
  { kind: "handling", dispatch: 1, n: 0, at: 6, type: "user.created", handler: "a.on", subscription: 1, ms: 2, syncMs: 1, outcome: "done" },
].map((record) => `${JSON.stringify(record)}\n`).join("");

test("trace() of what can be read no longer gives what its columns say, and why there is no more", () => {
  const bytes = memorySource(new TextEncoder().encode(LINES));
  let isGone = false;
  const source: Source = {
    size: bytes.size,
    read(into, offset) {
      if (isGone) throw new Error('Cannot read "run.jsonl": it was removed');
      return bytes.read(into, offset);
    },
  };
  const index = new LogIndex(source);
  index.readAll();
  isGone = true;

  const { record, handlings } = index.trace(0);

  assert.equal(record, {
    kind: "dispatch", id: 1, at: 5, verb: "ACTION", type: "user.created", handlers: 1, source: "web", timestamp: "2026-11-23T09:00:00.005Z", data: { $core: "unreadable", value: 'Cannot read "run.jsonl": it was removed' },
  });
  assert.equal(handlings.map(({ handler, ms, outcome }) => [handler, ms, outcome]), [["a.on", 2, "done"]]);
});
