// What a log says, in a form in which two readers can be compared: ours (LogReader and History) and the second one. Shared, registers nothing.
import { readFileSync } from "node:fs";
import { assert } from "../harness.ts";
import { decodeValue } from "../../src/log/decode.ts";
import { LogReader } from "../../src/log/reader.ts";
import { type DispatchTrace, History } from "../../src/trace/history.ts";
import type { LogItem } from "../../src/trace/record.ts";
import { msOf, stateOf } from "../../src/trace/state.ts";
import { decodeSecond } from "./second_decoder.ts";
import { endSecond, holesSecond, type Line, readSecond, type SecondRun, type Specified } from "./second_reader.ts";

/** The page, and what it specifies of each kind. */
export const PAGE: string = readFileSync(new URL("../../docs/log-format.md", import.meta.url), "utf8");
export const SPECIFIED: Specified = new Map(
  (/```members\n([^]*?)```/.exec(PAGE)?.[1] ?? "").trim().split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2).split(" ")]),
);

/** Reads a log with ours, in chunks that end at `cuts`. */
export function itemsOf(bytes: Uint8Array, cuts: readonly number[] = []): LogItem[] {
  const reader = new LogReader();
  const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
  return [...ends.flatMap((end, at) => reader.push(bytes.subarray(ends[at - 1] ?? 0, end))), ...reader.end()];
}

/** Holds both readers against each other: everything that they make of a log is the same. Gives what they say. */
export function readersAgree(bytes: Uint8Array, cuts: readonly number[] = []): ReturnType<typeof ourDigest> {
  const ours = ourDigest(itemsOf(bytes, cuts));
  const second = secondDigest(bytes);
  assert.equal(second, ours);
  return ours;
}

function ourDigest(items: readonly LogItem[]) {
  const history = new History();
  for (const item of items) history.add(item);
  const { lost, skipped, orphans } = history.counts();
  const records = items.flatMap((item) => item.kind === "record" ? [item.record] : []);
  return {
    kinds: records.map((record) => record.kind === "unknown" ? record.name : record.kind),
    isTorn: history.defects.some(({ problem }) => problem === "tornTail"),
    defects: history.defects.filter(({ problem }) => problem !== "tornTail").map(({ line }) => line),
    strays: history.strays.length + history.runs.reduce((sum, { unplaced }) => sum + unplaced, 0),
    values: records.flatMap((record) => payloadsOf(record)).map((value) => decodeValue(value)),
    lost, skipped, orphans,
    runs: history.runs.map((run) => ({
      head: run.header.run,
      end: run.end as Line | undefined,
      dispatches: history.dispatches.filter((trace) => trace.run === run).map(ourDispatch),
      services: [...run.services.values()] as readonly Line[],
      types: [...run.types.values()] as readonly Line[],
      subscriptions: [...run.subscriptions].map(([id, { added, removedAt }]) => [id, added.pattern, removedAt]),
      holes: joined(history.unaccounted().filter((hole) => hole.run === run)),
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
    state: stateOf(trace) as unknown, ms: msOf(trace),
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
        cause: causeOf(dispatch.line, at), state, ms,
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
