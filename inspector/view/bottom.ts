/**
 * The bottom row: the keys that matter here, from the keymap. What does not fit is left out whole.
 *
 * ```
 *  ↑↓ move  ⏎ open  tab detail  / filter  space pause  t time  o output  ? help  q quit
 * ```
 */
import { bindingsOf, keySign, type Binding } from "../keymap.ts";
import { isShared } from "../model/geometry.ts";
import { placeOf, type Model } from "../model/model.ts";
import { fitRow, rowWidth, segment, type Row, type Segment } from "./segment.ts";

/** Gives the bottom row. */
export function bottomRow(model: Model): Row {
  const place = placeOf(model);
  const shown = bindingsOf(place).filter((binding) => binding.short !== undefined && isUseful(binding, model));
  const isKept = (binding: Binding): boolean => ALWAYS.includes(binding.act);
  let room = model.size.columns - 1;
  for (const binding of shown) if (isKept(binding)) room -= rowWidth(partOf(binding, model));
  const row: Segment[] = [];
  for (const binding of shown) {
    const part = partOf(binding, model);
    if (!isKept(binding)) {
      if (rowWidth(part) > room) continue;
      room -= rowWidth(part);
    }
    row.push(...part);
  }
  return fitRow([segment(" "), ...row], model.size.columns);
}

/** How to get help and how to get out are never left out. */
const ALWAYS: readonly string[] = ["help", "quit", "accept", "cancel"];

function partOf(binding: Binding, model: Model): Row {
  return [segment(signOf(binding), "key"), segment(` ${shortOf(binding, model)}  `, "dim")];
}

/** Not shown: what would do nothing here, and a second key for what `⏎` or `esc` does. */
function isUseful({ act }: Binding, model: Model): boolean {
  if (act === "switch") return isShared(model.size);
  if (act === "pause") return model.pausedAt !== undefined || (!model.isEnded && model.mode !== "recorded");
  if (act === "output") return model.mode === "live" || model.screen === "output";
  return act !== "back" || placeOf(model) !== "list" || !model.filter.isEmpty;
}

/** Up stands for both directions: one entry for moving is enough. */
function signOf(binding: Binding): string {
  return binding.act === "up" ? "↑↓" : keySign(binding.keys[0] ?? "");
}

function shortOf({ act, short = "" }: Binding, model: Model): string {
  if (act === "pause" && model.pausedAt !== undefined) return "go on";
  if (act === "output" && model.screen === "output") return "messages";
  if (act === "switch") return placeOf(model) === "list" ? "detail" : "list";
  if (act === "back" && placeOf(model) === "list") return "clear filter";
  return short;
}
