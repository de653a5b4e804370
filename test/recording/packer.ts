import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { doNow } from "../../src/host/steps.ts";
import { Packer } from "../../src/recording/packer.ts";
import { trim } from "../../src/recording/trim.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder, until } from "../host/temporary.ts";
import { runScript } from "../this_runtime.ts";
import { idsIn, line, numbers, readText } from "./batches.ts";

const test = suite("recording/packer");

function packerIn(folder: string) {
  const faults: string[] = [];
  const path = join(folder, "run.jsonl");
  return { path, faults, packer: new Packer(path, { onFault: (error) => faults.push(error.message) }) };
}

test("Packer packs the closed parts, the oldest first, and leaves the newest", () => inTemporaryFolder(async (folder) => {
  for (const part of [1, 2]) writeFileSync(join(folder, `run.part${part}.jsonl`), line(part));
  writeFileSync(join(folder, "run.jsonl"), line(3));
  const { packer, path } = packerIn(folder);

  packer.look();
  packer.look();
  await packer.packed();

  assert.equal(readdirSync(folder).sort(), ["run.jsonl", "run.part1.jsonl.gz", "run.part2.jsonl.gz"]);
  assert.equal(idsIn(await readText(path)), [1, 2, 3]);
}));

test("Packer packs again what was packed but not yet removed", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "run.part1.jsonl"), line(1));
  writeFileSync(join(folder, "run.part1.jsonl.gz"), "of a process that died there");
  const { packer, path } = packerIn(folder);

  packer.look();
  await packer.packed();

  assert.equal(readdirSync(folder), ["run.part1.jsonl.gz"]);
  assert.is(await readText(path), line(1));
}));

test("Packer lets no part come back that is removed while it is packed", () => inTemporaryFolder(async (folder) => {
  const large = join(folder, "run.part1.jsonl");
  writeFileSync(large, "x".repeat(3_000_000));
  const { packer, path, faults } = packerIn(folder);
  packer.look();
  await until("the packing", () => existsSync(`${large}.gz.tmp`));

  doNow(trim(path, { parts: 1, reserve: 0, onRemove: (part) => packer.forget(part) }));
  await packer.packed();

  assert.equal(readdirSync(folder), []);
  assert.equal(faults, []);
}));

test("Packer that is stopped leaves the part plain, and nothing else", () => inTemporaryFolder(async (folder) => {
  const large = join(folder, "run.part1.jsonl");
  writeFileSync(large, "x".repeat(3_000_000));
  const { packer, faults } = packerIn(folder);
  packer.look();
  await until("the packing", () => existsSync(`${large}.gz.tmp`));

  packer.stop();
  await packer.packed();

  assert.equal(readdirSync(folder), ["run.part1.jsonl"]);
  assert.equal(faults, []);
}));

test("Packer says what it cannot pack, and goes on with the next", () => inTemporaryFolder(async (folder) => {
  for (const part of [1, 2]) writeFileSync(join(folder, `run.part${part}.jsonl`), line(part));
  const { packer, faults } = packerIn(folder);
  mkdirSync(join(folder, "run.part1.jsonl.gz.tmp", "full"), { recursive: true });

  packer.look();
  await packer.packed();

  assert.equal(readdirSync(folder).sort(), ["run.part1.jsonl", "run.part1.jsonl.gz.tmp", "run.part2.jsonl.gz"]);
  assert.is(faults.length, 1);
  assert.match(faults[0] ?? "", /^Cannot pack ".*run\.part1\.jsonl": /);
}));

const program = fileURLToPath(new URL("packing_writer.ts", import.meta.url));

test("Packer does not keep a process alive, and what it does not finish stays readable", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  const before = performance.now();

  const { code } = await runScript(program, [path]);

  assert.is(code, 0);
  assert.ok(performance.now() - before < 15_000);
  assert.ok(existsSync(join(folder, "run.part1.jsonl")));
  assert.equal(idsIn(await readText(path)), numbers(1, 2));
}), { timeoutMs: 30_000 });
