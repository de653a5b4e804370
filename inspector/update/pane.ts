/** The panes that only scroll: what the app printed, and the help. */
import type { Act } from "../keymap.ts";
import { geometryOf } from "../model/geometry.ts";
import { helpLength } from "../model/help.ts";
import type { Model } from "../model/model.ts";
import { outputLines } from "../model/output.ts";

/** Does what `act` asks of the output. Without a first line of its own it shows the newest. */
export function updateOutput(model: Model, act: Act): Model {
  const { outputTop, ...following } = model;
  if (act === "back") return { ...model, screen: "messages" };
  if (act === "last") return following;
  const rows = outputRows(model);
  const lowest = Math.max(0, outputLines(model.output).length - rows);
  const top = scrollBy(act, outputTop ?? lowest, rows, lowest);
  if (top === undefined) return model;
  return top >= lowest && outputTop === undefined ? following : { ...model, outputTop: top };
}

/** Rows of the output: its title takes one. */
export function outputRows(model: Model): number {
  return Math.max(1, geometryOf(model).body - 1);
}

/** Does what `act` asks of the help. */
export function updateHelp(model: Model, act: Act): Model {
  const { help, ...without } = model;
  if (act === "back" || help === undefined) return without;
  const rows = geometryOf(model).body;
  const lowest = Math.max(0, helpLength() - rows);
  const top = scrollBy(act, help.top, rows, lowest);
  return top === undefined ? model : { ...model, help: { top } };
}

function scrollBy(act: Act, top: number, rows: number, lowest: number): number | undefined {
  const target = scrollTarget(act, top, Math.max(1, rows - 1), lowest);
  return target === undefined ? undefined : Math.max(0, Math.min(lowest, target));
}

function scrollTarget(act: Act, top: number, page: number, lowest: number): number | undefined {
  switch (act) {
    case "up": return top - 1;
    case "down": return top + 1;
    case "pageUp": return top - page;
    case "pageDown": return top + page;
    case "first": return 0;
    case "last": return lowest;
    default: return undefined;
  }
}
