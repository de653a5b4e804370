/** Whether a runtime can load an app's file by itself. */
import { loadsTypeScript, type RuntimeName } from "../host/runtime.ts";

/** Why it cannot: `typescript`: that Node is too old for `.ts`; `jsx`: no Node loads it. */
export type CannotRun = "typescript" | "jsx";

/** Says whether a runtime of that version loads that file without help; if not, why. */
export function canRun(runtime: RuntimeName, version: string, file: string): { readonly ok: true } | { readonly ok: false; readonly why: CannotRun } {
  if (runtime !== "node") return { ok: true };
  if (/\.[jt]sx$/.test(file)) return { ok: false, why: "jsx" };
  if (/\.[cm]?ts$/.test(file) && !loadsTypeScript(runtime, version)) return { ok: false, why: "typescript" };
  return { ok: true };
}
