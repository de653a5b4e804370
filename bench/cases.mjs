// @ts-self-types="./cases.d.mts"
// What is measured against whom, and what is to be reached: one entry a case. The first side of each case is Core.

/** In which file of sides/ each side stands. */
export const FILES = {
  "core-ipc": "core.mjs",
  "core-ipc, by a channel": "core.mjs",
  "core-ipc, the timestamp read": "core.mjs",
  "core-ipc, a tap that counts": "core.mjs",
  "core-ipc, a tap of spans": "core.mjs",
  "core-ipc, a tap that keeps an object an event": "core.mjs",
  nanoevents: "nanoevents.mjs",
  eventemitter3: "eventemitter3.mjs",
  "node:events": "node_events.mjs",
  mitt: "mitt.mjs",
  hookable: "hookable.mjs",
  emittery: "emittery.mjs",
  mqemitter: "mqemitter.mjs",
  moleculer: "moleculer.mjs",
  "@nestjs/cqrs": "nestjs_cqrs.mjs",
  tseep: "tseep.mjs",
  eventemitter2: "eventemitter2.mjs",
};

const EMITTERS = ["nanoevents", "eventemitter3", "node:events", "mitt", "hookable", "emittery", "mqemitter", "tseep", "eventemitter2"];
const ALL = [...EMITTERS, "moleculer", "@nestjs/cqrs"];
/** Those that wait by themselves, and the lightest two with what their users write for it. */
const WAITING = ["emittery", "moleculer", "hookable", "mqemitter", "eventemitter2", "nanoevents", "mitt"];

/** Targets are times: at `most` so many times the time of the peer it is `against`, or of the fastest but `except`. */
export const CASES = [
  { title: "1 sync handler", way: "sync", handlers: "counting", size: 1, peers: ALL, targets: [{ against: "mitt", most: 1 }, { against: "emittery", most: 1 / 10 }, { against: "moleculer", most: 1 / 40 }] },
  { title: "10 sync handlers", way: "sync", handlers: "counting", size: 10, peers: ALL, targets: [{ against: "nanoevents", most: 1 }] },
  { title: "100 sync handlers", way: "sync", handlers: "counting", size: 100, peers: ALL, targets: [{ against: "the best", except: ["tseep"], most: 1.1 }] },
  { title: "10 types, one handler each", way: "types", handlers: "counting", size: 10, peers: ALL, targets: [] },
  { title: "1,000 types, one handler each", way: "types", handlers: "counting", size: 1000, peers: [...EMITTERS, "moleculer"], targets: [{ against: "the best", except: [], most: 1.2 }] },
  { title: "100,000 types, one handler each", way: "types", handlers: "counting", size: 100_000, peers: ["nanoevents", "eventemitter3", "node:events", "mitt"], targets: [] },
  { title: "1 async handler, awaited", way: "awaited", handlers: "waiting", size: 1, peers: WAITING, targets: [{ against: "emittery", most: 1 / 3 }] },
  { title: "10 async handlers, awaited", way: "awaited", handlers: "waiting", size: 10, peers: WAITING, targets: [{ against: "emittery", most: 1 / 2 }] },
  { title: "request and answer", way: "request", handlers: "answering", size: 1, peers: ["moleculer", "@nestjs/cqrs", "core-ipc, by a channel"], targets: [{ against: "moleculer", most: 1 / 3 }] },
  { title: "100 patterns with wildcards", way: "patterns", handlers: "counting", size: 100, peers: ["eventemitter2", "mqemitter"], targets: [{ against: "the best", except: [], most: 1 / 8 }] },
  { title: "one of 10 handlers throws", way: "guarded", handlers: "throwing", size: 10, peers: ["mitt", "nanoevents"], targets: [{ against: "mitt", most: 1 }] },
  { title: "one of 10 handlers makes an error and throws it", way: "guarded", handlers: "failing", size: 10, peers: ["mitt", "nanoevents"], targets: [] },
];

/** What Core's own extras cost; measured in a process of its own, so that nothing of it weighs on the comparison. */
export const COSTS = [
  {
    title: "what watching costs", way: "sync", handlers: "counting", size: 1, targets: [],
    peers: Object.keys(FILES).filter((name) => /timestamp|a tap/.test(name)),
  },
];

/** Whose memory is measured: those that subscribe without services. */
export const HOLDERS = ["core-ipc", ...EMITTERS];
