/** When a process's main module has run to its end, as seen from a preload. */
import { runtimeName } from "./runtime.ts";

/**
 * Resolves when the main module has been evaluated, its top-level awaits included; gives what imports it once more, which
 * runs nothing a second time. Rejects when it threw. On Deno that import asks for read permission, so it is left to whoever needs it.
 */
export async function mainModuleEnd(url: string): Promise<() => Promise<Record<string, unknown>>> {
  const importMain = (): Promise<Record<string, unknown>> => import(url);
  // A turn later: the runtime must begin to load the main module itself, as its main module.
  if (runtimeName() === "deno") await new Promise<void>((resolve) => globalThis.addEventListener("load", () => resolve(), { once: true }));
  else await new Promise<void>((resolve) => void setTimeout(resolve, 0)).then(importMain);
  return importMain;
}
