/** The list of messages: what it shows of the log, which row is chosen, what is on the screen. */
import type { Effect } from "../effects.ts";
import type { Act } from "../keymap.ts";
import { geometryOf } from "../model/geometry.ts";
import { chosenRow, filtered, type Model } from "../model/model.ts";
import { FIRST, type Judge, letIn, lookFurther, positionAt } from "../model/shown.ts";
import { parseFilter } from "../../src/trace/filter/mod.ts";

type Updated = readonly [Model, readonly Effect[]];

/** Entries looked at in one turn where a filter decides: what columns tell of so many takes a few milliseconds, so a key never waits for a long log. */
export const LOOK_AT_ONCE = 20_000;
/** The same where it asks about payloads: each is read and parsed, some twenty microseconds. */
export const READ_AT_ONCE = 500;

/** Looks at entries that came since; asks for another turn when there are more than one turn takes. */
export function lookOn(model: Model): Updated {
  const { entries } = model.log;
  const end = model.pausedAt ?? entries.length;
  const until = model.filter.isEmpty ? end : Math.min(end, model.shown.lookedTo + (model.filter.reads === "payloads" ? READ_AT_ONCE : LOOK_AT_ONCE));
  const shown = model.filter.isEmpty ? letIn(model.shown, until, entries.dispatchesBefore(until)) : lookFurther(model.shown, until, judgeOf(model));
  const next = follow({ ...model, shown });
  return [scrolled(next), until < end ? [{ kind: "lookFurther" }] : []];
}

/** A filter that asks what became of a message may say otherwise when that is over. */
function judgeOf({ log, filter, passes }: Model): Judge {
  const { entries, dispatches } = log;
  return {
    verdict(position) {
      const dispatch = entries.dispatch(position);
      if (dispatch !== -1) return passes(dispatch) ? "message" : "hidden";
      return position < FIRST ? "none" : "mark";
    },
    isOpen(position) {
      const dispatch = filter.asks === "ended" ? entries.dispatch(position) : -1;
      return dispatch !== -1 && dispatches.state(dispatch) === "running";
    },
  };
}

/** Filters by another text. @throws {FilterError} when it is no filter */
export function filterBy(model: Model, text: string): Updated {
  return lookOn({ ...model, ...filtered(model.log, parseFilter(text)), top: 0 });
}

/** Does what `act` asks of the list. */
export function updateList(model: Model, act: Act): Updated {
  const row = chosenRow(model);
  const page = Math.max(1, geometryOf(model).list - 1);
  switch (act) {
    case "up": return [choose(model, row - 1), []];
    case "down": return [choose(model, row + 1), []];
    case "pageUp": return [choose(model, row - page), []];
    case "pageDown": return [choose(model, row + page), []];
    case "first": return [choose(model, 0), []];
    case "last": return [scrolled(follow({ ...model, isFollowing: true })), []];
    case "open":
    case "switch": return [intoDetail(model), []];
    case "back": return model.filter.isEmpty ? [model, []] : filterBy(model, "");
    default: return [model, []];
  }
}

/** Moving stops following: what somebody reads must not move away. Only `G` follows again. */
function choose(model: Model, row: number): Model {
  const { shown } = model;
  if (shown.length === 0) return model;
  const last = shown.length - 1;
  const target = Math.max(0, Math.min(last, row));
  if (target === chosenRow(model)) return { ...model, isFollowing: model.isFollowing && target === last };
  const chosenAt = positionAt(shown, target) ?? 0;
  return scrolled({ ...model, chosenAt, isFollowing: false, detail: { ...model.detail, cursor: 0, top: 0 } });
}

function intoDetail(model: Model): Model {
  if (model.shown.length === 0) return model;
  const chosenAt = positionAt(model.shown, chosenRow(model)) ?? 0;
  return { ...model, chosenAt, focus: "detail", isFollowing: false };
}

function follow(model: Model): Model {
  const { shown } = model;
  if (!model.isFollowing || shown.length === 0) return model;
  const newest = positionAt(shown, shown.length - 1) ?? 0;
  if (newest === model.chosenAt) return model;
  return { ...model, chosenAt: newest, detail: { ...model.detail, cursor: 0, top: 0 } };
}

/** Scrolls as little as keeps the chosen row on the screen and leaves no empty rows below the last one. */
export function scrolled(model: Model): Model {
  const { list } = geometryOf(model);
  if (list <= 0) return model;
  const row = chosenRow(model);
  const lowest = Math.max(0, model.shown.length - list);
  const top = Math.min(lowest, Math.max(row - list + 1, Math.min(row, model.top)));
  return top === model.top ? model : { ...model, top: Math.max(0, top) };
}
