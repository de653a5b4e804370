/**
 * Everything the screen depends on. The log is shared and only grows; the model says how far of it it knows
 * (`shown.lookedTo`), so update stays a function of its arguments. Everything else in here is never changed in place.
 */
import type { DispatchTrace } from "../../src/trace/dispatch_trace.ts";
import type { Log } from "../../src/trace/log.ts";
import { parseFilter, type Filter } from "../../src/trace/filter/mod.ts";
import type { FeedMode, FeedTitle } from "../feed.ts";
import type { Place } from "../keymap.ts";
import { detailLines, type DetailLine } from "./detail.ts";
import { noOutput, type Output } from "./output.ts";
import type { Rate } from "./rate.ts";
import { allShown, nothingShown, positionAt, rowAt, type Shown } from "./shown.ts";

/** The terminal, in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** How the list tells time. */
export type TimeMode = "utc" | "local" | "elapsed" | "delta";

/** What the app's life came to, as far as it is known. */
export type AppEnd = { readonly code: number | null; readonly signal: string | null };

/** The line in which a filter is written. */
export interface FilterLine {
  readonly text: string;
  /** In characters (code points) from the beginning. */
  readonly cursor: number;
  /** Why the text is no filter, and at which character. */
  readonly problem?: { readonly message: string; readonly at: number };
}

/** The inspector's state. */
export interface Model {
  readonly title: FeedTitle;
  readonly mode: FeedMode;
  readonly size: Size;
  readonly log: Log;
  readonly filter: Filter;
  /** The filter, over the log: whether it lets the dispatch of an ordinal pass. */
  readonly passes: (dispatch: number) => boolean;
  readonly shown: Shown;
  /** The chosen entry, as a position in the log: it stays chosen when a filter comes or goes. */
  readonly chosenAt: number;
  /** The first row of the list on the screen, counted in `shown`. */
  readonly top: number;
  readonly isFollowing: boolean;
  /** While paused: how many entries of the log are let in. */
  readonly pausedAt?: number;
  readonly isEnded: boolean;
  readonly end?: AppEnd;
  readonly problem?: string;
  readonly screen: "messages" | "output";
  readonly focus: "list" | "detail";
  readonly help?: { readonly top: number };
  readonly filterLine?: FilterLine;
  readonly detail: { readonly cursor: number; readonly top: number; readonly toggled: ReadonlySet<string> };
  readonly output: Output;
  /** The first line of the output on the screen; undefined: the newest are. */
  readonly outputTop?: number;
  readonly time: TimeMode;
  readonly nowMs: number;
  /** From the first second on: what was there before is no rate. */
  readonly rate?: Rate;
}

/** What a model begins with. */
export interface ModelStart {
  readonly title: FeedTitle;
  readonly mode: FeedMode;
  readonly size: Size;
  readonly log: Log;
  readonly filter?: string;
  readonly nowMs: number;
}

/** Makes the first model. @throws {FilterError} when `filter` is no filter */
export function startModel({ title, mode, size, log, filter = "", nowMs }: ModelStart): Model {
  return {
    title, mode, size, log,
    ...filtered(log, parseFilter(filter)),
    chosenAt: 0,
    top: 0,
    isFollowing: mode !== "recorded",
    isEnded: false,
    screen: "messages",
    focus: "list",
    detail: { cursor: 0, top: 0, toggled: new Set() },
    output: noOutput(),
    time: "utc",
    nowMs,
  };
}

/** What a filter makes of a log, before anything of it was looked at. */
export function filtered(log: Log, filter: Filter): Pick<Model, "filter" | "passes" | "shown"> {
  return { filter, passes: filter.over(log), shown: filter.isEmpty ? allShown() : nothingShown() };
}

/** Tells where keys go now. */
export function placeOf(model: Model): Place {
  if (isTooSmall(model.size)) return "small";
  if (model.filterLine !== undefined) return "filter";
  if (model.help !== undefined) return "help";
  return model.screen === "output" ? "output" : model.focus;
}

/** Below this a row cannot hold a time, a type and an outcome. */
const SMALLEST: Size = { columns: 40, rows: 8 };

/** Is the terminal too small for anything but saying so? */
export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < SMALLEST.columns || rows < SMALLEST.rows;
}

/** Gives the chosen message; undefined when no row is chosen, or the row is a gap. */
export function chosen(model: Model): DispatchTrace | undefined {
  if (model.shown.length === 0) return undefined;
  const position = positionAt(model.shown, chosenRow(model));
  const dispatch = position === undefined ? -1 : model.log.entries.dispatch(position);
  return dispatch === -1 ? undefined : model.log.trace(dispatch);
}

/** Tells which row of the list is chosen: the entry chosen last, or the nearest one before it when a filter hides that. */
export function chosenRow({ shown, chosenAt }: Pick<Model, "shown" | "chosenAt">): number {
  return rowAt(shown, chosenAt);
}

/** Gives the lines of the chosen message's detail. */
export function chosenLines(model: Model): DetailLine[] {
  const trace = chosen(model);
  return trace === undefined ? [] : detailLines(trace, model.detail.toggled);
}
