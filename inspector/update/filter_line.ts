/** The line in which a filter is written: editing, and what happens when it is taken. */
import { FilterError } from "../../src/trace/filter/mod.ts";
import type { Effect } from "../effects.ts";
import type { Act } from "../keymap.ts";
import type { FilterLine, Model } from "../model/model.ts";
import { filterBy } from "./list.ts";

type Updated = readonly [Model, readonly Effect[]];

/** Opens the line with the filter that holds now. */
export function openFilterLine(model: Model): Model {
  const { text } = model.filter;
  return { ...model, filterLine: { text, cursor: [...text].length } };
}

/** Types `text` at the cursor. */
export function typeIntoFilterLine(model: Model, text: string): Model {
  if (text === "" || model.filterLine === undefined) return model;
  return edited(model, ({ before, after }) => ({ before: [...before, ...text], after }));
}

/** Does what `act` asks of the line. */
export function updateFilterLine(model: Model, act: Act): Updated {
  switch (act) {
    case "accept": return accept(model);
    case "cancel": return [closed(model), []];
    case "left": return [moved(model, (at) => at - 1), []];
    case "right": return [moved(model, (at) => at + 1), []];
    case "lineStart": return [moved(model, () => 0), []];
    case "lineEnd": return [moved(model, (_, length) => length), []];
    case "eraseBefore": return [edited(model, ({ before, after }) => ({ before: before.slice(0, -1), after })), []];
    case "eraseAfter": return [edited(model, ({ before, after }) => ({ before, after: after.slice(1) })), []];
    case "eraseWord": return [edited(model, ({ before, after }) => ({ before: withoutLastWord(before), after })), []];
    case "eraseAll": return [edited(model, ({ after }) => ({ before: [], after })), []];
    default: return [model, []];
  }
}

/** A text that is no filter stays in the line, with its problem: nothing typed is lost. */
function accept(model: Model): Updated {
  const line = model.filterLine;
  if (line === undefined) return [model, []];
  try {
    return filterBy(closed(model), line.text.trim());
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const leading = line.text.length - line.text.trimStart().length;
    const problem = { message: error.message, at: error.at + leading };
    return [{ ...model, filterLine: { ...line, problem } }, []];
  }
}

function closed(model: Model): Model {
  const { filterLine: _, ...rest } = model;
  return rest;
}

interface Sides {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function edited(model: Model, edit: (sides: Sides) => Sides): Model {
  const line = model.filterLine;
  if (line === undefined) return model;
  const characters = [...line.text];
  const { before, after } = edit({ before: characters.slice(0, line.cursor), after: characters.slice(line.cursor) });
  return { ...model, filterLine: { text: [...before, ...after].join(""), cursor: before.length } };
}

function moved(model: Model, move: (at: number, length: number) => number): Model {
  const line = model.filterLine;
  if (line === undefined) return model;
  const { length } = [...line.text];
  const moving: FilterLine = { ...line, cursor: Math.max(0, Math.min(length, move(line.cursor, length))) };
  return { ...model, filterLine: moving };
}

function withoutLastWord(characters: readonly string[]): string[] {
  return [...characters.join("").replace(/\S+\s*$/, "")];
}
