// record(): a real Core into a real file, as an app does it.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCore, withLimits, withOnError, withRedaction, type Core } from "../../src/mod.ts";
import { record, type RecordOptions } from "../../src/recording/record.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";

const test = suite("recording/record");

/** On a busy machine any write may take longer than a slow disk's: each of these is waited for. */
const AT_ONCE = { writing: "record" } as const;

interface Line {
  readonly kind: string;
  readonly [member: string]: unknown;
}

function linesOf(file: string): Line[] {
  return readFileSync(file, "utf8").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Line);
}

function typesOf(file: string): unknown[] {
  return linesOf(file).filter(({ kind }) => kind === "dispatch").map(({ type }) => type);
}

/** Gives a Core, and a file for it in a folder of its own. */
function withCore(use: (core: Core, file: string, folder: string) => unknown): () => Promise<void> {
  return () => inTemporaryFolder(async (folder) => {
    const core = await createCore(withOnError(() => {}));
    core.registerAction("bad", () => { throw new Error("no"); });
    await use(core, join(folder, "run.jsonl"), folder);
  });
}

test("record() writes what is sent from then on, and ends the log with its totals", withCore(async (core, file) => {
  void core.ACTION({ type: "before" });
  const recording = record(core, { file, ...AT_ONCE });
  void core.ACTION({ type: "a", data: { n: 1 } });
  recording.close();
  await recording.closed;
  void core.ACTION({ type: "after" });

  const lines = linesOf(file);
  assert.equal(lines.map(({ kind }) => kind), ["log", "subscription", "dispatch", "end"]);
  assert.equal([lines[2]?.["type"], lines[2]?.["data"], lines[3]?.["dispatches"]], ["a", { n: 1 }, 1]);
  assert.is(statSync(file).mode & 0o777, 0o600);
}));

test("record() goes on after what is there already, as a further run", withCore(async (core, file) => {
  writeFileSync(file, '{"kind":"torn');
  for (const type of ["one", "two"]) {
    const recording = record(core, { file, ...AT_ONCE });
    void core.ACTION({ type });
    recording.close();
    await recording.closed;
  }

  const [torn, ...rest] = readFileSync(file, "utf8").trim().split("\n");
  assert.is(torn, '{"kind":"torn');
  const lines = rest.map((line) => JSON.parse(line) as Line);
  assert.equal(lines.filter(({ kind }) => kind === "dispatch").map(({ type, id }) => [type, id]), [["one", 1], ["two", 1]]);
  assert.is(new Set(lines.filter(({ kind }) => kind === "log").map(({ run }) => run)).size, 2);
}));

test("record() refuses a file that is being recorded to, by this process too, and takes it when that recording is closed", withCore(async (core, file, folder) => {
  const first = record(core, { file, ...AT_ONCE });

  assert.throws(() => record(core, { file, ...AT_ONCE }), { message: /^Cannot record to ".*run\.jsonl": / });
  first.close();
  await first.closed;
  const second = record(core, { file, ...AT_ONCE });
  second.close();
  await second.closed;

  assert.equal(readdirSync(folder), ["run.jsonl"]);
}));

test("record() refuses what it cannot do by name, before anything is opened", withCore(async (core, file) => {
  const refused = (options: Partial<RecordOptions>, message: RegExp) => assert.throws(() => record(core, { file, ...AT_ONCE, ...options }), { message });

  refused({ ring: "soon" }, /"soon"/);
  refused({ ring: "30s", on: ["eror"] }, /"eror"/);
  refused({ redact: ["detect:phone"] }, /detect:phone/);
  refused({ only: "tpye:x" }, /tpye/);
  refused({ budget: "lots" }, /"lots"/);
  assert.not.ok(existsSync(file));
}));

test("a ring writes nothing until something happens that it waits for, then what it held, why, and what follows", withCore(async (core, file) => {
  const recording = record(core, { file, ...AT_ONCE, ring: "30s", on: ["error"] });
  void core.ACTION({ type: "a" });
  recording.flush();
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";

  void core.ACTION({ type: "bad" });
  void core.ACTION({ type: "b" });
  recording.close();
  await recording.closed;

  assert.is(before, "");
  assert.equal(typesOf(file), ["a", "bad", "b"]);
  assert.equal(linesOf(file).filter(({ kind }) => kind === "trigger").map(({ on, dispatch, n }) => [on, dispatch, n]), [["error", 2, 0]]);
  assert.is(linesOf(file)[0]?.["ringMs"], 30_000);
}));

test("a ring that nothing happened to leaves no file", withCore(async (core, file, folder) => {
  const recording = record(core, { file, ...AT_ONCE, ring: "30s" });
  void core.ACTION({ type: "a" });
  recording.close();
  await recording.closed;

  assert.equal(readdirSync(folder), []);
}));

test("trigger() has a ring write what it holds", withCore(async (core, file) => {
  const recording = record(core, { file, ...AT_ONCE, ring: "30s" });
  void core.ACTION({ type: "a" });
  recording.trigger("asked");
  recording.close();
  await recording.closed;

  assert.equal(typesOf(file), ["a"]);
  assert.equal(linesOf(file).filter(({ kind }) => kind === "trigger").map(({ on }) => on), ["asked"]);
}));

test("record() redacts what the app, the recording, and the default keys call secret", () => inTemporaryFolder(async (folder) => {
  const file = join(folder, "run.jsonl");
  const core = await createCore(withRedaction("key:iban"));
  const recording = record(core, { file, ...AT_ONCE, redact: ["/name", "detect:email"] });
  void core.ACTION({ type: "a", data: { iban: "DE00 1234", name: "Ada", password: "hunter2", note: "write to ada@example.com" } });
  recording.close();
  await recording.closed;

  assert.not.match(readFileSync(file, "utf8"), /DE00 1234|Ada|hunter2|ada@example\.com/);
  const { data } = linesOf(file).find(({ kind }) => kind === "dispatch") as unknown as { data: Record<string, { by: string }> };
  assert.equal([data["iban"]?.by, data["name"]?.by, data["password"]?.by], ["key", "path", "key"]);
}));

test("record() refuses a Core whose own rule cannot be read, and leaves nothing", () => inTemporaryFolder(async (folder) => {
  const core = await createCore(withRedaction("detect:phone"));

  assert.throws(() => record(core, { file: join(folder, "run.jsonl") }), { message: /^Cannot record "core": Cannot read redaction rule "detect:phone"/ });

  assert.equal(readdirSync(folder), []);
}));

test("record() cuts a payload that is larger than the Core's recordBytes", () => inTemporaryFolder(async (folder) => {
  const file = join(folder, "run.jsonl");
  const core = await createCore(withLimits({ recordBytes: 200 }));
  const recording = record(core, { file, ...AT_ONCE });
  void core.ACTION({ type: "a", data: { text: "x".repeat(10_000) } });
  recording.close();
  await recording.closed;

  const { data } = linesOf(file).find(({ kind }) => kind === "dispatch") as unknown as { data: { text: { $core: string; bytes: number } } };
  assert.equal([data.text.$core, data.text.bytes, linesOf(file).at(-1)?.["cut"]], ["cut", 10_000, 1]);
}));

test("record() rotates, and each part can be read alone", withCore(async (core, file, folder) => {
  const recording = record(core, { file, ...AT_ONCE, rotate: "1kB", keep: 3 });
  for (let n = 0; n < 40; n++) {
    void core.ACTION({ type: "a", data: { n } });
    recording.flush();
  }
  recording.close();
  await recording.closed;

  const parts = readdirSync(folder);
  assert.is(parts.length, 3);
  for (const part of parts) {
    const [log, ...lines] = linesOf(join(folder, part));
    const subscription = lines.find(({ kind }) => kind === "subscription");
    assert.equal([log?.kind, typeof log?.["before"], subscription?.["pattern"], subscription?.["snapshot"]], ["log", "number", "bad", true]);
  }
}));

test("record() repeats what is in flight at the beginning of each part", withCore(async (core, file) => {
  let end = (): void => {};
  core.registerAction("slow", () => new Promise<void>((resolve) => (end = resolve)));
  const recording = record(core, { file, ...AT_ONCE, rotate: "1kB" });
  const outcome = core.ACTION({ type: "slow" });
  for (let n = 0; n < 20; n++) void core.ACTION({ type: "a", data: { n } });
  end();
  await outcome;
  recording.close();
  await recording.closed;

  assert.ok(Number(linesOf(file)[0]?.["part"]) > 1);
  assert.equal(linesOf(file).filter(({ kind, type }) => kind === "dispatch" && type === "slow").map(({ id, snapshot }) => [id, snapshot]), [[1, true]]);
}));

test("record() tells what went wrong with its file in words, once, and the app lives on", withCore(async (core, file, folder) => {
  const told: string[] = [];
  const recording = record(core, { file, ...AT_ONCE, rotate: "200B", onFault: (message) => told.push(message) });
  rmSync(folder, { recursive: true });

  for (let n = 0; n < 20; n++) void core.ACTION({ type: "a" });
  recording.close();
  await recording.closed;

  assert.is(told.length, 2);
  assert.match(told[0] ?? "", /^Cannot write to ".*run\.jsonl": the file was removed/);
  assert.match(told[1] ?? "", /^\d+ records of the log of "core" were lost, and ".*run\.jsonl" takes no record that says so$/);
}));

test("record() is closed by `using`", withCore(async (core, file) => {
  let closed: Promise<void>;
  {
    using recording = record(core, { file, ...AT_ONCE });
    void core.ACTION({ type: "a" });
    closed = recording.closed;
  }
  await closed;

  assert.is(linesOf(file).at(-1)?.kind, "end");
}));
