/**
 * Given to a runtime in place of the usual preload when an app is started for a replay: the agent, a gate before the handlers
 * of each Core, and, once the app's main module has run, the player. A main module that serves in a top-level await never
 * ends: then the player begins when a Core has started. The process ends when the replay is over.
 */
import { fileUrl } from "../host/file_url.ts";
import { readTextNow, writeText } from "../host/files.ts";
import { mainModuleEnd } from "../host/main_module.ts";
import { idleTimer, systemClock } from "../host/clock.ts";
import { complain, env, exit, scriptPath } from "../host/process.ts";
import type { Core } from "../mod.ts";
import { installGate, play, type Gate } from "../replay/mod.ts";
import { SPOOL_VARIABLE } from "./environment.ts";
import { currentHook, setHook, type WatchedCore } from "../recording/hook.ts";
import { install } from "./install.ts";
import { LOADING_MS, orderPath, reportPath, type ReplayOrder, type ReplayReport } from "./replay_order.ts";

/** How long the app's services may take to stop when everything has been played. */
const SHUTDOWN_MS = 2_000;

/** How long a main module may go on after its Core has started: what it subscribes there belongs to the replay. */
const AFTER_STARTUP_MS = 1_000;

const spool = env(SPOOL_VARIABLE) ?? "";
const order = JSON.parse(readTextNow(orderPath(spool))) as ReplayOrder;
const gated: { readonly core: Core; readonly gate: Gate }[] = [];

let onStarted = (): void => {};
const started = new Promise<void>((resolve) => { onStarted = resolve; });

install();
const agent = currentHook();
if (agent !== undefined) {
  setHook({
    carrier: agent.carrier,
    announce(watched: WatchedCore) {
      agent.announce?.(watched);
      // Whatever announces itself is a whole Core; an agent only needs less of it.
      const core = watched as Core;
      gated.push({ core, gate: installGate(core, order) });
      // Sent when all services have started; startup() resolves when it has been handled.
      core.tap({ dispatched: ({ message }) => { if (message.type === "service.startup") onStarted(); } });
    },
  });
}
void Promise.race([mainModuleEnd(fileUrl(scriptPath() ?? "")), startedFor(AFTER_STARTUP_MS), passed(LOADING_MS, idleTimer)]).then(run).catch((error: unknown) => {
  complain(`core replay: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
  exit(70);
});

async function startedFor(ms: number): Promise<undefined> {
  await started;
  return passed(ms, systemClock.setTimer);
}

/** Before the main module begins only an idle timer will do: Deno begins it when nothing keeps its preload alive. */
function passed(ms: number, setTimer: (run: () => void, ms: number) => unknown): Promise<undefined> {
  return new Promise((resolve) => void setTimer(() => resolve(undefined), ms));
}

/** `importMain` is undefined while the main module has not ended. */
async function run(importMain: (() => Promise<Record<string, unknown>>) | undefined): Promise<void> {
  writeText(reportPath(spool), JSON.stringify(await replay(importMain)));
  exit(0);
}

async function replay(importMain: (() => Promise<Record<string, unknown>>) | undefined): Promise<ReplayReport> {
  try {
    if (gated.length === 0 && importMain === undefined) return { kind: "stillLoading" };
    if (gated.length === 0 && importMain !== undefined) await makeCore(importMain);
    const [first, ...others] = gated;
    if (first === undefined) return { kind: "noCore" };
    if (others.length > 0) return { kind: "severalCores", names: gated.map(({ core }) => core.name) };
    const { core, gate } = first;
    await core.startup();
    const result = await play(core, order.plan, { speed: order.speed, settleMs: order.settleMs, clock: systemClock, gate });
    gate.open();
    await core.shutdown({ timeoutMs: SHUTDOWN_MS }).catch((error: unknown) => complain(`core replay: the app did not shut down: ${String(error)}`));
    return { kind: "played", result };
  } catch (error) {
    return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

/** The app's module may give a function that makes the Core. */
async function makeCore(importMain: () => Promise<Record<string, unknown>>): Promise<void> {
  const { default: make } = await importMain();
  if (typeof make === "function") await make();
}
