// A log from its text, for tests. Shared, registers nothing.
import type { Log } from "../../src/trace/log.ts";
import type { DispatchTrace } from "../../src/trace/history.ts";
import { endOf, handlersOf, msOf, stateOf } from "../../src/trace/state.ts";
import { historyOfText } from "./recorded.ts";

export function logOf(text: string | readonly string[]): Log {
  const whole = typeof text === "string" ? text : text.map((line) => `${line}\n`).join("");
  const lines = whole.split("\n");
  const history = historyOfText(whole);
  const { dispatches: d } = history;
  const names: string[] = [""];
  const nameOf = (name: string | undefined): number => {
    const at = names.indexOf(name ?? "");
    return at === -1 ? names.push(name ?? "") - 1 : at;
  };
  const hs: { d: number; line: number; n: number }[] = [];
  lines.forEach((line, index) => {
    if (!line.startsWith('{"kind":"handling"')) return;
    const record = JSON.parse(line) as { dispatch: number; n: number };
    const before = lines.slice(0, index).filter((l) => l.startsWith('{"kind":"log"')).at(-1);
    const run = history.runs.find((r) => before?.includes(`"run":"${r.header.run}"`));
    const trace = history.find(record.dispatch, run);
    if (trace) hs.push({ d: trace.index, line: index + 1, n: record.n });
  });
  const t = (i: number): DispatchTrace => d[i] as DispatchTrace;
  const h = (i: number) => t(hs[i]!.d).handlings.find(({ n }) => n === hs[i]!.n)!;
  for (const trace of d) {
    nameOf(trace.record.type); nameOf(trace.record.source);
    for (const each of trace.handlings) nameOf(each.handler);
  }
  return {
    get version() { return history.version; }, records: history.records, unknown: history.unknown, strays: history.strays.length, defects: history.defects,
    gaps: history.gaps, runs: history.runs, sent: history.sent, skippedTypes: history.skippedTypes,
    texts: { get length() { return names.length; }, textOf: (i) => names[i] ?? "", numberOf: (x) => Math.max(0, names.indexOf(x)) },
    dispatches: {
      length: d.length, run: (i) => history.runs.indexOf(t(i).run), line: (i) => t(i).line, bytes: () => 1, id: (i) => t(i).record.id, at: (i) => t(i).record.at, verb: (i) => t(i).record.verb,
      type: (i) => nameOf(t(i).record.type), source: (i) => nameOf(t(i).record.source), handlers: (i) => handlersOf(t(i)) ?? -1, cause: (i) => t(i).cause?.index ?? (t(i).isOrphan ? -2 : -1), by: (i) => t(i).record.by ?? -1,
      state: (i) => stateOf(t(i)), ms: (i) => msOf(t(i)) ?? NaN, end: (i) => endOf(t(i)), lastHandling: (i) => hs.findLastIndex((x) => x.d === i),
    },
    handlings: {
      length: hs.length, dispatch: (i) => hs[i]!.d, n: (i) => hs[i]!.n, line: (i) => hs[i]!.line, bytes: () => 1, at: (i) => h(i).at, ms: (i) => h(i).ms, syncMs: (i) => h(i).syncMs, handler: (i) => nameOf(h(i).handler),
      subscription: (i) => h(i).subscription, outcome: (i) => h(i).outcome, before: (i) => hs.slice(0, i).findLastIndex((x) => x.d === hs[i]!.d),
    },
    entries: {
      length: history.entries.length,
      dispatch: (i) => { const e = history.entries[i]; return e?.kind === "dispatch" ? e.trace.index : -1; },
      entry: (i) => history.entries[i]!,
    },
    trace: t, caused: (i) => t(i).caused.map(({ index }) => index), indexOf: (id, run) => history.find(id, run)?.index ?? -1,
    lineText: (line) => lines[line - 1], counts: () => history.counts(), unaccounted: () => history.unaccounted(),
  };
}
