// A second reader of logs, written from docs/log-format.md alone: it imports nothing, and proves that the page is enough. It is as plain as it can be
// (the whole log in memory, no index, no limits). second_decoder.ts brings back payloads; second_reader_agrees.ts holds both against ours.
type Members = Readonly<Record<string, unknown>>;
export type Line = Members & { readonly kind: string };
/** Of each kind, what the page's block `members` says of its members, such as `by?:count`. */
export type Specified = ReadonlyMap<string, readonly string[]>;
export interface SecondDispatch { readonly line: Line; readonly handlings: Line[]; readonly others: Line[] }
export interface SecondRun { readonly head: Line | undefined; readonly dispatches: SecondDispatch[]; readonly byId: Map<unknown, SecondDispatch>; readonly lines: Line[] }
export interface SecondLog { readonly runs: SecondRun[]; readonly defects: number[]; readonly isTorn: boolean; readonly lines: Line[]; readonly strays: Line[] }
const isObject = (value: unknown): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);
const isNewer = (line: unknown) => isObject(line) && line["kind"] === "log" && typeof line["version"] === "number" && line["version"] >= 2;
const IS: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string", number: Number.isFinite, id: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  count: (value) => Number.isSafeInteger(value) && Number(value) >= 0, error: (value) => isObject(value) && typeof value["name"] === "string" && typeof value["message"] === "string",
};

export function readSecond(bytes: Uint8Array, specified: Specified): SecondLog {
  const log: SecondLog = { runs: [], defects: [], isTorn: bytes.length > 0 && bytes.at(-1) !== 10, lines: [], strays: [] };
  let [run, from]: [SecondRun | undefined, number] = [undefined, 0];
  for (let end = bytes.indexOf(10); end >= 0; from = end + 1, end = bytes.indexOf(10, from)) {
    let line: unknown;
    try { line = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: from > 0 }).decode(bytes.subarray(from, end))); } catch { /* a defect */ }
    if (isRecord(line, specified) && !isNewer(line)) run = addLine(log, run, line);
    else log.defects.push(log.lines.length + log.defects.length + 1);
    if (isNewer(line)) return { ...log, isTorn: false };
  }
  return log;
}

function isRecord(line: unknown, specified: Specified): line is Line {
  return isObject(line) && typeof line["kind"] === "string" && (specified.get(line["kind"]) ?? []).every((member) => {
    const [, name = "", maybe, type = ""] = /^(\w+)(\??):(.+)$/.exec(member) ?? [];
    return line[name] === undefined ? maybe === "?" : (IS[type]?.(line[name]) ?? type.split("|").includes(line[name] as string));
  });
}

function addLine(log: SecondLog, current: SecondRun | undefined, line: Line): SecondRun | undefined {
  const begin = (head?: Line): SecondRun => log.runs[log.runs.push({ head, dispatches: [], byId: new Map(), lines: [] }) - 1]!;
  const run = line.kind === "log" ? log.runs.find(({ head }) => head?.["run"] === line["run"]) ?? begin(line) : current ?? (line.kind === "dispatch" ? begin() : undefined);
  for (const { lines } of run === undefined ? [log] : [log, run]) lines.push(line);
  const known = run?.byId.get(line.kind === "dispatch" ? line["id"] : line["dispatch"]);
  if (/^(handling|running|settled|reply|progress|intercepted)$/.test(line.kind)) {
    const list = line.kind === "handling" ? known?.handlings : known?.others;
    const isRepeated = line["snapshot"] === true && list?.some((other) => ["kind", "n", "at", "by"].every((name) => other[name] === line[name]));
    if (isRepeated !== true) (list ?? log.strays).push(line);
  } else if (line.kind === "dispatch" && (known === undefined || line["snapshot"] !== true)) {
    const dispatch = { line, handlings: [], others: [] };
    run!.dispatches.push(dispatch);
    run!.byId.set(line["id"], dispatch);
  }
  return run;
}

/** What became of a dispatch, and after how many milliseconds. */
export function endSecond({ line, handlings, others }: SecondDispatch): { state: unknown; ms?: number } {
  const settled = others.findLast(({ kind }) => kind === "settled");
  if (settled !== undefined) return { state: settled["outcome"], ms: Number(settled["ms"]) };
  const handlers = [line, ...others.filter(({ kind }) => kind === "intercepted")].findLast((record) => record["handlers"] !== undefined)?.["handlers"];
  const outcomes = handlings.toSorted((a, b) => Number(a["n"]) - Number(b["n"])).map(({ outcome }) => outcome).slice(0, line["verb"] === "PERFORM" ? 1 : Infinity);
  if (outcomes.length === 0) return { state: handlers === 0 ? "unhandled" : "running" };
  const areAllIn = line["verb"] === "PERFORM" || outcomes.length >= Number(handlers);
  const decisive = outcomes.find((outcome) => outcome === "failed" || (outcome === "answered" && line["verb"] !== "ACTION" && !(line["verb"] === "QUERYALL" && outcomes.includes("failed"))));
  const state = decisive !== undefined && (areAllIn || line["verb"] === "QUERY") ? decisive : areAllIn ? (line["verb"] === "QUERY" ? "unanswered" : "done") : "running";
  return state === "running" ? { state } : { state, ms: Number(Math.max(0, ...handlings.map(({ at, ms }) => Number(at) + Number(ms) - Number(line["at"]))).toFixed(3)) };
}

/** The dispatch ids of a run that nothing accounts for, as ranges. */
export function holesSecond({ lines }: SecondRun): [from: number, to: number][] {
  const known: [from: number, to: number][] = [];
  let [highest, part] = [0, 0];
  for (const { kind, id, from, to, before, part: next, dispatches } of lines) {
    if (kind === "dispatch") known.push([Number(id), Number(id)]);
    if ((kind === "gap" || kind === "skipped") && Number(from) <= Number(to)) known.push([Number(from), Number(to)]);
    if (kind === "log" && Number(next) > part + 1) known.push([highest + 1, Number(before ?? 0)]);
    if (kind === "log") part = Number(next);
    highest = Math.max(highest, known.at(-1)?.[1] ?? 0, kind === "end" ? Number(dispatches) : 0, kind === "log" ? Number(before ?? 0) : 0);
  }
  const holes: [number, number][] = [];
  let next = 1;
  for (const [from, to] of [...known, [highest + 1, highest + 1] as const].filter(([from, to]) => from <= to).sort(([a], [b]) => a - b)) {
    if (from > next) holes.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  return holes;
}
