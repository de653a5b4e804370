import { closeSync, openSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { openRecording, openSpoolLog, recordingPaths, spoolLogs } from "../../src/devtools/log_files.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";

const test = suite("devtools/log_files");

/** Makes a file that was not there, and gives its path. */
function make(path: string): string {
  closeSync(openSync(path, "ax"));
  return path;
}

test("openSpoolLog() counts the logs of a spool, and names each after its Core", () => inTemporaryFolder((folder) => {
  const names = ["shop", "billing", "shop"].map((name) => basename(openSpoolLog(folder, name, make)));

  assert.equal(names, ["1-shop.jsonl", "2-billing.jsonl", "3-shop.jsonl"]);
}));

test("openSpoolLog() makes a file's name of whatever a Core is called", () => inTemporaryFolder((folder) => {
  assert.is(openSpoolLog(folder, "../../etc/pass wd\u0000", make), join(folder, "1-.._.._etc_pass_wd_.jsonl"));
}));

test("openSpoolLog() passes over a log that another process has just begun", () => inTemporaryFolder((folder) => {
  let isTaken = true;

  const path = openSpoolLog(folder, "shop", (file) => {
    if (!isTaken) return make(file);
    isTaken = false;
    throw Object.assign(new Error("taken"), { code: "EEXIST" });
  });

  assert.is(basename(path), "2-shop.jsonl");
}));

test("spoolLogs() gives the newest part of each log in the order of their numbers, and nothing else", () => inTemporaryFolder((folder) => {
  for (const name of ["10-b.jsonl", "2-a.jsonl", "2-a.part1.jsonl", "2-a.jsonl.lock", "agent.sock", "7.app.json", "owner"]) writeFileSync(join(folder, name), "");

  assert.equal(spoolLogs(folder).map((path) => basename(path)), ["2-a.jsonl", "10-b.jsonl"]);
}));

test("recordingPaths() numbers the recordings of further Cores before the ending", () => {
  assert.equal(recordingPaths("/a/run.jsonl").slice(0, 3), ["/a/run.jsonl", "/a/run.2.jsonl", "/a/run.3.jsonl"]);
  assert.equal(recordingPaths("/a/run").slice(0, 2), ["/a/run", "/a/run.2.jsonl"]);
});

test("openRecording() gives each Core its own file, and refuses the ninth", () => inTemporaryFolder((folder) => {
  const record = join(folder, "run.jsonl");

  assert.equal(recordingPaths(record).map(() => openRecording(record, make)), recordingPaths(record));

  assert.throws(() => openRecording(record, make), { message: `Cannot record to "${record}": there are 8 recordings beside it already` });
}));

test("openRecording() passes on why the file cannot be made", () => inTemporaryFolder((folder) => {
  assert.throws(() => openRecording(join(folder, "nowhere", "run.jsonl"), make), { code: "ENOENT" });
}));
