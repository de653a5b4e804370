// How much memory is in use once the garbage is gone. Each runtime is asked for its collector in its own way, none needs a flag.
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { assert } from "../harness.ts";

/** Runs the garbage collector of the runtime, all of it. */
const collect = findCollector();

function findCollector(): () => void {
  const { Bun: bun } = globalThis as { readonly Bun?: { gc(isAtOnce: boolean): void } };
  if (bun) return () => bun.gc(true);
  setFlagsFromString("--expose-gc");
  const gc: unknown = runInNewContext("gc");
  if (typeof gc !== "function") throw new Error(`Cannot measure the heap: gc is no function but ${typeof gc}`);
  return () => void gc();
}

/** Collects the garbage, and gives what is in use then. */
export async function heapBytes(): Promise<number> {
  // What is held by the running turn, by weak references or by finalizers goes in a later one.
  for (let turn = 0; turn < 4; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    collect();
  }
  return process.memoryUsage().heapUsed;
}

/**
 * What a heap may grow without a leak: compiled code, inline caches, the last objects on the stack. One object of 24 bytes left behind by each
 * of 100,000 acts is more.
 */
const MARGIN_BYTES = 2_000_000;

/** Acts `times` times, and fails when more is in use afterwards than after the first twentieth of them. */
export async function leavesNothing(times: number, act: (n: number) => unknown): Promise<void> {
  const warm = Math.ceil(times / 20);
  await actFrom(0, warm, act);
  const before = await heapBytes();
  await actFrom(warm, times, act);
  const grown = await heapBytes() - before;
  assert.ok(grown < MARGIN_BYTES, `the heap grew by ${grown} bytes in ${times - warm} acts`);
  if (process.env["SOAK_VERBOSE"]) console.log(grown);
}

/** Gives the runtime a turn now and then: what waits for one is no leak. */
async function actFrom(from: number, to: number, act: (n: number) => unknown): Promise<void> {
  for (let n = from; n < to; n++) {
    const given = act(n);
    if (given instanceof Promise) await given;
    if (n % 10_000 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
