// What `core record` may be told beside where to write: each flag on a real app, and each wrong value refused before the app is started.
import { Buffer } from "node:buffer";
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { inTemporaryFolder } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";
import { core, fixture } from "./core.ts";

const test = suite("cli/record_flags");
const PATIENT = { timeoutMs: 60_000 };
const SHOP = fixture("shop.mjs");

interface Line {
  readonly kind: string;
  readonly [member: string]: unknown;
}

function linesOf(file: string): Line[] {
  return readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line) as Line);
}

/** Records the shop into a folder of its own, and hands over what came of it. */
function recordShop(flags: readonly string[], use: (ran: { code: number | null; stderr: string; stdout: string; file: string; folder: string }) => unknown): () => Promise<void> {
  return () => inTemporaryFolder(async (folder) => {
    const file = join(folder, "run.jsonl");
    const { code, stdout, stderr } = await core(["record", SHOP, "-o", file, ...flags]);
    await use({ code, stdout, stderr, file, folder });
  });
}

test("core record ends a log with its totals", recordShop([], ({ code, file }) => {
  const lines = linesOf(file);
  const end = lines.at(-1);

  assert.is(code, 0);
  assert.equal([end?.kind, end?.["dispatches"], end?.["records"], end?.["lost"], end?.["skipped"]], ["end", 11, lines.length - 1, 0, 0]);
  assert.is(end?.["bytes"], statSync(file).size - Buffer.byteLength(`${JSON.stringify(end)}\n`));
}), PATIENT);

test("core record makes a file that only its owner may read", recordShop([], ({ file }) => {
  assert.is(statSync(file).mode & 0o777, 0o600);
}), PATIENT);

test("core record leaves no lock behind", recordShop([], ({ folder }) => {
  assert.equal(readdirSync(folder), ["run.jsonl"]);
}), PATIENT);

test("core record --only writes what passes, and counts the rest", recordShop(["--only", "type:cart.*"], async ({ file, stderr }) => {
  const lines = linesOf(file);

  assert.equal(lines.filter(({ kind }) => kind === "dispatch").map(({ type }) => type), ["cart.abandoned"]);
  assert.is(lines.filter(({ kind }) => kind === "skipped").reduce((sum, { count }) => sum + Number(count), 0), 10);
  assert.is(lines[0]?.["only"], "type:cart.*");
  assert.match(stderr, /recorded 1 message, .*10 skipped/);
  assert.is((await core(["check", file])).code, 0);
}), PATIENT);

test("core record --redact keeps out what each rule names", recordShop(["--redact", "key:street", "--redact", "detect:email", "--redact", "/total"], ({ file }) => {
  const text = readFileSync(file, "utf8");

  assert.not.match(text, /Main Street|user\d@example|"total":80/);
  assert.match(text, /"street":\{"\$core":"redacted","by":"key","as":"[0-9a-f]{12}"\}/);
}), PATIENT);

test("core record --ring writes the time around what --on names, and nothing when nothing happens", async () => {
  await inTemporaryFolder(async (folder) => {
    const [failed, quiet] = ["failed.jsonl", "quiet.jsonl"].map((name) => join(folder, name)) as [string, string];

    const ran = await Promise.all([core(["record", SHOP, "-o", failed, "--ring", "30s", "--on", "error"]), core(["record", SHOP, "-o", quiet, "--ring", "30s", "--on", "slow>20s"])]);

    const lines = linesOf(failed);
    assert.is(lines.filter(({ kind }) => kind === "dispatch").length, 11);
    assert.equal(lines.filter(({ kind }) => kind === "trigger").map(({ on }) => on), ["error"]);
    assert.not.ok(existsSync(quiet));
    assert.match(ran[1].stderr, /nothing was written: slow>20s did not happen/);
    assert.equal(ran.map(({ code }) => code), [0, 0]);
  });
}, PATIENT);

test("core record --on signal has a ring written when SIGUSR2 reaches the app, which lives on", async () => {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "run.jsonl");

    const { code } = await core(["record", fixture("signals_itself.mjs"), "-o", file, "--ring", "30s", "--on", "signal"]);

    assert.is(code, 0);
    assert.equal(linesOf(file).filter(({ kind }) => kind === "dispatch" || kind === "trigger").map(({ type, on }) => type ?? on), ["early", "signal"]);
  });
}, PATIENT);

test("core record --rotate begins new parts, --gzip compresses the closed ones, --keep bounds them; every command reads them as one", async () => {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "run.jsonl");
    const kept = join(folder, "kept.jsonl");

    const [, keptRun] = await Promise.all([core(["record", SHOP, "-o", file, "--rotate", "1kB", "--gzip", "--sync"]), core(["record", SHOP, "-o", kept, "--rotate", "1kB", "--keep", "2", "--sync"])]);

    const parts = readdirSync(folder).filter((name) => /^run\.part\d+\.jsonl\.gz$/.test(name));
    assert.ok(parts.length >= 2);
    assert.match(gunzipSync(readFileSync(join(folder, "run.part1.jsonl.gz"))).toString("utf8"), /^\{"kind":"log","version":1,"run":"\w+","part":1,/);
    assert.equal(readdirSync(folder).filter((name) => name.startsWith("kept")).length, 2);
    const [checked, tailed, checkedKept] = await Promise.all([core(["check", file]), core(["tail", file, "-n", "all", "--json"]), core(["check", kept])]);
    assert.match(checked.stdout, /run\.jsonl: whole · .*11 messages, 1 run/);
    assert.is(tailed.stdout.split("\n").filter((line) => line.startsWith('{"kind":"dispatch"')).length, 11);
    assert.match(keptRun.stderr, /gone with parts over the cap/);
    assert.match(checkedKept.stdout, /in earlier parts that are not here/);
  });
}, PATIENT);

test("core record --append goes on after a torn line, as a further run; without it nothing is replaced", async () => {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "run.jsonl");
    await core(["record", SHOP, "-o", file]);
    const before = `${readFileSync(file, "utf8")}{"kind":"dispat`;
    writeFileSync(file, before);

    const refused = await core(["record", SHOP, "-o", file]);
    const appended = await core(["record", SHOP, "-o", file, "--append"]);

    assert.is(refused.code, 2);
    assert.match(refused.stderr, /is there already\nTry: [^]*--append/);
    assert.is(appended.code, 0);
    const text = readFileSync(file, "utf8");
    assert.ok(text.startsWith(`${before}\n{"kind":"log",`));
    const { stdout } = await core(["check", file]);
    assert.match(stdout, /22 messages, 2 runs/);
  });
}, PATIENT);

test("core record --show-redacted writes nothing, and says what would leave and what would not", async () => {
  await inTemporaryFolder(async (folder) => {
    const { code, stdout } = await core(["record", SHOP, "--show-redacted", "--redact", "key:street"], { cwd: folder });

    assert.is(code, 0);
    assert.match(stdout, /user\.address +answer\/street +redacted by key +3 +[0-9a-f]{12}/);
    assert.match(stdout, /cart\.abandoned +data\/total +leaves as it is +1 +80/);
    assert.equal(readdirSync(folder), []);
  });
}, PATIENT);

test("core record does not follow a link in place of its file", async () => {
  await inTemporaryFolder(async (folder) => {
    symlinkSync(join(folder, "target.jsonl"), join(folder, "run.jsonl"));

    const { code, stderr } = await core(["record", SHOP, "-o", join(folder, "run.jsonl"), "--append"]);

    assert.is(code, 3);
    assert.match(stderr, /Cannot record to ".*run\.jsonl": it is a symbolic link/);
    assert.not.ok(existsSync(join(folder, "target.jsonl")));
  });
}, PATIENT);

/** Flags that cannot be used, and what is said of each. */
const WRONG: readonly (readonly [flags: readonly string[], says: RegExp])[] = [
  [["--ring", "soon"], /^Cannot use ring "soon": it is not a duration such as/],
  [["--on", "error"], /^Cannot wait for "error": there is no ring/],
  [["--ring", "30s", "--on", "eror"], /^Cannot .*"eror".*error/],
  [["--budget", "10"], /^Cannot use budget "10": it is not a share such as "2%"/],
  [["--rotate", "big"], /^Cannot use rotation "big"/],
  [["--keep", "5"], /^Cannot keep closed parts: there are none/],
  [["--redact", "detect:phone"], /detect:phone.*email/],
  [["--only", "tpye:x"], /tpye.*type/],
  [["--only", "type:x ms>5"], /"ms" at 8 is not known when a message is sent/],
  [["--force", "--append"], /^Cannot both replace .* and go on after it/],
];

for (const [flags, says] of WRONG) {
  test(`core record ${flags.join(" ")} is refused with code 2, and nothing is started`, recordShop(flags, ({ code, stdout, stderr, file }) => {
    assert.is(code, 2);
    assert.is(stdout, "");
    assert.match(stderr, says);
    assert.match(stderr, /\nTry: /);
    assert.not.ok(existsSync(file));
  }), PATIENT);
}

test("core record without a file says where to name one", async () => {
  const { code, stderr } = await core(["record", SHOP]);

  assert.is(code, 2);
  assert.match(stderr, /^Cannot record ".*shop\.mjs": no file is named\nTry: core record .* -o run\.jsonl/);
}, PATIENT);
