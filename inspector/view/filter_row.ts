/**
 * The second row: the filter, and what it leaves; while it is written, the cursor; when it is wrong, where and why.
 *
 * ```
 *  / type:user.* or type:cart.*                                              214 of 12,408 · following
 * ```
 */
import type { Model } from "../model/model.ts";
import { cellWidth, clip } from "./cell_width.ts";
import { safeStart, safeText } from "./safe_text.ts";
import { fitRow, rowWidth, segment, spread, type Row } from "./segment.ts";

/** Gives the filter's row. */
export function filterRow(model: Model): Row {
  const { columns } = model.size;
  if (model.problem !== undefined && model.filterLine === undefined) {
    const hint = segment(" · esc hides this ", "dim");
    return [...fitRow([segment(` ! ${safeStart(model.problem)}`, "bad")], columns - cellWidth(hint.text)), hint];
  }
  const right = [...statusParts(model), segment(" ")];
  if (model.filterLine !== undefined) return fitRow(spread(writtenParts(model, columns - rowWidth(right) - 1), right, columns), columns);
  const text = model.filter.isEmpty ? "no filter" : safeStart(model.filter.text);
  const left = [segment(" / ", "key"), segment(clip(text, Math.max(1, columns - rowWidth(right) - 4)), model.filter.isEmpty ? "dim" : "strong")];
  return spread(left, right, columns);
}

/** Gives the row below the filter while it is wrong: a caret under the place, and why. */
export function filterProblemRow(model: Model): Row | undefined {
  const line = model.filterLine;
  if (line?.problem === undefined) return undefined;
  const { columns } = model.size;
  const before = safeText(line.text.slice(0, line.problem.at));
  const message = safeStart(line.problem.message);
  const at = Math.min(3 + cellWidth(before), Math.max(3, columns - 4 - cellWidth(message)));
  return fitRow([segment(" ".repeat(at)), segment("^ ", "bad"), segment(message, "bad")], columns);
}

/** The text around the cursor, which is drawn as a bar; a long text shows its end. */
function writtenParts({ filterLine }: Model, room: number): Row {
  const characters = [...(filterLine?.text ?? "")];
  const cursor = filterLine?.cursor ?? 0;
  const after = clip(safeStart(characters.slice(cursor).join("")), Math.max(0, Math.floor((room - 4) / 2)));
  const before = keepEnd(safeText(characters.slice(0, cursor).join("")), Math.max(1, room - 4 - cellWidth(after)));
  return [segment(" / ", "accent"), segment(before, "strong"), segment("▏", "accent"), segment(after, "strong")];
}

function keepEnd(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  const characters = [...text];
  let kept = "";
  while (characters.length > 0) {
    const longer = `${characters.pop() ?? ""}${kept}`;
    if (cellWidth(longer) + 1 > width) break;
    kept = longer;
  }
  return `…${kept}`;
}

function statusParts(model: Model): Row {
  const { shown, filter, pausedAt, log, isFollowing, isEnded, mode } = model;
  const all = (shown.messages + shown.hidden).toLocaleString("en");
  const amount = filter.isEmpty ? "" : `${shown.messages.toLocaleString("en")} of ${all}`;
  const words: Row[] = amount === "" ? [] : [[segment(amount)]];
  if (pausedAt !== undefined) {
    const held = log.entries.length - pausedAt;
    words.push([segment(held === 0 ? "paused" : `paused, ${held.toLocaleString("en")} held back`, "warning"), segment(" · space goes on", "dim")]);
  } else if (!isEnded && mode !== "recorded") {
    words.push(isFollowing ? [segment("following", "good")] : [segment("not following", "warning"), segment(model.focus === "list" ? " · G follows" : "", "dim")]);
  }
  return words.flatMap((word, index) => (index === 0 ? word : [segment(" · ", "dim"), ...word]));
}
