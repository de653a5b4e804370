/**
 * What the app printed.
 *
 * ```
 *  printed by shop · 214 lines
 *   listening on :8080
 * ! cannot reach the mail server
 * ```
 */
import { geometryOf } from "../model/geometry.ts";
import type { Model } from "../model/model.ts";
import { outputLines } from "../model/output.ts";
import { safeOutput, safeStart } from "./safe_text.ts";
import { fitRow, segment, type Row } from "./segment.ts";

/** Gives the title and exactly as many rows as the body has besides. */
export function outputRows(model: Model): Row[] {
  const { columns } = model.size;
  const rows = geometryOf(model).body - 1;
  const lines = outputLines(model.output);
  const lowest = Math.max(0, lines.length - rows);
  const top = Math.min(lowest, model.outputTop ?? lowest);
  const visible: Row[] = lines.slice(top, top + rows).map(({ stream, text }) => {
    const isError = stream === "stderr";
    return fitRow([segment(isError ? " ! " : "   ", "bad"), segment(safeOutput(text))], columns);
  });
  if (lines.length === 0) visible.push([segment(emptyText(model), "dim")].map((piece) => fitRow([piece], columns)).flat());
  while (visible.length < rows) visible.push([]);
  return [titleRow(model, lines.length, top + rows < lines.length), ...visible];
}

function emptyText({ mode }: Model): string {
  return mode === "live" ? "   the app printed nothing" : "   only an app that core started shows what it printed";
}

function titleRow({ title, size, output }: Model, count: number, hasMore: boolean): Row {
  const dropped = output.dropped === 0 ? "" : `, ${output.dropped.toLocaleString("en")} older ones dropped`;
  const more = hasMore ? " · G goes to the newest" : "";
  return fitRow([
    segment(` printed by ${safeStart(title.name)}`, "strong"),
    segment(` · ${count.toLocaleString("en")} ${count === 1 ? "line" : "lines"}${dropped} · ! is stderr${more}`, "dim"),
  ], size.columns);
}
