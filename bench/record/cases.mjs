// @ts-self-types="./cases.d.mts"
// What is measured of the recorder, beside whom, and what is to be reached. A case runs its sides in turns, a process each; the
// first side is ours.

const PINO = ["pino, synchronous", "pino, asynchronous"];
const WITH_CORE = "recorder, and the Core that it records";

/** So many messages make about 50 MB: enough to measure, and deleted before a disk has to take it. */
const COUNTS = { small: 200_000, "small, 1 of 16 beyond Latin-1": 200_000, "1 kB": 50_000, "10 kB": 6000, "100 kB": 600, "webhooks of about 1 kB": 40_000, "webhooks of about 10 kB": 6000 };

// Judged is what the app's thread computes: on a machine that others use, the clock also shows how long one waited for a core.
const perSecond = { title: "thousand records a second of the app's thread", digits: 0, of: ({ records, threadMs }) => records / threadMs };
const perSecondByClock = { title: "thousand records a second by the clock", digits: 0, of: ({ records, wallMs }) => records / wallMs };
const threadPerMessage = { title: "µs of the app's thread, a message", digits: 2, of: ({ messages, threadMs }) => threadMs * 1000 / messages };
const bytesPerMessage = { title: "bytes on disk, a message", digits: 0, of: ({ messages, bytes }) => bytes / messages };
const share = { title: "share of the app's thread, in %", digits: 1, of: ({ threadMs, wallMs }) => threadMs * 100 / wallMs };
const pace = { title: "messages a second", digits: 0, of: ({ messages, wallMs }) => messages * 1000 / wallMs };
const nsPerCall = { title: "ns a call", digits: 1, of: ({ messages, threadMs }) => threadMs * 1e6 / messages };

const burst = (size, handlers, watcher, rest = {}) => ({ way: "burst", size, handlers, watcher, count: COUNTS[size], ...rest });

/** One line a message, so that a line is compared with a line: the same records, of objects that are given. With a Core under it our side dispatches, too; pino has none. */
function againstPino(size, targets) {
  return {
    title: `Records, ${size}`,
    sides: Object.fromEntries([["recorder", burst(size, 0, "recorder alone")], ...PINO.map((name) => [name, burst(size, 0, name)]), [WITH_CORE, burst(size, 0, "recorder")]]),
    measures: [perSecond, perSecondByClock],
    targets: targets.flatMap(({ least }) => ["recorder", WITH_CORE].flatMap((ours) => PINO.map((against) => ({ measure: perSecond.title, ours, against, least })))),
  };
}

/** A message with one handler: two lines. What the dispatch and the handler take is there twice, and so can be taken off; pino's lines come from a tap. */
function wholePath(size, others = {}) {
  return {
    title: `Whole path, ${size}: a message with one handler, two lines`,
    sides: { recorder: burst(size, 1, "recorder"), nothing: burst(size, 1, "nothing"), ...others },
    measures: [threadPerMessage, bytesPerMessage],
    minus: "nothing",
    targets: [],
  };
}

function atPace(rate, targets = []) {
  const job = { way: "paced", size: "small", handlers: 1, rate, seconds: 2 };
  return {
    title: `${rate.toLocaleString("en")} small messages a second, one handler each`,
    sides: { recorder: { ...job, watcher: "recorder" }, nothing: { ...job, watcher: "nothing" } },
    measures: [share, pace], minus: "nothing", targets,
  };
}

const besides = (beside) => ({ way: "dispatch", beside });

export const CASES = [
  againstPino("small", [{ least: { node: 2.5, deno: 2.5, bun: 5 } }]),
  againstPino("1 kB", [{ least: { node: 1.3, deno: 1.3, bun: 1.3 } }]),
  againstPino("10 kB", [{ least: { node: 1, deno: 1, bun: 1 } }]),
  againstPino("webhooks of about 1 kB", [{ least: { node: 1.3, deno: 1.3, bun: 1.3 } }]),
  againstPino("webhooks of about 10 kB", [{ least: { node: 1, deno: 1, bun: 1 } }]),
  againstPino("small, 1 of 16 beyond Latin-1", []),
  wholePath("small", {
    ...Object.fromEntries(PINO.map((name) => [name, burst("small", 1, name)])),
    "recorder of a log in parts": burst("small", 1, "recorder", { keepsOpen: true }),
  }),
  wholePath("1 kB"),
  wholePath("10 kB"),
  wholePath("100 kB"),
  {
    title: "When a batch is written, small",
    sides: Object.fromEntries(["end of turn", "each record", "64 kB only"].map((policy) => [policy, burst("small", 0, "recorder alone", { policy })])),
    measures: [perSecond, perSecondByClock], targets: [],
  },
  atPace(1000),
  atPace(10_000),
  atPace(100_000, [{ measure: pace.title, whole: 99_000 }]),
  {
    title: "A dispatch that nobody watches, one handler",
    sides: { "core-ipc/log loaded": besides("core-ipc/log loaded"), "core-ipc alone": besides("nothing"), "a recorder was there, and is gone": besides("a recorder") },
    measures: [nsPerCall],
    targets: [{ measure: nsPerCall.title, against: "core-ipc alone", most: 1.05 }],
  },
  {
    rounds: 3,
    title: "Memory over a million small messages, one handler each",
    sides: Object.fromEntries(["recorder", "nothing"].map((watcher) => [watcher, { way: "memory", size: "small", handlers: 1, watcher, count: 1_000_000 }])),
    measures: [
      { title: "MB that the heap has grown", digits: 1, of: ({ heapMB }) => heapMB },
      { title: "MB that the process has grown", digits: 1, of: ({ rssMB }) => rssMB },
      { title: "MB of the process at its highest", digits: 0, of: ({ highestMB }) => highestMB },
    ],
    targets: [],
  },
];
