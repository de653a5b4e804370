/** The detail: which line is chosen, and what is folded. */
import type { Act } from "../keymap.ts";
import type { DetailLine } from "../model/detail.ts";
import { geometryOf } from "../model/geometry.ts";
import { chosenLines, type Model } from "../model/model.ts";
import { scrolled } from "./list.ts";

/** Does what `act` asks of the detail. */
export function updateDetail(model: Model, act: Act): Model {
  const lines = chosenLines(model);
  const cursor = Math.min(model.detail.cursor, Math.max(0, lines.length - 1));
  const line = lines[cursor];
  const page = Math.max(1, geometryOf(model).detail - 1);
  switch (act) {
    case "up": return moveTo(model, lines.length, cursor - 1);
    case "down": return moveTo(model, lines.length, cursor + 1);
    case "pageUp": return moveTo(model, lines.length, cursor - page);
    case "pageDown": return moveTo(model, lines.length, cursor + page);
    case "first": return moveTo(model, lines.length, 0);
    case "last": return moveTo(model, lines.length, lines.length - 1);
    case "switch":
    case "back": return scrolled({ ...model, focus: "list" });
    case "toggle": return toggle(model, line);
    case "unfold": return line?.fold === "open" ? moveTo(model, lines.length, cursor + 1) : toggle(model, line);
    case "fold": return line?.fold === "open" ? toggle(model, line) : moveTo(model, lines.length, outerOf(lines, cursor));
    default: return model;
  }
}

function toggle(model: Model, line: DetailLine | undefined): Model {
  if (line === undefined || line.fold === "none") return model;
  const toggled = new Set(model.detail.toggled);
  if (!toggled.delete(line.path)) toggled.add(line.path);
  const changed = { ...model, detail: { ...model.detail, toggled } };
  return moveTo(changed, chosenLines(changed).length, model.detail.cursor);
}

/** The line that `lines[at]` is inside of; itself when it is inside of none. */
function outerOf(lines: readonly DetailLine[], at: number): number {
  const depth = lines[at]?.depth ?? 0;
  for (let before = at - 1; before >= 0; before--) {
    if ((lines[before]?.depth ?? 0) < depth) return before;
  }
  return at;
}

function moveTo(model: Model, length: number, target: number): Model {
  const rows = geometryOf(model).detail;
  const cursor = Math.max(0, Math.min(length - 1, target));
  const lowest = Math.max(0, length - rows);
  const top = Math.max(0, Math.min(lowest, Math.max(cursor - rows + 1, Math.min(cursor, model.detail.top))));
  return { ...model, detail: { ...model.detail, cursor, top } };
}
