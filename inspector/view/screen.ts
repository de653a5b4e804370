/**
 * The whole screen as rows: exactly as many as the terminal has, none wider than it. Pure: the same model always gives the
 * same rows.
 */
import { geometryOf, isShared } from "../model/geometry.ts";
import { isTooSmall, type Model } from "../model/model.ts";
import { bottomRow } from "./bottom.ts";
import { clip } from "./cell_width.ts";
import { detailRows, detailTitle } from "./detail.ts";
import { filterRow } from "./filter_row.ts";
import { headerRow } from "./header.ts";
import { helpRows } from "./help.ts";
import { listRows } from "./list.ts";
import { outputRows } from "./output.ts";
import { segment, type Row } from "./segment.ts";

/** Gives the rows of the screen for `model`. */
export function screenOf(model: Model): Row[] {
  if (isTooSmall(model.size)) return smallScreen(model);
  return [headerRow(model), filterRow(model), ...bodyRows(model), bottomRow(model)].slice(0, model.size.rows);
}

function bodyRows(model: Model): Row[] {
  if (model.help !== undefined) return helpRows(model);
  if (model.screen === "output") return outputRows(model);
  const rule = [segment("─".repeat(model.size.columns), "dim")];
  if (isShared(model.size)) return [...listRows(model), rule, detailTitle(model), ...detailRows(model), rule];
  if (geometryOf(model).list > 0) return listRows(model);
  return [detailTitle(model), rule, ...detailRows(model)];
}

function smallScreen({ size }: Model): Row[] {
  const texts = ["terminal too small", `${size.columns}×${size.rows}`, "q quits"];
  const rows: Row[] = texts.slice(0, size.rows).map((text) => [segment(clip(text, size.columns))]);
  while (rows.length < size.rows) rows.push([]);
  return rows;
}
