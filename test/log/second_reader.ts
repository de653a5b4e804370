// A second reader of logs, written from docs/log-format.md alone, before and without a look at src/log: it proves that the page is enough.
// It is as plain as it can be (the whole log in memory, no limits, no index); second_reader_agrees.ts holds it against ours.

/** One record: its kind, and what else its line says. */
export type Line = Readonly<Record<string, unknown>> & { readonly kind: string };

/** A dispatch with what became of it. `record` is undefined when it was lost. */
export interface SecondDispatch {
  record?: Line;
  readonly handlings: Map<number, Line>;
  readonly others: Line[]; // running, settled, reply, progress, intercepted
}

export interface SecondRun {
  readonly heads: Line[];
  readonly dispatches: Map<number, SecondDispatch>;
  readonly records: Line[];
}

export interface SecondLog {
  readonly runs: readonly SecondRun[];
  readonly defects: readonly number[]; // numbers of lines
  readonly torn: boolean;
}

/** The members without which a record of this kind says nothing: `#` a number, `$` a text. */
const NEEDED: Readonly<Record<string, string>> = {
  log: "#version $run #part $name $startedAt", clock: "#at $time", service: "#at $name $state", subscription: "#at #id $verb $pattern $handler $state",
  type: "#at $type", dispatch: "#id #at $verb $type $timestamp", handling: "#dispatch #n #at $type $handler #subscription #ms #syncMs $outcome",
  running: "#dispatch #n #at $type $handler #subscription", settled: "#dispatch #at $type #ms $outcome", reply: "#at #dispatch $member",
  progress: "#at #dispatch $task #ratio", intercepted: "#at #dispatch $by $change", gap: "#at #lost $reason", skipped: "#at #count $reason",
  degraded: "#at $capture $writing $reason", trigger: "#at $on", end: "#at #dispatches #records",
};

/** Reads a log, whole. */
export function readSecond(bytes: Uint8Array): SecondLog {
  const lines = new TextDecoder().decode(bytes).split("\n");
  const torn = lines.pop() !== "";
  const [runs, defects]: [SecondRun[], number[]] = [[], []];
  let run: SecondRun | undefined;
  lines.forEach((text, index) => {
    const line = parse(text);
    if (line?.kind === "log" && Math.floor(Number(line["version"])) > 1) run = undefined;
    else if (line?.kind === "log" && !(run?.heads.at(-1)?.["run"] === line["run"] && Number(line["part"]) > 1)) runs.push(run = { heads: [], dispatches: new Map(), records: [] });
    if (line === undefined || run === undefined) return void defects.push(index + 1);
    if (line.kind === "log") run.heads.push(line);
    run.records.push(line);
    const id = line.kind === "dispatch" ? line["id"] : line["dispatch"];
    if (typeof id !== "number" || line.kind === "trigger") return;
    const entry = run.dispatches.get(id) ?? { handlings: new Map(), others: [] };
    run.dispatches.set(id, entry);
    if (line.kind === "dispatch") entry.record ??= line;
    else if (line.kind === "handling") entry.handlings.set(Number(line["n"]), line);
    else entry.others.push(line);
  });
  return { runs, defects, torn };
}

function parse(text: string): Line | undefined {
  try {
    const line = JSON.parse(text) as Line | null;
    if (typeof line?.kind !== "string") return undefined;
    const needed = Object.hasOwn(NEEDED, line.kind) ? NEEDED[line.kind]!.split(" ") : [];
    return needed.every((need) => typeof line[need.slice(1)] === (need[0] === "#" ? "number" : "string")) ? line : undefined;
  } catch {
    return undefined;
  }
}

/** The ids that nothing accounts for, as ranges. */
export function holes(run: SecondRun): [from: number, to: number][] {
  const known: [number, number][] = [[1, Number(run.heads[0]?.["before"] ?? 0)]];
  for (const [id, { record }] of run.dispatches) if (record !== undefined) known.push([id, id]);
  for (const { kind, from, to } of run.records) if ((kind === "gap" || kind === "skipped") && from !== undefined) known.push([Number(from), Number(to)]);
  const found: [number, number][] = [];
  let next = 1;
  for (const [from, to] of known.sort((a, b) => a[0] - b[0])) {
    if (from > next) found.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  return found;
}

const BYTES = { ArrayBuffer, DataView, Uint8Array, Int8Array, Uint8ClampedArray, Uint16Array, Int16Array, Uint32Array, Int32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array };

/** Makes values of what stands for them: a tag that it does not know stays as it is. */
export function decodeSecond(whole: unknown): unknown {
  const made = new Map<unknown, unknown>();
  const fill = (from: object, into: object) => {
    for (const [key, value] of Object.entries(from)) if (!isTag(value, "hole")) Object.defineProperty(into, key, { value: make(value), writable: true, enumerable: true, configurable: true });
    return into;
  };
  const begin = <T extends object>(written: unknown, value: T): T => (made.set(written, value), value);
  function make(written: unknown): unknown {
    if (typeof written !== "object" || written === null) return written;
    if (Array.isArray(written)) return fill(written, Object.assign(begin(written, []), { length: written.length }));
    const { $core, value, type, name } = written as Readonly<Record<string, unknown>>;
    const text = String(value);
    const inner = Object(value) as Readonly<Record<string, unknown>>;
    switch ($core) {
      case undefined: return fill(written, begin(written, {}));
      case "undefined": case "function": case "symbol": return undefined;
      case "number": return Number(text);
      case "bigint": return BigInt(text);
      case "Date": return begin(written, new Date(value === null ? NaN : text));
      case "RegExp": return begin(written, new RegExp(String(inner["source"]), String(inner["flags"])));
      case "URL": return begin(written, new URL(text));
      case "Map": { const map = begin(written, new Map()); for (const [key, item] of value as [unknown, unknown][]) map.set(make(key), make(item)); return map; }
      case "Set": { const set = begin(written, new Set()); for (const item of value as unknown[]) set.add(make(item)); return set; }
      case "bytes": return begin(written, viewOf(String(type), Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer));
      case "Error": return fill(inner, begin(written, new Error()));
      case "object": case "plain": return fill(inner, begin(written, {}));
      case "ref": return made.get(text.split("/").slice(1).reduce<unknown>((node, part) => Object(node)[part.replaceAll("~1", "/").replaceAll("~0", "~")], whole));
      default: return void name ?? written; // redacted, cut, unreadable, ReplyChannel, and what is newer than this page
    }
  }
  return make(whole);
}

const isTag = (value: unknown, tag: string) => typeof value === "object" && value !== null && (value as { $core?: unknown }).$core === tag;

function viewOf(type: string, buffer: ArrayBuffer): ArrayBuffer | ArrayBufferView {
  if (type === "ArrayBuffer" || !Object.hasOwn(BYTES, type)) return buffer;
  return new BYTES[type as Exclude<keyof typeof BYTES, "ArrayBuffer">](buffer);
}
