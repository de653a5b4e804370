// What a dispatch costs that nobody watches, beside a recorder that only exists: the module is loaded, or has been at work
// and is gone. Measured as bench/ measures a dispatch, in a process of its own for each.
import { pathToFileURL } from "node:url";
import { payloadsOf, TYPE } from "./payloads.mjs";
import { timesNow, timesSince } from "./thread_time.mjs";

const CALLS = 200_000;

/** The middle of so many is what counts: whatever hits some of them, hits the others less. */
const SLICES = 15;

export async function measureDispatch({ beside, entry, log }) {
  const { createCore } = await import(pathToFileURL(entry));
  const core = await createCore();
  let handled = 0;
  core.registerAction(TYPE, () => {
    handled += 1;
  });
  await core.startup();
  if (beside !== "nothing") await exist(await import(pathToFileURL(log)), core, beside);
  const [data] = payloadsOf("small");
  const send = () => {
    for (let n = 0; n < CALLS; n += 1) void core.ACTION({ type: TYPE, data });
  };
  for (let warming = 0; warming < SLICES; warming += 1) send();
  const slices = [];
  for (let slice = 0; slice < SLICES; slice += 1) {
    const before = timesNow();
    send();
    slices.push(timesSince(before));
  }
  if (handled < 2 * SLICES * CALLS) throw new Error(`Cannot measure: ${2 * SLICES * CALLS} messages were sent, and ${handled} handled`);
  return { ...slices.sort((a, b) => a.threadMs - b.threadMs)[(SLICES - 1) / 2], messages: CALLS };
}

async function exist({ Recorder }, core, beside) {
  if (beside === "core-ipc/log loaded") return;
  const recorder = new Recorder({
    sink: { write() {}, close() {} }, schedule: (flush) => setImmediate(() => flush()), later: () => () => {},
    header: { run: "bench1", name: core.name, startedAt: new Date() }, startAt: performance.now(), now: () => performance.now(),
  });
  const tap = core.tap(recorder);
  for (let n = 0; n < 10_000; n += 1) void core.ACTION({ type: TYPE, data: n });
  tap.dispose();
  recorder.close();
  await new Promise((resolve) => setImmediate(resolve));
}
