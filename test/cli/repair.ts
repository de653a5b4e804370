// `core check --repair`: the whole records of a log in a copy beside it.
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { refuseRepair, repairedPath, writeRepaired } from "../../cli/write_repaired.ts";
import { deepCheck } from "../../src/log/deep_check.ts";
import { memorySource } from "../../src/log/source.ts";
import { finish } from "../../src/trace/slices.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { core } from "./core.ts";

const test = suite("cli/repair");
const PATIENT = { timeoutMs: 60_000 };

const header = (part = 1, more = ""): string => `{"kind":"log","version":1,"run":"a","part":${part},"name":"shop","startedAt":"2026-11-23T09:00:00.000Z"${more}}\n`;
const dispatch = (id: number): string => `{"kind":"dispatch","id":${id},"at":${id},"verb":"ACTION","type":"user.created","handlers":0,"timestamp":"2026-11-23T09:00:00.012Z"}\n`;
const gap = (at: number, lost: number, ids = ""): string =>
  `{"kind":"gap","at":${at},"lost":${lost}${ids},"reason":"the repair left out ${lost === 1 ? "1 line that was no record" : `${lost} lines that were no records`}"}\n`;

test("core check --repair writes the whole records beside the log, and says what it left out; the copy holds nothing but records", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "bug.jsonl"), `${header()}${dispatch(1)}oops\n${dispatch(3)}{"kind":"disp`);

  const { code, stdout, stderr } = await core(["check", "bug.jsonl", "--repair"], { cwd: folder });
  const again = await core(["check", "bug.repaired.jsonl", "--repair", "--json"], { cwd: folder });

  assert.is(readFileSync(join(folder, "bug.repaired.jsonl"), "utf8"), header() + dispatch(1) + gap(1, 1, ',"from":2,"to":2') + dispatch(3) + gap(3, 1));
  assert.equal([code, stderr], [1, ""]);
  assert.match(stdout, /^bug\.jsonl: not whole · 3 records, 2 messages, 1 run\n {2}line 3 is not a record: .*\n {2}line 5 is torn: .*\n/);
  assert.match(stdout, /\n {2}repaired: bug\.repaired\.jsonl holds 5 records; 2 lines were left out, 2 gaps say so\n$/);
  const { whole, faults, repaired } = JSON.parse(again.stdout) as { whole: boolean; faults: string[]; repaired?: object };
  assert.equal([again.code, whole, faults, repaired], [1, false, ["1 record lost: the repair left out 1 line that was no record (dispatches 2 to 2)", "1 record lost: the repair left out 1 line that was no record"], undefined]);
  assert.not.ok(existsSync(join(folder, "bug.repaired.repaired.jsonl")));
}), PATIENT);

test("core check --repair makes one copy of all parts, packed ones too, and tells it as JSON", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "run.part1.jsonl.gz"), gzipSync(`${header()}${dispatch(1)}{"kind":"to`));
  writeFileSync(join(folder, "run.jsonl"), header(2, ',"before":1') + dispatch(2));

  const { code, stdout } = await core(["check", "run.jsonl", "--repair", "--json"], { cwd: folder });

  const copy = header() + dispatch(1) + gap(1, 1) + header(2, ',"before":1') + dispatch(2);
  assert.is(readFileSync(join(folder, "run.repaired.jsonl"), "utf8"), copy);
  assert.is(code, 1);
  assert.equal((JSON.parse(stdout) as { repaired: object }).repaired, { file: "run.repaired.jsonl", records: 5, bytes: copy.length, leftOut: 1, gaps: 1, endMended: false });
}), PATIENT);

test("core check looks into payloads, where an index does not; a whole log is not repaired; a copy that is there is never written over", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "inner.jsonl"), header() + dispatch(1).replace('"}', '","data":{"a":}}'));
  writeFileSync(join(folder, "whole.jsonl"), header() + dispatch(1));
  writeFileSync(join(folder, "taken.jsonl"), "x");
  writeFileSync(join(folder, "taken.repaired.jsonl"), "mine");

  const { code, stdout, stderr } = await core(["check", "inner.jsonl", "whole.jsonl", "taken.jsonl", "-", "--repair"], { cwd: folder, input: header() });

  assert.match(stdout, /^inner\.jsonl: not whole · 1 record, [^]*\n {2}line 2 is not a record: [^]*\nwhole\.jsonl: whole · 2 records, [^]*\n {2}nothing to repair: every line is a whole record\n$/);
  assert.match(stderr, /^Cannot repair "taken\.jsonl": "taken\.repaired\.jsonl" is there already\nTry: [^]*\nCannot repair standard input: no copy can be written beside a pipe\nTry: /);
  assert.equal([code, readFileSync(join(folder, "taken.repaired.jsonl"), "utf8"), existsSync(join(folder, "whole.repaired.jsonl"))], [2, "mine", false]);
}), PATIENT);

test("repairedPath() stands beside the log", () => {
  assert.equal(["a/bug.jsonl", "bug.jsonl.gz", "bug", "x.part2.jsonl.gz"].map(repairedPath), ["a/bug.repaired.jsonl", "bug.repaired.jsonl", "bug.repaired.jsonl", "x.part2.repaired.jsonl"]);
});

test("refuseRepair() takes a link that leads nowhere for taken, too", () => inTemporaryFolder((folder) => {
  symlinkSync(join(folder, "nowhere"), join(folder, "bug.repaired.jsonl"));

  assert.throws(() => refuseRepair(join(folder, "bug.jsonl")), { message: /is there already$/ });
}));

test("writeRepaired() writes for its owner only, and leaves nothing where it fails", () => inTemporaryFolder((folder) => {
  const source = memorySource(new TextEncoder().encode(`${header()}x\n`));
  const { holes } = finish(deepCheck(source));
  const broken = { size: 10_000, read: () => { throw new Error("the disk failed"); } };
  mkdirSync(join(folder, "sub"));

  writeRepaired(join(folder, "bug.jsonl"), source, holes);

  assert.is(statSync(join(folder, "bug.repaired.jsonl")).mode & 0o777, 0o600);
  assert.throws(() => writeRepaired(join(folder, "sub", "bug.jsonl"), broken, holes), { message: /the disk failed$/ });
  assert.not.ok(existsSync(join(folder, "sub", "bug.repaired.jsonl")));
  assert.throws(() => writeRepaired(join(folder, "none", "bug.jsonl"), source, holes), { message: /there is no such file$/ });
}));
