// What a log says, in a form in which readers can be compared: ours (LogIndex, with its columns and its traces, and LogReader) and the second one. Shared,
// registers nothing.
import { readFileSync } from "node:fs";
import { assert } from "../harness.ts";
import { decodeValue } from "../../src/log/decode.ts";
import type { LogIndex } from "../../src/log/log_index.ts";
import { LogReader } from "../../src/log/reader.ts";
import { ORPHAN, ROOT } from "../../src/trace/columns.ts";
import type { DispatchTrace } from "../../src/trace/dispatch_trace.ts";
import type { LogItem } from "../../src/trace/record.ts";
import { endOf, handlersOf, msOf, stateOf } from "../../src/trace/state.ts";
import { grownLog, tracesOf } from "./log_of.ts";
import { decodeSecond } from "./second_decoder.ts";
import { endSecond, holesSecond, type Line, readSecond, type SecondRun, type Specified } from "./second_reader.ts";

/** The page, and what it specifies of each kind. */
export const PAGE: string = readFileSync(new URL("../../docs/log-format.md", import.meta.url), "utf8");
export const SPECIFIED: Specified = new Map(
  (/```members\n([^]*?)```/.exec(PAGE)?.[1] ?? "").trim().split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2).split(" ")]),
);

/** Reads the records of a log with ours, in chunks that end at `cuts`. */
export function itemsOf(bytes: Uint8Array, cuts: readonly number[] = []): LogItem[] {
  const reader = new LogReader();
  const ends = endsOf(bytes, cuts);
  return [...ends.flatMap((end, at) => reader.push(bytes.subarray(ends[at - 1] ?? 0, end))), ...reader.end()];
}

function endsOf(bytes: Uint8Array, cuts: readonly number[]): number[] {
  return [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
}

/** Holds the readers against each other: everything that they make of a log, which grows up to each of `cuts`, is the same. Gives what they say. */
export function readersAgree(bytes: Uint8Array, cuts: readonly number[] = []): ReturnType<typeof ourDigest> {
  const items = itemsOf(bytes, cuts);
  const log = grownLog(bytes, endsOf(bytes, cuts));
  const ours = ourDigest(items, log);
  const second = secondDigest(bytes);
  assert.equal(second, ours);
  assert.equal(log.defects, items.filter(({ kind }) => kind === "defect"));
  columnsAgree(log);
  return ours;
}

/** The columns of a log say the same as its payloads' objects. */
export function columnsAgree(log: LogIndex): void {
  const { dispatches, handlings, texts } = log;
  const text = (number: number): string | undefined => number === 0 ? undefined : texts.textOf(number);
  let handled = 0;
  for (const trace of tracesOf(log)) {
    const { index, record, run, line, handlings: ended, cause, isOrphan } = trace;
    assert.equal({
      run: dispatches.run(index), line: dispatches.line(index), id: dispatches.id(index), at: dispatches.at(index), verb: dispatches.verb(index), type: text(dispatches.type(index)), source: text(dispatches.source(index)),
      handlers: dispatches.handlers(index), cause: dispatches.cause(index), by: dispatches.by(index), state: dispatches.state(index), ms: rounded(dispatches.ms(index)), end: rounded(dispatches.end(index)),
      bytes: dispatches.bytes(index), found: log.indexOf(record.id, run), caused: log.caused(index),
    }, {
      run: log.runs.indexOf(run), line, id: record.id, at: record.at, verb: record.verb, type: record.type, source: record.source,
      handlers: handlersOf(trace) ?? -1, cause: cause?.index ?? (isOrphan ? ORPHAN : ROOT), by: record.by ?? -1, state: stateOf(trace), ms: rounded(msOf(trace)), end: rounded(endOf(trace)),
      bytes: log.lineBytes(line)!.length + 1, found: lastWithId(log, index), caused: trace.caused.map(({ index: child }) => child),
    });
    const chain: unknown[] = [];
    for (let at = dispatches.lastHandling(index); at !== -1; at = handlings.before(at)) {
      handled += 1;
      chain.push([handlings.dispatch(at), handlings.n(at), handlings.at(at), rounded(handlings.ms(at)), rounded(handlings.syncMs(at)), text(handlings.handler(at)), handlings.subscription(at), handlings.outcome(at)]);
    }
    const inLog = ended.map(({ n, at, ms, syncMs, handler, subscription, outcome }) => [index, n, at, rounded(ms), rounded(syncMs), handler, subscription, outcome]);
    assert.equal(sorted(chain), sorted(inLog));
  }
  assert.is(handlings.length, handled);
}

/** Times have three decimals; a column of sums keeps no more. */
function rounded(ms: number | undefined): number | undefined {
  return ms === undefined || Number.isNaN(ms) ? undefined : Math.round(ms * 1000) / 1000;
}

function sorted(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** Of the dispatches with the id of one, in its run, the last. */
function lastWithId({ dispatches }: LogIndex, index: number): number {
  let last = index;
  for (let at = index; at < dispatches.length; at++) if (dispatches.id(at) === dispatches.id(index) && dispatches.run(at) === dispatches.run(index)) last = at;
  return last;
}

function ourDigest(items: readonly LogItem[], log: LogIndex) {
  const { lost, skipped, orphans } = log.counts();
  const records = items.flatMap((item) => item.kind === "record" ? [item.record] : []);
  const traces = tracesOf(log);
  return {
    kinds: records.map((record) => record.kind === "unknown" ? record.name : record.kind),
    isTorn: log.defects.some(({ problem }) => problem === "tornTail"),
    defects: log.defects.filter(({ problem }) => problem !== "tornTail").map(({ line }) => line),
    strays: log.strays + log.runs.reduce((sum, { unplaced }) => sum + unplaced, 0),
    values: records.flatMap((record) => payloadsOf(record)).map((value) => decodeValue(value)),
    lost, skipped, orphans,
    runs: log.runs.map((run) => ({
      head: run.header.run,
      end: run.end as Line | undefined,
      dispatches: traces.filter((trace) => trace.run === run).map(ourDispatch),
      services: [...run.services.values()] as readonly Line[],
      types: [...run.types.values()] as readonly Line[],
      subscriptions: [...run.subscriptions].map(([id, { added, removedAt }]) => [id, added.pattern, removedAt]),
      holes: joined(log.unaccounted().filter((hole) => hole.run === run)),
    })),
  };
}

/** Ranges in order, neighbours as one. */
function joined(ranges: readonly { readonly from: number; readonly to: number }[]): [from: number, to: number][] {
  const all: [number, number][] = [];
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last?.[1] === from - 1) last[1] = to;
    else all.push([from, to]);
  }
  return all;
}

function ourDispatch(trace: DispatchTrace) {
  const { record, handlings, running, settled, replies, progress, intercepted, caused, cause } = trace;
  return {
    record: record as Line, handlings: handlings as readonly Line[], running: running.map(({ n }) => n), settled: settled as Line | undefined, replies: replies as readonly Line[],
    progress: progress as Line | undefined, intercepted: intercepted as readonly Line[], caused: caused.map(({ record: { id } }) => id), cause: cause?.record.id,
    state: stateOf(trace) as unknown, ms: rounded(msOf(trace)),
  };
}

function secondDigest(bytes: Uint8Array): ReturnType<typeof ourDigest> {
  const { runs, lines, defects, isTorn, strays } = readSecond(bytes, SPECIFIED);
  const digests = runs.map(secondRun);
  const sum = (kind: string, member: string) => lines.reduce((total, line) => total + (line.kind === kind ? Number(line[member]) : 0), 0);
  return {
    kinds: lines.map(({ kind }) => kind), isTorn, defects, strays: strays.length,
    values: lines.filter(({ kind }) => SPECIFIED.has(kind)).flatMap(payloadsOf).map((value) => decodeSecond(value)),
    lost: sum("gap", "lost") + digests.flatMap(({ holes }) => holes).reduce((total, [from, to]) => total + to - from + 1, 0),
    skipped: sum("skipped", "count"),
    orphans: digests.flatMap(({ dispatches }) => dispatches).filter(({ record, cause }) => record["cause"] !== undefined && cause === undefined).length,
    runs: digests,
  };
}

function secondRun(run: SecondRun) {
  const of = (kind: string) => run.lines.filter((line) => line.kind === kind);
  const latest = (kind: string, by: string) => [...new Map(of(kind).map((line) => [line[by], line])).values()];
  const causeOf = ({ cause }: Line, at: number) => run.dispatches.findIndex(({ line }) => line["id"] === cause) < at ? run.byId.get(cause)?.line["id"] as number | undefined : undefined;
  return {
    head: String(run.head?.["run"] ?? ""),
    end: run.lines.findLast((_, at) => at === run.lines.length - 1 && run.lines[at]?.kind === "end"),
    dispatches: run.dispatches.map((dispatch, at) => {
      const others = (kind: string) => dispatch.others.filter((line) => line.kind === kind);
      const ended = dispatch.handlings.map(({ n }) => n);
      const { state, ms } = endSecond(dispatch);
      return {
        record: dispatch.line, handlings: inOrder(dispatch.handlings), running: [...new Set(inOrder(others("running")).map(({ n }) => Number(n)))].filter((n) => !ended.includes(n)),
        settled: others("settled").at(-1), replies: others("reply"), progress: others("progress").at(-1), intercepted: others("intercepted"),
        caused: run.dispatches.flatMap(({ line }, later) => later > at && line["cause"] === dispatch.line["id"] ? [Number(line["id"])] : []),
        cause: causeOf(dispatch.line, at), state, ms: rounded(ms),
      };
    }),
    services: latest("service", "name"),
    types: latest("type", "type"),
    subscriptions: [...new Map(of("subscription").map(({ id }) => [id, of("subscription").filter((line) => line["id"] === id)]))].map(([id, told]) =>
      [Number(id), String(told[0]?.["pattern"]), told.findLast(({ state }) => state === "removed")?.["at"] as number | undefined]),
    holes: holesSecond(run),
  };
}

function inOrder(lines: readonly Line[]): Line[] {
  return lines.toSorted((a, b) => Number(a["n"]) - Number(b["n"]));
}

/** Everything of a record that may be tagged. A symbol that nobody registered is another one each time it is made: here it is one that somebody did. */
function payloadsOf(record: object): unknown[] {
  const { data, answer, value, error } = record as Readonly<Record<string, unknown>>;
  return [data, answer, value, error].filter((payload) => payload !== undefined).map((payload) => JSON.parse(JSON.stringify(payload), registered) as unknown);
}

function registered(_key: string, json: unknown): unknown {
  const { $core, for: key, known, value } = Object(json) as Readonly<Record<string, unknown>>;
  return $core === "symbol" && key === undefined && known === undefined ? { $core, for: `another ${String(value)}` } : json;
}
