import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { batch, head, idsIn, line, numbers, open, readText, textOf } from "./batches.ts";

const test = suite("recording/log_file");

test("LogFile makes a file that only its user can read, and has written when write() returns", () => inTemporaryFolder((folder) => {
  const { log, path } = open(folder, { mode: "new" });

  log.write(batch([1, 2]));

  assert.is(textOf(path), line(1) + line(2));
  assert.is(statSync(path).mode & 0o777, 0o600);
  assert.is(log.bytes, 54);
  log.close();
}));

test("LogFile refuses a new file where one is", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, "mine\n");

  assert.throws(() => open(folder, { mode: "new" }), { code: "EEXIST", message: `Cannot record to "${path}": it is there already` });
  assert.is(textOf(path), "mine\n");
  assert.not.ok(existsSync(`${path}.lock`));
}));

test("LogFile keeps what is there, and ends a torn last line first", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, `${line(1)}{"kind":"disp`);
  const { log } = open(folder);

  log.write(batch([2]));
  log.close();

  assert.is(textOf(path), `${line(1)}{"kind":"disp\n${line(2)}`);
}));

test("LogFile adds nothing to a file whose last line is whole", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, line(1));
  const { log } = open(folder);

  log.write(batch([2]));
  log.close();

  assert.is(textOf(path), line(1) + line(2));
}));

test("LogFile leaves a file as it was when nothing is written", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, "torn");

  open(folder).log.close();

  assert.is(textOf(path), "torn");
}));

for (const mode of ["new", "append"] as const) {
  test(`LogFile follows no link (${mode})`, () => inTemporaryFolder((folder) => {
    const target = join(folder, "target");
    const path = join(folder, "run.jsonl");
    symlinkSync(target, path);

    assert.throws(() => open(folder, { mode }), { message: `Cannot record to "${path}": ${mode === "new" ? "it is there already" : "it is a symbolic link, not a regular file"}` });
    assert.not.ok(existsSync(target));
  }));
}

test("LogFile follows no link to a file that is there", () => inTemporaryFolder((folder) => {
  writeFileSync(join(folder, "target"), "mine\n");
  symlinkSync(join(folder, "target"), join(folder, "run.jsonl"));

  assert.throws(() => open(folder), { message: /it is a symbolic link, not a regular file$/ });
  assert.is(textOf(join(folder, "target")), "mine\n");
}));

test("LogFile refuses a folder", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  mkdirSync(path);

  assert.throws(() => open(folder), { message: `Cannot record to "${path}": it is a folder, not a regular file` });
}));

test("LogFile says that there is no folder", () => inTemporaryFolder((folder) => {
  const path = join(folder, "none", "run.jsonl");

  assert.throws(() => open(folder, { path }), { code: "ENOENT", message: `Cannot record to "${path}": there is no folder "${join(folder, "none")}"` });
}));

test("LogFile refuses to write when it is closed, and can be closed twice", () => inTemporaryFolder((folder) => {
  const { log, path } = open(folder);
  log.close();
  log.close();

  assert.throws(() => log.write(batch([1])), { message: `Cannot write to "${path}": it is closed` });
}));

test("wantsPart is so once the part has reached its size", () => inTemporaryFolder((folder) => {
  const { log } = open(folder, { rotate: { bytes: 100 } });

  log.write(batch([1, 2, 3]));
  const before = log.wantsPart;
  log.write(batch([4]));

  assert.not.ok(before);
  assert.ok(log.wantsPart);
  log.close();
}));

test("wantsPart is so once the part has reached its age, unless it holds its first lines only", () => inTemporaryFolder((folder) => {
  const { log, clock } = open(folder, { rotate: { ageMs: 60_000 } });
  log.write(batch([1]));
  clock.advance(59_999);
  const before = log.wantsPart;
  clock.advance(1);
  const after = log.wantsPart;
  log.beginPart(head(2));
  clock.advance(60_000);

  assert.equal([before, after, log.wantsPart], [false, true, false]);
  log.close();
}));

test("wantsPart waits for as much again as a part's first lines", () => inTemporaryFolder((folder) => {
  const { log } = open(folder, { rotate: { bytes: 10 } });
  log.beginPart(head(2));

  assert.not.ok(log.wantsPart);
  log.write(batch([1]));
  assert.ok(log.wantsPart);
  log.close();
}));

test("beginPart() closes the part under its number, and begins the next with its first lines", () => inTemporaryFolder((folder) => {
  const { log, path } = open(folder, { rotate: { bytes: 10 } });
  log.write(batch([1]));

  log.beginPart(head(2));
  log.write(batch([2]));
  log.beginPart(head(3));
  log.close();

  assert.equal(readdirSync(folder).sort(), ["run.jsonl", "run.part1.jsonl", "run.part2.jsonl"]);
  assert.is(textOf(join(folder, "run.part1.jsonl")), line(1));
  assert.is(textOf(join(folder, "run.part2.jsonl")), head(2).text + line(2));
  assert.is(textOf(path), head(3).text);
  assert.is(statSync(path).mode & 0o777, 0o600);
}));

test("beginPart() goes on counting after the parts that are there, packed ones too, and replaces none", () => inTemporaryFolder((folder) => {
  writeFileSync(join(folder, "run.part2.jsonl"), "two\n");
  writeFileSync(join(folder, "run.part7.jsonl.gz"), "seven");
  writeFileSync(join(folder, "run.part9.json"), "another's");
  const { log } = open(folder, { rotate: { bytes: 10 } });
  log.write(batch([1]));

  log.beginPart(head(2));
  log.close();

  assert.is(textOf(join(folder, "run.part8.jsonl")), line(1));
  assert.is(textOf(join(folder, "run.part2.jsonl")), "two\n");
}));

test("LogFile begins a new part at once where the file that is there has its size already", () => inTemporaryFolder((folder) => {
  writeFileSync(join(folder, "run.jsonl"), line(1));
  const { log, path } = open(folder, { rotate: { bytes: 20 } });

  log.write(batch([2]));
  log.close();

  assert.is(textOf(join(folder, "run.part1.jsonl")), line(1));
  assert.is(textOf(path), line(2));
}));

test("LogFile removes what a rotation left that came to no end", () => inTemporaryFolder((folder) => {
  writeFileSync(join(folder, "run.jsonl.next"), head(2).text);
  writeFileSync(join(folder, "run.part1.jsonl.gz.tmp"), "half");
  writeFileSync(join(folder, "other.part1.jsonl.gz.tmp"), "half");

  open(folder, { rotate: { bytes: 20 } }).log.close();

  assert.equal(readdirSync(folder).sort(), ["other.part1.jsonl.gz.tmp", "run.jsonl"]);
}));

test("beginPart() keeps so many parts, the one being written among them", () => inTemporaryFolder((folder) => {
  const { log } = open(folder, { rotate: { bytes: 10 }, keep: { parts: 3 } });

  for (const part of numbers(2, 6)) {
    log.write(batch([part]));
    log.beginPart(head(part));
  }
  log.close();

  assert.equal(readdirSync(folder).sort(), ["run.jsonl", "run.part4.jsonl", "run.part5.jsonl"]);
}));

test("beginPart() goes on counting when every closed part has been removed", () => inTemporaryFolder((folder) => {
  const { log } = open(folder, { rotate: { bytes: 10 } });
  log.beginPart(head(2));
  unlinkSync(join(folder, "run.part1.jsonl"));

  log.beginPart(head(3));
  log.close();

  assert.equal(readdirSync(folder).sort(), ["run.jsonl", "run.part2.jsonl"]);
}));

test("LogFile keeps so many bytes, with room for the part being written, of earlier runs too, by their real sizes", () => inTemporaryFolder((folder) => {
  writeFileSync(join(folder, "run.part1.jsonl.gz"), new Uint8Array(300));
  writeFileSync(join(folder, "run.part2.jsonl"), new Uint8Array(400));
  writeFileSync(join(folder, "run.part3.jsonl"), new Uint8Array(400));

  const { log } = open(folder, { rotate: { bytes: 100 }, keep: { bytes: 1_000 } });
  const atOpening = readdirSync(folder).filter((name) => name.includes("part"));
  log.write(batch(numbers(1, 8)));
  log.beginPart(head(2));
  log.close();

  assert.equal(atOpening, ["run.part2.jsonl", "run.part3.jsonl"]);
  assert.equal(readdirSync(folder).filter((name) => name.includes("part")).sort(), ["run.part3.jsonl", "run.part4.jsonl"]);
}));

test("LogFile takes an eighth of a cap for a part's size where none is given", () => inTemporaryFolder((folder) => {
  const { log } = open(folder, { keep: { bytes: 800 } });

  log.write(batch(numbers(1, 3)));
  const before = log.wantsPart;
  log.write(batch([4]));

  assert.equal([before, log.wantsPart], [false, true]);
  log.close();
}));

test("LogFile refuses a cap that is smaller than a part, and sizes that are none", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");

  assert.throws(() => open(folder, { rotate: { bytes: 100 }, keep: { bytes: 99 } }), { name: "RangeError", message: `Cannot record to "${path}": keep.bytes is 99, less than one part (rotate.bytes is 100)` });
  assert.throws(() => open(folder, { rotate: { ageMs: Number.NaN } }), { name: "RangeError", message: `Cannot record to "${path}": rotate.ageMs is NaN, not a number from 1 on` });
  assert.throws(() => open(folder, { keep: { parts: 0 } }), { name: "RangeError" });
}));

test("LogFile packs closed parts, and those that an earlier run left", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "run.part1.jsonl"), line(1));
  const { log, path } = open(folder, { rotate: { bytes: 10 }, gzip: true });
  log.write(batch([2]));
  log.beginPart(head(2));
  log.write(batch([3]));

  await log.packed();
  log.close();

  assert.equal(readdirSync(folder).sort(), ["run.jsonl", "run.part1.jsonl.gz", "run.part2.jsonl.gz"]);
  assert.is(gunzipSync(readFileSync(join(folder, "run.part2.jsonl.gz"))).toString(), line(2));
  assert.is(statSync(join(folder, "run.part2.jsonl.gz")).mode & 0o777, 0o600);
  assert.equal(idsIn(await readText(path)), [1, 2, 3]);
}));

test("beginPart() leaves the old part where it is when the new one cannot begin, and tries again after a while", () => inTemporaryFolder((folder) => {
  const { log, path, clock } = open(folder, { rotate: { bytes: 10 } });
  log.write(batch([1]));
  // A folder stands where the new part would be made.
  mkdirSync(join(`${path}.next`, "full"), { recursive: true });

  assert.throws(() => log.beginPart(head(2)), { name: "Error" });
  log.write(batch([2]));
  const soon = log.wantsPart;
  clock.advance(10_000);

  assert.equal([soon, log.wantsPart], [false, true]);
  assert.is(textOf(path), line(1) + line(2));
  log.close();
}));
