// The whole way, as a person walks it: an app is run, recorded, looked at, checked, replayed and verified.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inTemporaryFolder } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";
import { readersAgree } from "../log/log_digest.ts";
import { core, coreCommand, fixture } from "./core.ts";
import { type Finished, runCommand } from "../this_runtime.ts";

const test = suite("cli/whole_way");
const PATIENT = { timeoutMs: 60_000 };
const SHOP = fixture("shop.mjs");

/** One recording of the shop, which the tests only read: it is made once, whichever of them comes first. */
const folder = mkdtempSync(join(tmpdir(), "core-whole-"));
const file = join(folder, "run.jsonl");
const spools = join(folder, "s");
let recorded: Finished;

test.before(async () => {
  recorded = await core(["record", SHOP, "-o", file], { env: { CORE_DEVTOOLS_DIR: spools } });
});
test.after(() => rmSync(folder, { recursive: true }));

test("core record writes a recording that stays, and passes on what the app prints", () => {
  const { code, stdout, stderr } = recorded;

  assert.is(code, 0);
  assert.is(stdout, "the shop is closed\n");
  assert.match(stderr, /recorded 11 messages, 1 failed, 0 unhandled in [\d,]+ bytes/);
  assert.match(readFileSync(file, "utf8"), /^\{"kind":"log","version":1,"run":"\w+","part":1,"name":"core"/);
}, PATIENT);

test("core record writes what a reader makes of the specification alone reads as ours does", () => {
  assert.equal(readersAgree(readFileSync(file)).kinds.filter((kind) => kind === "dispatch").length, 11);
}, PATIENT);

test("core record leaves no spool behind", () => {
  assert.equal(readdirSync(spools), []);
}, PATIENT);

test("core tail prints the last messages, indented by cause, with who handled them and how", async () => {
  const { code, stdout } = await core(["tail", file, "-n", "3"]);

  assert.is(code, 0);
  const [heading, query, mail, cart] = stdout.split("\n");
  assert.match(heading ?? "", /ID +TIME \(UTC\) +TYPE +SOURCE +HANDLED BY +MS +DATA/);
  assert.match(query ?? "", / 9 +[\d:.]+ +Q └ user\.address +mailer +user ✓ +[\d.]+ +\{id:"3"\}/);
  assert.match(mail ?? "", /10 +[\d:.]+ +A └ mail\.queued +mailer +audit ✓/);
  assert.match(cart ?? "", /11 +[\d:.]+ +A cart\.abandoned +web +audit ✓ +[\d.]+ +\{cart:"c-9"/);
}, PATIENT);

test("core tail --json gives records that any JSON tool reads, and --only chooses among them", async () => {
  const { code, stdout } = await core(["tail", file, "-n", "all", "--json", "--only", "type:cart.*"]);

  assert.is(code, 0);
  const records = stdout.trim().split("\n").map((line) => JSON.parse(line) as { kind: string; type?: string });
  assert.equal(records.map(({ kind, type }) => [kind, type]), [["log", undefined], ["dispatch", "cart.abandoned"], ["handling", "cart.abandoned"]]);
}, PATIENT);

test("core tail of an app follows it to its end and gives its exit code", async () => {
  const { code, stdout, stderr } = await core(["tail", fixture("exits3.mjs")]);

  assert.is(code, 3);
  assert.match(stdout, /A last\.words +– +nobody ∅ +– +"farewell"/);
  assert.is(stderr, "");
}, PATIENT);

test("core inspect without a terminal prints the messages and a summary, and keeps the app's words apart", async () => {
  const { code, stdout, stderr } = await core(["inspect", SHOP]);

  assert.is(code, 0);
  assert.match(stdout, /A user\.created +web +mailer ✓ audit ✗/);
  assert.match(stdout, /11 messages · 5 types · 1 failed · 0 unhandled/);
  assert.match(stdout, /user\.created +3 +1 +0/);
  assert.match(stderr, /the shop is closed/);
}, PATIENT);

test("core inspect and tail read a recording from a pipe", async () => {
  const input = readFileSync(file, "utf8");

  const [inspected, tailed] = await Promise.all([core(["inspect", "-"], { input }), core(["tail", "-", "-n", "1"], { input })]);

  assert.is(inspected.code, 0);
  assert.match(inspected.stdout, /11 messages · 5 types/);
  assert.is(tailed.code, 0);
  assert.match(tailed.stdout, /cart\.abandoned/);
}, PATIENT);

test("core check says that a recording is whole", async () => {
  const { code, stdout } = await core(["check", file]);

  assert.is(code, 0);
  assert.match(stdout, /run\.jsonl: whole · 39 records, 11 messages, 1 run\n$/);
}, PATIENT);

test("core replay sends the roots again and leaves the app's own out", async () => {
  const { code, stdout, stderr } = await core(["replay", file, "--into", SHOP, "--speed", "max"]);

  assert.is(code, 0);
  assert.match(stderr, /sends 4 roots into .*shop\.mjs: user\.created ×3, cart\.abandoned ×1\nleaves out 1 lifecycle/);
  assert.match(stdout, /4 roots sent, \d+ messages, 1 failed/);
}, PATIENT);

test("core replay --verify gives 0 when every flow agrees, and 1 with the first divergence when a handler has changed", async () => {
  const [same, changed] = await Promise.all([SHOP, fixture("shop_changed.mjs")].map((app) => core(["replay", file, "--into", app, "--verify"]))) as [Finished, Finished];

  assert.is(same.code, 0);
  assert.match(same.stderr, /4 roots of the app's own dropped \(--keep-roots lets them pass\)\n$/);
  assert.match(same.stdout, /^4 flows agree, 0 differ, 0 open · [\d.]+ s · .*run\.jsonl into .*shop\.mjs\n$/);
  assert.is(changed.code, 1);
  assert.match(changed.stdout, /^FAIL {2}user\.created #2 {2}\(root 1 of 4\)\n {6}at {4}user\.created → mailer\.user\.created → mail\.queued\n {6}path {2}\/data\/template\/name\n {6}recorded {2}"welcome"\n {6}replayed {2}"welcome-v2"\n/);
  assert.match(changed.stdout, /1 flow agrees, 3 differ, 0 open/);
}, PATIENT);

test("core replay --verify begins when the Core has started, though the app's main module never ends", async () => {
  const { code, stdout, stderr } = await core(["replay", file, "--into", fixture("serves.mjs"), "--verify"]);

  assert.equal([code, stderr.includes("sends 4 roots")], [0, true]);
  assert.match(stdout, /^4 flows agree, 0 differ, 0 open/m);
}, PATIENT);

test("core replay --verify --ignore leaves a declared field out, and --json gives the verdict as data", async () => {
  const { code, stdout } = await core(["replay", file, "--into", fixture("shop_changed.mjs"), "--verify", "--json", "--ignore", "/data/template/name"]);

  assert.is(code, 0);
  assert.equal((JSON.parse(stdout) as { flows: unknown }).flows, { agree: 4, differ: 0, open: 0 });
}, PATIENT);

test("core tail into head ends quietly with 0", () => inTemporaryFolder(async (folder) => {
  const line = '{"kind":"dispatch","id":ID,"at":1,"verb":"ACTION","type":"much.of.it","handlers":0,"timestamp":"2026-11-24T00:00:00.000Z"}\n';
  const file = join(folder, "long.jsonl");
  const header = '{"kind":"log","version":1,"run":"a","part":1,"name":"long","startedAt":"2026-11-24T00:00:00.000Z"}\n';
  writeFileSync(file, header + Array.from({ length: 20_000 }, (_, at) => line.replace("ID", String(at + 1))).join(""));

  const { code, stdout, stderr } = await runCommand("bash", ["-c", `${coreCommand(["tail", file, "-n", "all"])} | head -1; exit \${PIPESTATUS[0]}`]);

  assert.match(stdout, /^ +ID +TIME.*\n$/);
  assert.is(stderr, "");
  assert.is(code, 0);
}), PATIENT);

test("core help filter, --help and --version answer on standard output", async () => {
  const [filter, tail, version, home] = await Promise.all([core(["help", "filter"]), core(["tail", "--help"]), core(["--version"]), core([])]);

  assert.match(filter.stdout, /type:user\.\*/);
  assert.match(tail.stdout, /Example: core tail run\.jsonl/);
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  assert.match(home.stdout, /core demo/);
}, PATIENT);

test("core --help of what starts an app names the permissions of an app under Deno", async () => {
  assert.match((await core(["inspect", "--help"])).stdout, /-A, --allow-read=… .*as for deno run/);
  assert.not.match((await core(["replay", "--help"])).stdout, /default: false|--run </);
}, PATIENT);
