// What it costs to lose nothing: `ValueEncoder` beside `JSON.stringify` alone, on the same payloads, in turns. `node bench/record/encoding.mjs` measures on every
// runtime that is there; `measureEncoding()` measures in this process.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findRuntime, root, RUNTIME_NAMES } from "../../scripts/runtimes.mjs";
import { quartiles } from "../statistics.mjs";

/** What lossless may cost at the most, as a multiple of lossy. */
const TARGETS = { node: 1.4, deno: 1.8, bun: 1.4 };

/** As many of each, so that no engine has one object's shape and text at hand. */
const DIFFERENT = 100;

const many = (make) => Array.from({ length: DIFFERENT }, (_, n) => make(n));

const item = (n) => ({ sku: `A-${1000 + n}`, title: "A thing that somebody buys", quantity: n + 1, price: 9.95 + n });

function orderOf(n, items) {
  return {
    id: `order-${1000 + n}`, createdAt: "2026-11-23T09:00:00.012Z", total: 129.95 + n, currency: "EUR", isPaid: n % 2 === 0, note: n % 3 === 0 ? null : "ring twice",
    customer: { id: n, name: "Ada Lovelace", email: "ada@example.com", address: { street: "Main Street 1", city: "Graz", zip: "8010", country: "AT" } },
    items: Array.from({ length: items }, (_, at) => item(at)),
  };
}

/** Webhooks of GitHub, of 8 to 12 kB, read from JSON as an app reads them. */
function webhooks() {
  const file = join(root, "node_modules/@octokit/webhooks-examples/api.github.com/index.json");
  const texts = JSON.parse(readFileSync(file, "utf8")).flatMap(({ examples }) => examples.map((each) => JSON.stringify(each)));
  return texts.filter(({ length }) => length > 8_000 && length < 12_000).slice(0, DIFFERENT).map((text) => JSON.parse(text));
}

/** The payloads, by what they are. */
export const PAYLOADS = {
  small: () => many((n) => ({
    id: `order-${1000 + n}`, customer: "ada@example.com", total: 129.95 + n, currency: "EUR", isPaid: n % 2 === 0, createdAt: "2026-11-23T09:00:00.012Z",
    address: { street: "Main Street 1", city: "Graz", zip: "8010", country: "AT" }, note: n % 3 === 0 ? null : "ring twice",
  })),
  "1 kB": () => many((n) => orderOf(n, 8)),
  "10 kB": webhooks,
  "1 kB with two Dates and a Map": () => many((n) => ({ ...orderOf(n, 6), createdAt: new Date(n), paidAt: new Date(n + 1), tags: new Map([["gift", true]]) })),
};

/** The prefix is that of a record, made beforehand. */
const PREFIX = '{"kind":"dispatch","id":1,"at":12.041,"verb":"ACTION","type":"order.created","handlers":1,"timestamp":"2026-11-23T09:00:00.012Z","data":';

/** Two loops, each its own: neither side's calls are seen by the other's. */
function lossy(payloads, rounds) {
  let characters = 0;
  for (let round = 0; round < rounds; round++) for (let at = 0; at < payloads.length; at++) characters += lengthOf(`${PREFIX}${JSON.stringify(payloads[at])}}`);
  return characters;
}

function lossless(encoder, payloads, rounds) {
  let characters = 0;
  for (let round = 0; round < rounds; round++) for (let at = 0; at < payloads.length; at++) characters += lengthOf(`${PREFIX}${encoder.encode(payloads[at])}}`);
  return characters;
}

/** A text that is only put together costs its reader later: this makes it one. */
function lengthOf(text) {
  return text.length + text.charCodeAt(text.length >> 1);
}

/** Time of the processor, not of the clock: what else the machine does is not measured. */
function nsOf(run, times) {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1e3) / times;
}

/** A round is short, so that what else the machine does hits both sides of some rounds, not one side of all. */
const ROUND_BYTES = 1_500_000;
const ROUNDS = 24;
const WARM_ROUNDS = 10;

/** Measures both ways in this process; gives `[{ title, bytes, lossy: ns[], lossless: ns[] }]`. */
export function measureEncoding({ ValueEncoder }) {
  const encoder = new ValueEncoder();
  const cases = Object.entries(PAYLOADS).map(([title, make]) => {
    const payloads = make();
    const bytes = payloads.reduce((sum, payload) => sum + JSON.stringify(payload).length, 0) / payloads.length;
    return { title, payloads, bytes: Math.round(bytes), rounds: Math.max(1, Math.round(ROUND_BYTES / (bytes * payloads.length))), lossy: [], lossless: [] };
  });
  for (let round = 0; round < WARM_ROUNDS + ROUNDS; round++) {
    for (const each of cases) {
      const times = each.rounds * each.payloads.length;
      const isFirst = round % 2 === 0;
      const ours = () => nsOf(() => lossless(encoder, each.payloads, each.rounds), times);
      const before = isFirst ? undefined : ours();
      const theirs = nsOf(() => lossy(each.payloads, each.rounds), times);
      const after = isFirst ? ours() : before;
      if (round < WARM_ROUNDS) continue;
      each.lossy.push(theirs);
      each.lossless.push(after);
    }
  }
  return cases.map(({ title, bytes, lossy: theirs, lossless: ours }) => ({ title, bytes, lossy: theirs, lossless: ours }));
}

/** Gives a measured case as a line. */
function lineOf({ title, bytes, lossy: theirs, lossless: ours }, target) {
  const { low, median, high } = quartiles(ours.map((ns, round) => ns / theirs[round]));
  const verdict = title.includes("Date") ? "" : median <= target ? `  target ≤ ${target}: met` : `  target ≤ ${target}: missed`;
  return `  ${title} (${bytes} B)  ${median.toFixed(2)}× (${low.toFixed(2)}–${high.toFixed(2)})  lossy ${quartiles(theirs).median.toFixed(0)} ns, lossless ${quartiles(ours).median.toFixed(0)} ns${verdict}`;
}

const isMain = process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url;

if (isMain && process.argv[2] === "--here") {
  const measured = measureEncoding(await import(pathToFileURL(process.argv[3]).href));
  process.stdout.write(`${JSON.stringify(measured)}\n`);
} else if (isMain) {
  const { build } = await import("esbuild");
  const folder = mkdtempSync(join(tmpdir(), "core-encoding-"));
  const file = join(folder, "encode.mjs");
  await build({ entryPoints: [join(root, "src/log/encode.ts")], bundle: true, format: "esm", target: "node20", outfile: file, logLevel: "error" });
  for (const name of RUNTIME_NAMES) {
    const runtime = findRuntime(name);
    if (runtime === undefined) {
      process.stdout.write(`${name} is absent: nothing was measured on it\n`);
      continue;
    }
    const args = [...(name === "deno" ? ["run", "-A"] : []), fileURLToPath(import.meta.url), "--here", file];
    const { status, stdout, error } = spawnSync(runtime.path, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], cwd: root, timeout: 120_000 });
    if (status !== 0) throw error ?? new Error(`Cannot measure on ${name}: it ended with ${status}`);
    const lines = JSON.parse(stdout.trimEnd().split("\n").at(-1)).map((each) => lineOf(each, TARGETS[name]));
    process.stdout.write(`${name} ${runtime.version}: lossless over lossy, medians with quartiles\n${lines.join("\n")}\n`);
  }
  rmSync(folder, { recursive: true });
}
