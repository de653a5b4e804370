/**
 * A message that nobody handled. A question or a task without anybody is an error: its sender asked for something. A broadcast without a listener is what broadcasts are for,
 * and so a note, those of one source together where there are many; unless somebody came to listen just after it.
 */
import type { LogVerb } from "../record.ts";
import { REGISTERED_LATE_MS, ROWS_A_SLICE, TYPES_APART } from "./lint_limits.ts";
import type { LintRule, RuleScope, Work } from "./rule.ts";
import { grouped, type Group } from "./tally.ts";
import { counted, duration, listed, share } from "./wording.ts";

export const unhandled: LintRule = {
  name: "unhandled",
  why: "Whoever sent it meant somebody to hear it, or to answer: nobody was there, and no handler can tell.",
  check,
};

function* check(scope: RuleScope): Work {
  const { log: { dispatches }, facts: { own } } = scope;
  const alone = scope.tally();
  const late = new Map<string, number>();
  const firsts = new Map<string, number>();
  for (let at = 0; at < dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    if (dispatches.state(at) !== "unhandled" || own.has(dispatches.type(at)) || !scope.asks(at)) continue;
    const type = scope.typeOf(at);
    const verb = dispatches.verb(at);
    const key = `${verb} ${type}`;
    const until = registeredAfter(scope, firsts, at, verb, type);
    alone.add(key, at, until <= REGISTERED_LATE_MS ? { text: `${type}, ${duration(until)} before somebody was registered for it` } : {});
    late.set(key, Math.max(late.get(key) ?? 0, until));
  }
  const notes: Group[] = [];
  scope.foundIn(alone, (group) => {
    const { verb, type } = partsOf(group.key);
    if (verb === "QUERY" || verb === "PERFORM") return asked(scope, group, verb, type);
    if ((late.get(group.key) ?? Infinity) > REGISTERED_LATE_MS) {
      notes.push(group);
      return undefined;
    }
    return { severity: "warning", about: type, sentence: `${counted(group.count, "message")} "${type}" came up to ${duration(late.get(group.key) ?? 0)} before the first handler for it was registered` };
  });
  tellNotes(scope, notes);
}

/**
 * How long after the dispatch the first handler for its very type was registered; Infinity where that was before it, or never. Who listens to a wildcard hears what there is from then on, and
 * missed nothing.
 */
function registeredAfter({ facts, log }: RuleScope, firsts: Map<string, number>, dispatch: number, verb: LogVerb, type: string): number {
  const at = log.dispatches.at(dispatch);
  const run = log.dispatches.run(dispatch);
  const key = `${run} ${verb} ${type}`;
  let first = firsts.get(key);
  if (first === undefined) {
    first = Infinity;
    for (const { added } of facts.hearers(run, verb, type)) if (added.pattern === type) first = Math.min(first, added.at);
    firsts.set(key, first);
  }
  return first > at ? first - at : Infinity;
}

function asked(scope: RuleScope, { count, shown }: Group, verb: LogVerb, type: string): { severity: "error"; about: string; sentence: string } {
  const what = verb === "QUERY" ? "question" : "task";
  const wasThere = scope.facts.hearers(scope.log.dispatches.run(shown[0]?.dispatch ?? 0), verb, type).length > 0;
  return { severity: "error", about: type, sentence: `${counted(count, what)} "${type}" found nobody to ${verb === "QUERY" ? "answer" : "perform"} it${wasThere ? ", though somebody is registered for it at other times" : ""}` };
}

/** Broadcasts without a listener: one finding a type, or one for a source that sends many such. */
function tellNotes(scope: RuleScope, notes: readonly Group[]): void {
  const bySource = grouped(notes, ({ shown }) => scope.sourceOf(shown[0]?.dispatch ?? 0));
  for (const [source, groups] of bySource) {
    if (groups.length > TYPES_APART) {
      const count = groups.reduce((sum, each) => sum + each.count, 0);
      const types = groups.map(({ key }) => partsOf(key).type);
      const evidence = groups.flatMap(({ shown }) => shown.slice(0, 1)).map((met) => scope.evidence(met));
      scope.found({
        severity: "note", about: source, evidence, evidenceCount: count,
        sentence: `${source === "" ? "No service in particular" : `"${source}"`} sends ${counted(types.length, "type")} that nobody handles: ${listed(types)}`,
      });
      continue;
    }
    for (const { key, count, shown } of groups) {
      const { type } = partsOf(key);
      const all = scope.facts.types.get(scope.log.texts.numberOf(type))?.count ?? count;
      const sentence = all === 1 ? `Nobody handled the one message "${type}"` : `Nobody handled ${share(count, all)} messages "${type}"`;
      scope.found({ severity: "note", about: type, sentence, evidence: shown.map((met) => scope.evidence(met)), evidenceCount: count });
    }
  }
}

function partsOf(key: string): { verb: string; type: string } {
  const space = key.indexOf(" ");
  return { verb: key.slice(0, space), type: key.slice(space + 1) };
}
