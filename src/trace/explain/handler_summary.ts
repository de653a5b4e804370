/**
 * What the handlers of one name got over a whole log, and what they did not get and why. Asked of columns; records are parsed only for messages that
 * matched and were not handled, the newest first.
 */
import { eachRow } from "../each_row.ts";
import type { Log } from "../log.ts";
import type { HandlingRecord } from "../record.ts";
import { presenceOf, type Moment } from "../registry/moment.ts";
import { listenedVerb, matchesSafely } from "../registry/registry_at.ts";
import type { RunTrace, SubscriptionTrace } from "../run_trace.ts";
import { finish } from "../slices.ts";
import { explainHandler } from "./explain.ts";
import type { Reason } from "./reason.ts";
import { slipBetween } from "./slip.ts";

/** Messages that a handler did not get for one reason. */
export interface MissGroup {
  /** That of the newest of them. */
  readonly reason: Reason;
  /** The type of the messages. */
  readonly type: string;
  /** How many there were. */
  readonly count: number;
  /** The id of the newest of them. */
  readonly example: number;
}

/** What a handler got, and did not get. */
export interface HandlerSummary {
  /** The name of the handler. */
  readonly handler: string;
  /** The run that was looked at. */
  readonly run: RunTrace;
  /** Its registrations, in their order. */
  readonly subscriptions: readonly SubscriptionTrace[];
  /** How its handlings ended. */
  readonly outcomes: Readonly<Record<HandlingRecord["outcome"], number>>;
  /** How many of each type it was called for, the most frequent first. */
  readonly types: readonly { readonly type: string; readonly count: number }[];
  /** What it did not get, the most frequent first. */
  readonly missed: readonly MissGroup[];
  /** How many it did not get though it was there and matched, beyond those that were looked at. */
  readonly unexplained: number;
}

/** A parse of each costs microseconds; what more of them could say has been said by then. */
const LOOKED_AT = 1_000;
/** Between two yields. */
const EXPLAINED_AT_ONCE = 20;

/** Whether a run registered handlers of a name, or one of that name handled in it. Cost: for a name that it did not register, the number of handlings. */
export function hasHandler({ handlings, dispatches, texts, runs }: Log, run: RunTrace, handler: string): boolean {
  for (const { added } of run.subscriptions.values()) if (added.handler === handler) return true;
  const name = texts.numberOf(handler);
  const position = runs.indexOf(run);
  if (name === 0) return false;
  for (let handling = 0; handling < handlings.length; handling++) if (handlings.handler(handling) === name && dispatches.run(handlings.dispatch(handling)) === position) return true;
  return false;
}

/** Gives the names of the handlers that a run registered. */
export function handlerNames(run: RunTrace): readonly string[] {
  return [...new Set([...run.subscriptions.values()].map(({ added }) => added.handler))].sort();
}

/** Sums up what the handlers of one name got in a run. Cost: the number of dispatches and handlings of the log. */
export function handlerSummary(log: Log, run: RunTrace, handler: string): HandlerSummary {
  return finish(handlerSummaryWork(log, run, handler));
}

/** Does the same a little at a time, for `runInSlices()`. */
export function* handlerSummaryWork(log: Log, run: RunTrace, handler: string): Generator<void, HandlerSummary> {
  const subscriptions = [...run.subscriptions.values()].filter(({ added }) => added.handler === handler).sort((a, b) => a.added.id - b.added.id);
  const got = yield* gotBy(log, run, handler);
  const groups = new Groups();
  const unhandled: number[] = [];
  const relations = new Map<number, Relation>();
  const { dispatches, texts } = log;
  const position = log.runs.indexOf(run);
  yield* eachRow(dispatches.length, (dispatch) => {
    if (dispatches.run(dispatch) !== position || got.of[dispatch] === 1) return;
    const type = dispatches.type(dispatch);
    const verb = dispatches.verb(dispatch);
    const key = type * 4 + VERBS.indexOf(verb);
    const relation = relations.get(key) ?? relationOf(subscriptions, verb, texts.textOf(type));
    relations.set(key, relation);
    if (relation.listeners.length > 0) {
      const absence = absenceOf(relation.listeners, { at: dispatches.at(dispatch), line: dispatches.line(dispatch) });
      if (absence === undefined) unhandled.push(dispatch);
      else groups.add(texts.textOf(type), absence, dispatches.id(dispatch));
    } else if (relation.miss !== undefined) groups.add(texts.textOf(type), relation.miss, dispatches.id(dispatch));
  });
  for (const [index, dispatch] of unhandled.slice(-LOOKED_AT).entries()) {
    if (index % EXPLAINED_AT_ONCE === 0) yield;
    const [reason] = explainHandler(log, handler, dispatch).concerned[0]?.reasons ?? [];
    if (reason !== undefined) groups.add(texts.textOf(dispatches.type(dispatch)), reason, dispatches.id(dispatch));
  }
  return {
    handler, run, subscriptions, outcomes: got.outcomes, types: got.types, missed: groups.values(), unexplained: Math.max(0, unhandled.length - LOOKED_AT),
  };
}

const VERBS = ["ACTION", "QUERY", "QUERYALL", "PERFORM"] as const;

/** How a handler stands to all messages of one verb and type: who of it would hear them, or what its pattern or verb just misses. */
interface Relation {
  readonly listeners: readonly SubscriptionTrace[];
  readonly miss: Reason | undefined;
}

function relationOf(subscriptions: readonly SubscriptionTrace[], verb: (typeof VERBS)[number], type: string): Relation {
  const wanted = listenedVerb(verb);
  const listeners = subscriptions.filter(({ added }) => added.verb === wanted && matchesSafely(added.pattern, type));
  if (listeners.length > 0) return { listeners, miss: undefined };
  for (const { added: { verb: listensFor, pattern } } of subscriptions) {
    if (listensFor !== wanted && matchesSafely(pattern, type)) return { listeners, miss: { kind: "otherVerb", listensFor, sent: verb } };
    const slip = listensFor === wanted ? slipBetween(pattern, type) : undefined;
    if (slip !== undefined) return { listeners, miss: { kind: "otherPattern", type, slip } };
  }
  return { listeners, miss: undefined };
}

/** Why none of them was there; undefined where one was, or may have been. */
function absenceOf(listeners: readonly SubscriptionTrace[], moment: Moment): Reason | undefined {
  let later: number | undefined;
  let before: number | undefined;
  for (const subscription of listeners) {
    const presence = presenceOf(subscription, moment);
    if (presence === "there" || presence === "unsaid") return undefined;
    const { added, removedAt = 0 } = subscription;
    if (presence === "removed") before = Math.min(before ?? Infinity, moment.at - removedAt);
    else later = Math.min(later ?? Infinity, added.at - moment.at);
  }
  if (before !== undefined && (later === undefined || before <= later)) return { kind: "disposed", ms: Math.max(0, before) };
  return { kind: "registered", ms: Math.max(0, later ?? 0) };
}

function* gotBy(log: Log, run: RunTrace, handler: string): Generator<void, { of: Uint8Array; outcomes: HandlerSummary["outcomes"]; types: HandlerSummary["types"] }> {
  const { dispatches, handlings, texts, runs } = log;
  const position = runs.indexOf(run);
  const name = texts.numberOf(handler);
  const of = new Uint8Array(dispatches.length);
  const outcomes = { done: 0, answered: 0, declined: 0, failed: 0, spared: 0 };
  const byType = new Map<number, number>();
  yield* eachRow(handlings.length, (handling) => {
    const dispatch = handlings.dispatch(handling);
    if (name === 0 || handlings.handler(handling) !== name || dispatches.run(dispatch) !== position) return;
    of[dispatch] = 1;
    const outcome = handlings.outcome(handling);
    outcomes[outcome] += 1;
    if (outcome !== "spared") byType.set(dispatches.type(dispatch), (byType.get(dispatches.type(dispatch)) ?? 0) + 1);
  });
  const types = [...byType].map(([type, count]) => ({ type: texts.textOf(type), count })).sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
  return { of, outcomes, types };
}

/** Messages by type and kind of reason. */
class Groups {
  readonly #groups = new Map<string, { reason: Reason; type: string; count: number; example: number }>();

  add(type: string, reason: Reason, example: number): void {
    const key = `${reason.kind}\n${type}`;
    const known = this.#groups.get(key);
    if (known === undefined) this.#groups.set(key, { reason, type, count: 1, example });
    else Object.assign(known, { reason, example, count: known.count + 1 });
  }

  values(): readonly MissGroup[] {
    return [...this.#groups.values()].sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
  }
}
