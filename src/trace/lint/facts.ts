/** What all rules want to know of a log's types and runs: one pass over the columns, made once. */
import { parsePattern } from "../../mod.ts";
import type { Log } from "../log.ts";
import { isOwnMessage } from "../own_messages.ts";
import type { LogVerb, SubscriptionRecord } from "../record.ts";
import type { RunTrace, SubscriptionTrace } from "../run_trace.ts";
import { ROWS_A_SLICE } from "./lint_limits.ts";

/** One type of messages. */
export interface TypeFacts {
  readonly name: string;
  /** How many messages of it were sent. */
  count: number;
  /** How many of them somebody was there for. */
  heard: number;
  /** The first of them. */
  readonly first: number;
}

/** The facts of a log. */
export interface Facts {
  /** By the number of the type's text, in the order in which they were first sent. */
  readonly types: ReadonlyMap<number, TypeFacts>;
  /** The numbers of the types that the bus itself sends. */
  readonly own: ReadonlySet<number>;
  /** The documented types, each with its description; "" for one without. */
  readonly documented: ReadonlyMap<string, string>;
  /** Patterns without a wildcard that somebody subscribed to. */
  readonly literals: ReadonlyMap<string, SubscriptionTrace>;
  /** By position of the run: the last moment that the log tells of. */
  readonly lastAt: readonly number[];
  /** Gives the subscriptions of a run, alive or not, that hear such a message. Cost: the number of its patterns, once for each type. */
  hearers(run: number, verb: LogVerb, type: string): readonly SubscriptionTrace[];
}

/** Gathers the facts. */
export function* factsOf(log: Log): Generator<undefined, Facts, undefined> {
  const { dispatches, handlings, texts, runs } = log;
  const types = new Map<number, TypeFacts>();
  const lastAt = runs.map(({ end }) => end?.at ?? 0);
  for (let at = 0; at < dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    const type = dispatches.type(at);
    let facts = types.get(type);
    if (facts === undefined) types.set(type, facts = { name: texts.textOf(type), count: 0, heard: 0, first: at });
    facts.count += 1;
    if (dispatches.handlers(at) > 0) facts.heard += 1;
    const run = dispatches.run(at);
    lastAt[run] = Math.max(lastAt[run] ?? 0, dispatches.at(at));
  }
  for (let at = 0; at < handlings.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    const run = dispatches.run(handlings.dispatch(at));
    lastAt[run] = Math.max(lastAt[run] ?? 0, handlings.at(at) + handlings.ms(at));
  }
  const documented = new Map(runs.flatMap((run) => [...run.types.values()].map(({ type, description = "" }) => [type, description] as const)));
  const subscriptions = runs.flatMap((run) => [...run.subscriptions.values()]);
  const literals = new Map(subscriptions.filter(({ added }) => !/[*>]/.test(added.pattern)).map((each) => [each.added.pattern, each]));
  const own = new Set([...types].filter(([, { name }]) => isOwnMessage(name)).map(([type]) => type));
  return { types, own, documented, literals, lastAt, hearers: hearersIn(runs) };
}

/** Says what a run hears, by its distinct patterns. */
function hearersIn(runs: readonly RunTrace[]): Facts["hearers"] {
  const patterns = runs.map(patternsOf);
  const known = new Map<string, readonly SubscriptionTrace[]>();
  return (run, verb, type) => {
    const by = verb === "QUERYALL" ? "QUERY" : verb;
    const key = `${run} ${by} ${type}`;
    let heard = known.get(key);
    if (heard === undefined) known.set(key, heard = (patterns[run] ?? []).filter((each) => each.verb === by && each.matches(type)).flatMap(({ subscriptions }) => subscriptions));
    return heard;
  };
}

interface PatternFacts {
  readonly verb: SubscriptionRecord["verb"];
  readonly matches: (type: string) => boolean;
  readonly subscriptions: SubscriptionTrace[];
}

function patternsOf({ subscriptions }: RunTrace): PatternFacts[] {
  const patterns = new Map<string, PatternFacts>();
  for (const each of subscriptions.values()) {
    const { verb, pattern } = each.added;
    const key = `${verb} ${pattern}`;
    let facts = patterns.get(key);
    if (facts === undefined) patterns.set(key, facts = { verb, matches: matcher(pattern), subscriptions: [] });
    facts.subscriptions.push(each);
  }
  return [...patterns.values()];
}

/** A log may hold what no Core would take as a pattern. */
function matcher(pattern: string): (type: string) => boolean {
  try {
    return parsePattern(pattern).matches;
  } catch {
    return (type) => type === pattern;
  }
}
