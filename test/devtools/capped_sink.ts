import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cappedSink } from "../../src/devtools/capped_sink.ts";
import { appendSink } from "../../src/host/files.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";

const test = suite("devtools/capped_sink");

const LINE = '{"kind":"dispatch","id":1}\n';

test("cappedSink() writes what fits, then says in the log what it lost, and tells once", () => inTemporaryFolder((folder) => {
  const told: string[] = [];
  const path = join(folder, "a.jsonl");
  const sink = cappedSink(appendSink(path), { maxBytes: LINE.length + 5, at: () => 12.3456, onFull: (full) => told.push(full) });

  sink.write(LINE);
  sink.write('{"kind":"dispatch","id":2}\n{"kind":"service"}\n');
  sink.write('{"kind":"dispatch","id":3}\n{"kind":"dispatch","id":4}\n');
  sink.write('{"kind":"dispatch","id":5}\n');
  sink.close();

  assert.equal(readFileSync(path, "utf8").split("\n"), [
    '{"kind":"dispatch","id":1}',
    '{"kind":"gap","at":12.346,"lost":2,"from":2,"to":2,"reason":"the spool is full: it holds 0 MB"}',
    '{"kind":"gap","at":12.346,"lost":3,"from":3,"to":5,"reason":"the spool is full: it holds 0 MB"}',
    "",
  ]);
  assert.equal(told, [path]);
}));

test("cappedSink() says nothing while everything fits", () => inTemporaryFolder((folder) => {
  const path = join(folder, "a.jsonl");
  const sink = cappedSink(appendSink(path), { maxBytes: 1000, at: () => 0, onFull: () => assert.unreachable("it fits") });

  sink.write(LINE);
  sink.close();

  assert.is(readFileSync(path, "utf8"), LINE);
}));
