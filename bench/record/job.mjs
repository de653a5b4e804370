// One measured process: does one job (argv) and prints what it found as one line of JSON. Nothing else runs in it, so no side
// is compiled for another's sake, and none pays for another's garbage.
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { startCore, startRecorder } from "./core_side.mjs";
import { measureDispatch } from "./dispatch.mjs";
import { payloadsOf } from "./payloads.mjs";
import { PINO_NAMES, startPino, tapWithPino } from "./pino_side.mjs";
import { timesNow, timesSince } from "./thread_time.mjs";

/** See cases.mjs for what a job says; `library` is the bundle of library.ts. */
const job = JSON.parse(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), "core-bench-"));
const file = join(folder, "log.jsonl");

/** Messages in a turn of the event loop: a busy app's. */
const TURN = 64;

const turnOver = () => new Promise((resolve) => setImmediate(resolve));

async function start() {
  if (job.handlers === 0 && PINO_NAMES.includes(job.watcher)) return startPino(job.watcher, { file });
  const library = await import(pathToFileURL(job.library));
  const options = { ...job, file, isPatient: job.way !== "paced" };
  if (job.watcher === "recorder alone") return startRecorder(library, options);
  const tapOf = PINO_NAMES.includes(job.watcher) ? tapWithPino(job.watcher, file) : undefined;
  return startCore(library, { ...options, tapOf });
}

async function sendMany(side, payloads, count) {
  for (let sent = 0; sent < count; sent += TURN) {
    for (let n = 0; n < TURN; n += 1) side.send(payloads[n % payloads.length]);
    await turnOver();
  }
}

/** As fast as it goes. What was sent is checked against what stands in the file. */
async function burst({ count }) {
  const payloads = payloadsOf(job.size);
  const warming = Math.ceil(count / 2 / TURN) * TURN;
  const measured = Math.ceil(count / TURN) * TURN;
  const side = await start();
  await sendMany(side, payloads, warming);
  const bytesBefore = job.watcher === "nothing" ? 0 : statSync(file).size;
  const before = timesNow();
  await sendMany(side, payloads, measured);
  await side.end();
  const times = timesSince(before);
  const records = job.watcher === "nothing" ? 0 : linesOf(readFileSync(file));
  const wanted = job.watcher === "nothing" ? 0 : (warming + measured) * side.records;
  // A recorder's log has its header beside, and what was registered.
  if (records < wanted || records > wanted + 10) throw new Error(`Cannot measure ${job.watcher}: ${records} records stand in the file, not ${wanted}`);
  const bytes = job.watcher === "nothing" ? 0 : statSync(file).size - bytesBefore;
  return { ...times, messages: measured, records: measured * side.records, bytes };
}

function linesOf(bytes) {
  let lines = 0;
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === 10) lines += 1;
  return lines;
}

/** So and so many messages a second, in steps of a millisecond or longer. */
async function paced({ rate, seconds }) {
  const payloads = payloadsOf(job.size);
  const side = await start();
  await sendMany(side, payloads, Math.min(rate, 50_000));
  const warmed = Math.ceil(Math.min(rate, 50_000) / TURN) * TURN;
  const before = timesNow();
  let sent = 0;
  for (;;) {
    const elapsed = performance.now() - before.wall;
    const due = Math.floor(rate * Math.min(elapsed, seconds * 1000) / 1000);
    for (; sent < due; sent += 1) side.send(payloads[sent % payloads.length]);
    if (elapsed >= seconds * 1000) break;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const times = timesSince(before);
  await side.end();
  return { ...times, messages: sent, ...job.watcher === "recorder" ? completeness(warmed + sent, side.records) : {} };
}

/** Whether each message stands in the log, whole, with its handling, under an id without holes; and whether the log says that something is missing. */
function completeness(messages, records) {
  const found = { dispatch: 0, handling: 0, missing: 0, unreadable: 0 };
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line === "") continue;
    try {
      const { kind, id, dispatch, capture } = JSON.parse(line);
      if (kind === "gap" || kind === "skipped" || (kind === "degraded" && capture !== "all")) found.missing += 1;
      if (kind === "dispatch" && id === found.dispatch + 1) found.dispatch += 1;
      if (kind === "handling" && dispatch === found.handling + 1) found.handling += 1;
    } catch {
      found.unreadable += 1;
    }
  }
  return { isWhole: found.dispatch === messages && found.handling === messages * (records - 1) && found.missing === 0 && found.unreadable === 0 };
}

/** How memory grows over many messages, once the garbage of both ends is gone, and how high it stood on the way. */
async function memory({ count }) {
  const payloads = payloadsOf(job.size);
  const side = await start();
  await sendMany(side, payloads, 50_000);
  const before = await settled();
  let highest = 0;
  for (let sent = 0; sent < count; sent += 20_000) {
    await sendMany(side, payloads, 20_000);
    highest = Math.max(highest, process.memoryUsage().rss);
  }
  const after = await settled();
  await side.end();
  return { rssMB: (after.rss - before.rss) / 2 ** 20, heapMB: (after.heapUsed - before.heapUsed) / 2 ** 20, highestMB: highest / 2 ** 20 };
}

async function settled() {
  for (let turn = 0; turn < 2; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (globalThis.Bun) globalThis.Bun.gc(true);
    else globalThis.gc();
  }
  return process.memoryUsage();
}

const WAYS = { burst, paced, memory, dispatch: measureDispatch };

try {
  const found = await WAYS[job.way](job);
  process.stdout.write(`\n${JSON.stringify(found)}\n`, () => process.exit(0));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
