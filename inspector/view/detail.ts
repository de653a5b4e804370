/**
 * The chosen message in full.
 *
 * ```
 *  A cart.abandoned #1050 · a root · sent by carts at 2026-11-23 02:14:07.060Z
 *  ▾ data                   {4}
 *      cart    "c-9"
 *    ▸ items   [3]
 *  ▾ handled by             1 of 2
 *    ✓ crm.onCart           done  3.21 ms, 0.08 of it synchronous
 * ```
 */
import type { DispatchTrace } from "../../src/trace/dispatch_trace.ts";
import type { HandlingRecord } from "../../src/trace/record.ts";
import type { TreeNode } from "../../src/trace/tree.ts";
import { wallTimeOf } from "../../src/trace/wall_clock.ts";
import type { DetailContent, DetailLine } from "../model/detail.ts";
import { geometryOf } from "../model/geometry.ts";
import { chosen, chosenLines, type Model } from "../model/model.ts";
import { cellWidth, pad } from "./cell_width.ts";
import { handledBy, OUTCOME_SIGNS } from "./handled_by.ts";
import { VERB_LETTERS } from "./row.ts";
import { safeStart } from "./safe_text.ts";
import { fitRow, segment, type Meaning, type Row } from "./segment.ts";
import { durationText, utcDay, utcTime } from "./time_text.ts";

/** Gives the title of the detail. */
export function detailTitle(model: Model): Row {
  const trace = chosen(model);
  if (trace === undefined) return [segment(" no message chosen", "dim")];
  const { record, run } = trace;
  const wallMs = wallTimeOf(run, record.at);
  const as: Meaning = model.focus === "detail" ? "accent" : "strong";
  return fitRow([
    segment(` ${VERB_LETTERS[record.verb]} `, "accent"), segment(safeStart(record.type), as), segment(` #${record.id}`, as),
    segment(` · ${causeText(trace)}${record.source === undefined ? "" : ` · sent by ${safeStart(record.source)}`}`, "dim"),
    segment(` · ${utcDay(wallMs).slice(0, 10)} ${utcTime(wallMs)}Z`, "dim"),
  ], model.size.columns);
}

/** Gives exactly as many rows as the detail has. */
export function detailRows(model: Model): Row[] {
  const { detail } = geometryOf(model);
  const lines = chosenLines(model);
  const top = Math.min(model.detail.top, Math.max(0, lines.length - detail));
  const keyWidths = keyWidthsOf(lines);
  const rows = lines.slice(top, top + detail).map((line, row) => {
    const isChosen = model.focus === "detail" && top + row === model.detail.cursor;
    return fitRow(lineRow(line, isChosen, keyWidths), model.size.columns);
  });
  while (rows.length < detail) rows.push([]);
  return rows;
}

function causeText({ record, cause, isOrphan }: DispatchTrace): string {
  if (record.cause === undefined) return record.phase === "startup" ? "a root, while starting" : "a root";
  if (record.cause === 0) return "caused before anybody watched";
  if (isOrphan) return `caused by #${record.cause}, which this log does not hold`;
  return cause === undefined ? `caused by #${record.cause}` : `caused by #${record.cause} ${safeStart(cause.record.type)}`;
}

/** Keys of one depth under one value stand in a column; a very long key does not push the others away. */
const LONGEST_KEY_COLUMN = 24;

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function keyWidthsOf(lines: readonly DetailLine[]): ReadonlyMap<string, number> {
  const widths = new Map<string, number>();
  for (const { path, content } of lines) {
    if (content.kind !== "value") continue;
    const width = Math.min(LONGEST_KEY_COLUMN, cellWidth(safeStart(content.node.key)));
    widths.set(parentOf(path), Math.max(widths.get(parentOf(path)) ?? 0, width));
  }
  return widths;
}

const FOLD_SIGNS = { open: "▾ ", closed: "▸ ", none: "  " } as const;

function lineRow(line: DetailLine, isChosen: boolean, keyWidths: ReadonlyMap<string, number>): Row {
  return [
    segment(isChosen ? " › " : "   ", "accent"),
    segment(`${"  ".repeat(line.depth)}${FOLD_SIGNS[line.fold]}`, isChosen ? "accent" : "dim"),
    ...contentRow(line, keyWidths.get(parentOf(line.path)) ?? 0),
  ];
}

function contentRow(line: DetailLine, keyWidth: number): Row {
  const { content } = line;
  switch (content.kind) {
    case "section": return [segment(content.name, "strong"), segment(`  ${content.note}`, "dim")];
    case "value": return valueRow(content.node, keyWidth, line.fold === "open");
    case "handling": return handlingRow(content.handling);
    case "running": return [segment("… ", "busy"), segment(safeStart(content.running.handler)), segment("  running", "busy")];
    case "error": return [segment(safeStart(content.error.name), "bad"), segment(`: ${safeStart(content.error.message)}`)];
    case "caused": return causedRow(content.trace);
    case "text": return [segment(safeStart(content.text), content.as)];
    default: return unknownContent(content);
  }
}

function valueRow(node: TreeNode, keyWidth: number, isOpen: boolean): Row {
  const key = safeStart(node.key);
  const label = safeStart(node.label);
  return [segment(pad(key, Math.max(keyWidth, Math.min(cellWidth(key), 60))), "key"), segment("  "), segment(label, isOpen ? "dim" : meaningOf(node))];
}

function meaningOf({ kind }: TreeNode): Meaning {
  switch (kind) {
    case "string": return "string";
    case "number": return "number";
    case "boolean":
    case "null": return "literal";
    default: return "plain";
  }
}

function handlingRow({ outcome, handler, ms, syncMs }: HandlingRecord): Row {
  const [sign, as] = OUTCOME_SIGNS[outcome];
  const sync = ms - syncMs > 0.005 ? `, ${durationText(syncMs).trim()} of it synchronous` : "";
  const took = outcome === "spared" ? "" : `  ${durationText(ms)}${ms < 9999.5 ? " ms" : ""}${sync}`;
  return [segment(`${sign} `, as), segment(safeStart(handler)), segment(`  ${outcome}`, as), segment(took, "dim")];
}

function causedRow(trace: DispatchTrace): Row {
  const { record } = trace;
  return [
    segment(`${VERB_LETTERS[record.verb]} `, "accent"), segment(safeStart(record.type)), segment(` #${record.id}  `, "dim"), ...handledBy(trace, 40),
  ];
}

function unknownContent(content: never): never {
  throw new TypeError(`Cannot draw a line of the detail: unknown ${JSON.stringify(content satisfies DetailContent)}`);
}
