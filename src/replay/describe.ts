/** A verdict in words, as `core replay --verify` prints it. */
import { previewOf } from "../trace/preview.ts";
import { ABSENT } from "./compare_values.ts";
import type { Divergence, Verdict } from "./verify.ts";

/** What stands in the verdict's last line beside the counts. */
export interface VerdictNames {
  /** The recording. */
  readonly log: string;
  /** The app that it was replayed into. */
  readonly app: string;
  /** How long it took. */
  readonly ms: number;
}

/** Divergences that are printed in full; the last line counts all. More would push the first one, which is the one to mend, off the screen. */
const SHOWN = 3;

/** Characters of a value that are shown: a line of the screen. */
const VALUE_WIDTH = 100;

/**
 * Gives the verdict as text:
 *
 * ```
 * FAIL  user.created #1041  (root 17 of 240)
 *       at    user.created → notification.handleIPCEvents → mail.queued
 *       path  /data/template/name
 *       recorded  "welcome"
 *       replayed  "welcome-v2"
 *
 * 239 flows agree, 1 differs, 0 open · 1.84 s · bug.jsonl into app.ts
 * ```
 */
export function describeVerdict(verdict: Verdict, { log, app, ms }: VerdictNames): string {
  const blocks = verdict.divergences.slice(0, SHOWN).map(divergenceText);
  const more = verdict.divergences.length - SHOWN;
  if (more > 0) blocks.push(`… ${more.toLocaleString("en")} more ${more === 1 ? "flow differs" : "flows differ"}\n`);
  if (verdict.open.length > 0) blocks.push(verdict.open.slice(0, SHOWN).map(({ root, type, why }) => `OPEN  ${root === 0 ? "" : `${type} #${root}: `}${why}\n`).join(""));
  if (verdict.notes.length > 0) blocks.push(verdict.notes.slice(0, SHOWN).map((note) => `note  ${note}\n`).join(""));
  const { agree, differ, open } = verdict.flows;
  blocks.push(`${agree} ${agree === 1 ? "flow agrees" : "flows agree"}, ${differ} ${differ === 1 ? "differs" : "differ"}, ${open} open · ${(ms / 1000).toFixed(2)} s · ${log} into ${app}\n`);
  return blocks.join("\n");
}

function divergenceText({ type, root, rootIndex, rootCount, at, path, what, recorded, replayed }: Divergence): string {
  const lines = [
    `FAIL  ${type} #${root}  (root ${rootIndex} of ${rootCount})`,
    `      at    ${at.join(" → ")}`,
    path === "" ? `      what  ${what}` : `      path  ${path}`,
    `      recorded  ${valueText(recorded)}`,
    `      replayed  ${valueText(replayed)}`,
  ];
  return `${lines.join("\n")}\n`;
}

function valueText(value: unknown): string {
  if (value === ABSENT) return "nothing";
  return previewOf(value, VALUE_WIDTH) || "nothing";
}
