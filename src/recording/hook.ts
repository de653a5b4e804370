/**
 * The global places at which Cores, their recordings and their agent meet, by symbol, so that it does not matter which copy of the
 * library an app loads, or which of them is there first.
 */
import type { Observer } from "../mod.ts";
import type { ContextCarrier } from "../host/async_context.ts";
import type { Sink } from "../log/sink.ts";

/** As much of a Core as its agent uses; also safe on one that is still being made. */
export interface WatchedCore {
  readonly name: string;
  tap(observer: Observer): { dispose(): void };
}

/** What `createCore()` finds when an agent is there, or a recording. */
export interface DevtoolsHook {
  /** An agent's: told of every Core, before its services are made. Never throws. */
  announce?(core: WatchedCore): void;
  /** Lets a Core know the cause of what a service sends through the `core` it kept. */
  readonly carrier: ContextCarrier;
}

/** Where the agent stands. */
export const HOOK: unique symbol = Symbol.for("core-ipc.devtools");

/** Where every Core of this process stands, weakly held. */
export const CORES: unique symbol = Symbol.for("core-ipc.cores");

/** Gives the hook that is there. */
export function currentHook(): DevtoolsHook | undefined {
  return (globalThis as { [HOOK]?: DevtoolsHook })[HOOK];
}

/** Sets the hook; Cores that are made from now on announce themselves to it. */
export function setHook(hook: DevtoolsHook): void {
  Object.defineProperty(globalThis, HOOK, { value: hook, configurable: true, enumerable: false, writable: true });
}

/** Gives the Cores of this process that are still alive, in the order in which they were made. */
export function livingCores(): WatchedCore[] {
  const cores = (globalThis as { [CORES]?: Set<WeakRef<WatchedCore>> })[CORES];
  return [...cores ?? []].flatMap((reference) => reference.deref() ?? []);
}

/** A recording of a Core that this process makes of itself. */
export interface LivingRecording {
  readonly core: WatchedCore;
  /** What it holds in memory, where it is a flight recorder: whoever watches now can see it. */
  readonly ring: { attach(sink: Sink): void; detach(sink: Sink): void } | undefined;
}

const RECORDINGS: unique symbol = Symbol.for("core-ipc.recordings");

/** Gives the recordings that this process makes of itself. */
export function livingRecordings(): Set<LivingRecording> {
  return (globalThis as { [RECORDINGS]?: Set<LivingRecording> })[RECORDINGS] ??= new Set();
}
