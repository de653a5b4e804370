/** The list of messages: headings and the rows on the screen. Only these rows are formatted, however long the log is. */
import { geometryOf } from "../model/geometry.ts";
import { chosenRow, type Model } from "../model/model.ts";
import { outputLines } from "../model/output.ts";
import { positionAt } from "../model/shown.ts";
import { columnsFor } from "./columns.ts";
import { filterProblemRow } from "./filter_row.ts";
import { formatRow, headingRow, wallMsOf } from "./row.ts";
import { safeOutput, safeStart } from "./safe_text.ts";
import { fitRow, segment, type Row } from "./segment.ts";

/** Gives the headings and exactly as many rows as the list has. */
export function listRows(model: Model): Row[] {
  const { list } = geometryOf(model);
  const { log, shown, size } = model;
  const lastId = log.dispatches.length === 0 ? 0 : log.dispatches.id(log.dispatches.length - 1);
  const columns = columnsFor(size.columns, String(lastId).length);
  const rows: Row[] = [filterProblemRow(model) ?? headingRow(columns, model.time)];
  const chosenAt = chosenRow(model);
  for (let row = model.top; row < Math.min(shown.length, model.top + list); row++) {
    const position = positionAt(shown, row);
    if (position === undefined) continue;
    const above = positionAt(shown, row - 1);
    const before = above === undefined ? {} : { before: wallMsOf(log.entries.entry(above)) };
    rows.push(formatRow(log.entries.entry(position), columns, { time: model.time, isChosen: row === chosenAt, ...before }));
  }
  if (shown.messages === 0) rows.push(...emptyRows(model).slice(0, Math.max(0, list + 1 - rows.length)));
  while (rows.length < list + 1) rows.push([]);
  return rows;
}

/** An empty list says why it is empty, and what to do. */
function emptyRows(model: Model): Row[] {
  const { shown, filter, isEnded, end, mode, size } = model;
  const says = (text: string): Row => fitRow([segment(`   ${text}`, "dim")], size.columns);
  const hidden = shown.hidden.toLocaleString("en");
  if (shown.hidden > 0) return [[], says(`nothing matches the filter: ${hidden} hidden — esc clears it`)];
  if (!filter.isEmpty && !isEnded) return [[], says(`no message yet; the filter is ${safeStart(filter.text)}`)];
  if (mode === "recorded") return [[], says(isEnded ? "the recording holds no message" : "reading …")];
  if (mode === "pipe" && isEnded) return [[], says("standard input held no message")];
  const printed = outputLines(model.output);
  if (isEnded || end !== undefined) {
    const lines = printed.slice(-10).map((line) => says(safeOutput(line.text)));
    return [[], says("the app ended before it sent a message"), [], ...lines];
  }
  return [[], says(`waiting for the first message${printed.length > 0 ? " — o shows what the app printed" : ""}`)];
}
