/** What a replay's process is told, and what it tells: two files in the spool that it shares with the one who started it. */
import type { PlayResult, ReplayPlan } from "../replay/mod.ts";
import { absolutePath } from "../host/files.ts";

/** What to play, and how. */
export interface ReplayOrder {
  readonly plan: ReplayPlan;
  readonly speed: number | "max";
  readonly settleMs: number;
  readonly keepRoots: boolean;
}

/** How long an app's main module may load without making a Core. */
export const LOADING_MS = 30_000;

/** How it went: played, or why it could not be. */
export type ReplayReport =
  | { readonly kind: "played"; readonly result: PlayResult }
  | { readonly kind: "noCore" }
  | { readonly kind: "stillLoading" }
  | { readonly kind: "severalCores"; readonly names: readonly string[] }
  | { readonly kind: "failed"; readonly message: string };

/** Where the order stands in a spool. */
export function orderPath(spool: string): string {
  return absolutePath(spool, "replay.order.json");
}

/** Where the report stands in a spool. */
export function reportPath(spool: string): string {
  return absolutePath(spool, "replay.report.json");
}
