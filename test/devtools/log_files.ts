import { statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { openRecording, openSpoolLog, recordingPaths, spoolLogs } from "../../src/devtools/log_files.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";

const test = suite("devtools/log_files");

test("openSpoolLog() counts the logs of a spool, and names each after its Core", () => inTemporaryFolder((folder) => {
  const names = ["shop", "billing", "shop"].map((name) => {
    const sink = openSpoolLog(folder, name);
    sink.close();
    return basename(sink.path);
  });

  assert.equal(names, ["1-shop.part1.jsonl", "2-billing.part1.jsonl", "3-shop.part1.jsonl"]);
}));

test("openSpoolLog() makes a file's name of whatever a Core is called", () => inTemporaryFolder((folder) => {
  const sink = openSpoolLog(folder, "../../etc/pass wd\u0000");
  sink.close();

  assert.is(sink.path, join(folder, "1-.._.._etc_pass_wd_.part1.jsonl"));
}));

test("spoolLogs() gives logs in the order of their numbers, and nothing else", () => inTemporaryFolder((folder) => {
  for (const name of ["10-b.part1.jsonl", "2-a.part1.jsonl", "agent.sock", "7.app.json", "owner"]) writeFileSync(join(folder, name), "");

  assert.equal(spoolLogs(folder).map((path) => basename(path)), ["2-a.part1.jsonl", "10-b.part1.jsonl"]);
}));

test("recordingPaths() numbers the recordings of further Cores before the ending", () => {
  assert.equal(recordingPaths("/a/run.jsonl").slice(0, 3), ["/a/run.jsonl", "/a/run.2.jsonl", "/a/run.3.jsonl"]);
  assert.equal(recordingPaths("/a/run").slice(0, 2), ["/a/run", "/a/run.2.jsonl"]);
});

test("openRecording() gives each Core its own file, and refuses the ninth", () => inTemporaryFolder((folder) => {
  const record = join(folder, "run.jsonl");
  for (const path of recordingPaths(record)) {
    openRecording(record).close();
    assert.ok(statSync(path).isFile());
  }

  assert.throws(() => openRecording(record), { message: "there are 8 recordings beside it already" });
}));
