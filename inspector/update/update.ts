/**
 * What happens → the next model and what to do about it. A pure function: no clock, no terminal, no IO. The same model and
 * event always give the same answer, so a story of keys and records is a test without a screen.
 */
import type { Effect } from "../effects.ts";
import { actOf } from "../keymap.ts";
import type { Key } from "../keys.ts";
import { placeOf, type Model } from "../model/model.ts";
import { addOutput } from "../model/output.ts";
import { countRate, startRate } from "../model/rate.ts";
import { updateDetail } from "./detail.ts";
import type { InspectorEvent } from "./event.ts";
import { openFilterLine, typeIntoFilterLine, updateFilterLine } from "./filter_line.ts";
import { lookOn, scrolled, updateList } from "./list.ts";
import { updateHelp, updateOutput } from "./pane.ts";

/** The next model, and what the loop shall do. */
export type Updated = readonly [Model, readonly Effect[]];

/** 128 + the signal's number, as shells count. */
const SIGNAL_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Gives what `model` becomes by `event`. */
export function update(model: Model, event: InspectorEvent): Updated {
  switch (event.kind) {
    case "key": return pressed(model, event.key);
    case "resized": return [scrolled({ ...model, size: event.size }), []];
    case "grew": return lookOn({ ...model, nowMs: event.nowMs });
    case "ticked": return [ticked(model, event.nowMs), []];
    case "stopped": return [model, [{ kind: "quit", code: SIGNAL_CODES[event.signal] }]];
    case "output": return [{ ...model, output: addOutput(model.output, event.stream, event.text) }, []];
    case "exited": return [{ ...model, end: { code: event.code, signal: event.signal } }, []];
    case "ended": return lookOn(ended(model));
    case "problem": return [{ ...model, problem: event.message }, []];
    default: return unreachable(event);
  }
}

function ticked(model: Model, nowMs: number): Model {
  const count = model.log.counts().dispatches;
  return { ...model, nowMs, rate: model.rate === undefined ? startRate(count, nowMs) : countRate(model.rate, count, nowMs) };
}

/** An app that failed before it sent anything has only its output to say why: that is what is shown then. */
function ended(model: Model): Model {
  const isSilent = model.log.dispatches.length === 0;
  const hasFailed = model.end !== undefined && (model.end.code !== 0 || model.end.signal !== null);
  return { ...model, isEnded: true, screen: isSilent && hasFailed ? "output" : model.screen };
}

function pressed(model: Model, key: Key): Updated {
  const place = placeOf(model);
  const act = actOf(key.name, place);
  if (act === undefined) return [place === "filter" ? typeIntoFilterLine(model, key.text) : model, []];
  switch (act) {
    case "quit": return [model, [{ kind: "quit", code: 0 }]];
    case "interrupt": return [model, [{ kind: "quit", code: SIGNAL_CODES.SIGINT }]];
    case "suspend": return [model, [{ kind: "suspend" }]];
    case "help": return [toggleHelp(model), []];
    case "back": if (model.problem !== undefined) return [withoutProblem(model), []]; break;
    case "filter": return [openFilterLine(model), []];
    case "time": return [{ ...model, time: AFTER[model.time] }, []];
    case "pause": return pause(model);
    case "output": return [scrolled({ ...model, screen: model.screen === "output" ? "messages" : "output" }), []];
    default:
  }
  switch (place) {
    case "list": return updateList(model, act);
    case "detail": return [updateDetail(model, act), []];
    case "output": return [updateOutput(model, act), []];
    case "help": return [updateHelp(model, act), []];
    case "filter": return updateFilterLine(model, act);
    case "small": return [model, []];
    default: return unreachable(place);
  }
}

const AFTER = { utc: "local", local: "elapsed", elapsed: "delta", delta: "utc" } as const;

function toggleHelp(model: Model): Model {
  const { help, ...rest } = model;
  return help === undefined ? { ...rest, help: { top: 0 } } : rest;
}

/** A problem stays until it was read: esc takes it away before it does anything else. */
function withoutProblem(model: Model): Model {
  const { problem: _, ...rest } = model;
  return rest;
}

function pause(model: Model): Updated {
  const { pausedAt, ...rest } = model;
  if (pausedAt === undefined && model.isEnded) return [model, []];
  if (pausedAt === undefined) return [{ ...rest, pausedAt: model.shown.lookedTo }, []];
  return lookOn(rest);
}

function unreachable(value: never): never {
  throw new TypeError(`Cannot update the inspector: unknown ${JSON.stringify(value)}`);
}
