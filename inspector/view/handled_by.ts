/**
 * Who handled a message and how it ended, in few cells: `notification ✓ audit ✗`, `nobody ∅`, `reports 64 %`.
 * What does not fit is counted (`+3`), and a failure among it is told (`+3 ✗`): a failure is never cut away.
 */
import type { DispatchTrace } from "../../src/trace/dispatch_trace.ts";
import type { HandlingRecord } from "../../src/trace/record.ts";
import { handlersOf } from "../../src/trace/state.ts";
import { cellWidth, clip } from "./cell_width.ts";
import { safeStart } from "./safe_text.ts";
import { fitRow, rowWidth, segment, type Meaning, type Row, type Segment } from "./segment.ts";

/** The sign and the meaning of each outcome. */
export const OUTCOME_SIGNS: Readonly<Record<HandlingRecord["outcome"], readonly [string, Meaning]>> = {
  done: ["✓", "good"],
  answered: ["✓", "good"],
  declined: ["·", "dim"],
  failed: ["✗", "bad"],
  spared: ["·", "dim"],
};

const SETTLED_WORDS = { timedOut: "timed out", aborted: "aborted", dropped: "dropped", answered: "answered", refused: "refused" } as const;

/** One handler of the summary. */
interface Part {
  readonly name: string;
  readonly sign: string;
  readonly as: Meaning;
}

/** Gives the summary of `trace`, at most `width` cells wide. */
export function handledBy(trace: DispatchTrace, width: number): Row {
  const parts = partsOf(trace);
  const row: Segment[] = [];
  for (const [index, part] of parts.entries()) {
    const gap = index === 0 ? 0 : 1;
    const used = rowWidth(row) + gap;
    const rest = parts.slice(index + 1);
    const reserve = rest.length === 0 ? 0 : moreText(rest).length + 1;
    if (used + cellWidth(part.name) + 2 + reserve > width && index > 0) {
      return fitRow([...row, segment(" "), ...more(parts.slice(index))], width);
    }
    if (gap > 0) row.push(segment(" "));
    const room = width - used - cellWidth(part.sign) - reserve - 1;
    if (part.name !== "") row.push(segment(`${clip(part.name, Math.max(1, room))} `));
    row.push(segment(part.sign, part.as));
  }
  return fitRow(row, width);
}

function more(rest: readonly Part[]): Row {
  return [segment(moreText(rest), rest.some((part) => part.as === "bad") ? "bad" : "dim")];
}

function moreText(rest: readonly Part[]): string {
  const worst = rest.find((part) => part.as === "bad") ?? rest.find((part) => part.as === "busy");
  return worst === undefined ? `+${rest.length}` : `+${rest.length} ${worst.as === "bad" ? worst.sign : "…"}`;
}

function partsOf(trace: DispatchTrace): Part[] {
  const { handlings, running, settled, progress, record } = trace;
  const parts: Part[] = handlings.map((handling) => {
    const [sign, as] = OUTCOME_SIGNS[handling.outcome];
    return { name: shortName(trace, handling), sign, as };
  });
  const ratio = progress === undefined ? "…" : `${Math.round(progress.ratio * 100)} %`;
  for (const open of running) parts.push({ name: shortName(trace, open), sign: ratio, as: "busy" });
  if (settled !== undefined) {
    const isBad = settled.outcome !== "answered";
    parts.push({ name: SETTLED_WORDS[settled.outcome], sign: isBad ? "✗" : "✓", as: isBad ? "bad" : "good" });
    return parts;
  }
  const expected = handlersOf(trace);
  if (expected === 0 && parts.length === 0) return [{ name: "nobody", sign: "∅", as: "warning" }];
  const isOver = record.verb === "QUERY" && handlings.some(({ outcome }) => outcome === "answered" || outcome === "failed");
  const unheard = (expected ?? 1) - handlings.length - running.length;
  if (unheard > 0 && !isOver) parts.push({ name: unheard === 1 ? "" : String(unheard), sign: ratio, as: "busy" });
  return parts;
}

const DISCOVERED = /^([\p{L}_$][\p{L}\p{N}_$-]*)\.[\p{L}_$][\p{L}\p{N}_$]*(#\d+)?$/u;

/** The service that registered the handler, as far as the log says; else the first part of `service.method`; else its name. */
function shortName({ run }: DispatchTrace, { handler, subscription }: { readonly handler: string; readonly subscription: number }): string {
  const service = run.subscriptions.get(subscription)?.added.service;
  return safeStart(service ?? DISCOVERED.exec(handler)?.[1] ?? handler);
}
