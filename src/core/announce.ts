/**
 * How the devtools find a Core: through two global symbols, so that neither side imports the other. Nothing here fails a Core.
 */
import type { Core } from "./core.ts";
import { DEVTOOLS } from "./taps.ts";

/** The Cores of this process, held weakly: devtools that come later look here. */
export const CORES: unique symbol = Symbol.for("core-ipc.cores");

interface Globals {
  [CORES]?: Set<WeakRef<Core>>;
  readonly [DEVTOOLS]?: { announce?(core: Core): void };
}

/** Lists the Core, and hands it to the devtools that are there already. */
export function announce(core: Core): void {
  const globals = globalThis as Globals;
  const cores = globals[CORES] ??= new Set();
  for (const reference of cores) {
    if (!reference.deref()) cores.delete(reference);
  }
  cores.add(new WeakRef(core));
  globals[DEVTOOLS]?.announce?.(core);
}
