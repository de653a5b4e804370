// Values of payloads, brought back as docs/log-format.md says and by nothing else: the second reader's half of decoding. It takes only what is well-formed.
type Members = Readonly<Record<string, unknown>>;

/** The value that a payload stands for. */
export function decodeSecond(written: unknown, whole: unknown = written, made = new Map<unknown, unknown>()): unknown {
  if (typeof written !== "object" || written === null) return written;
  const { $core: tag, value, type, name, members, symbols } = written as Members;
  const inner = Object(value) as Members;
  const items = Array.isArray(value) ? value as unknown[] : [];
  const decode = (item: unknown) => decodeSecond(item, whole, made);
  const keep = <Value>(one: Value): Value => (made.set(written, one), one);
  const define = (holder: object, key: PropertyKey, item: unknown, enumerable = true) => void Object.defineProperty(holder, key, { value: decode(item), writable: true, enumerable, configurable: true });
  const fill = <Holder extends object>(holder: Holder, all: unknown, hidden: readonly string[] = []): Holder => {
    for (const [key, item] of Object.entries(Object(all) as Members)) define(holder, key, item, !hidden.includes(key));
    return holder;
  };
  const extend = <Holder extends object>(holder: Holder): Holder => {
    fill(holder, members);
    for (const [key, item] of (symbols ?? []) as [unknown, unknown][]) define(holder, decode(key) as symbol, item);
    return holder;
  };
  const list = (into: unknown[], all: readonly unknown[]): unknown[] => {
    let at = 0;
    for (const item of all) {
      const { $core, count = 1 } = Object(item) as Members;
      if ($core === "hole") at += Number(count);
      else into[at++] = decode(item);
    }
    into.length = at;
    return into;
  };
  if (Array.isArray(written)) return list(keep([]), written);
  switch (tag) {
    case "undefined": case "function": case "class": case "ReplyChannel": return undefined;
    case "number": return Number(value);
    case "bigint": return String(value).startsWith("-") ? -BigInt(String(value).slice(1)) : BigInt(String(value));
    case "symbol": return keep(symbolOf(written as Members));
    case "boxed": return extend(keep(Object(decode(value)) as object));
    case "Date": return extend(keep(new Date(value === null ? NaN : String(value))));
    case "RegExp": return extend(keep(new RegExp(String(inner["source"]), String(inner["flags"]))));
    case "URL": return keep(new URL(String(value)));
    case "URLSearchParams": return keep(new URLSearchParams(String(value)));
    case "Map": return extend(items.reduce((map: Map<unknown, unknown>, entry) => Array.isArray(entry) ? map.set(decode(entry[0]), decode(entry[1])) : map, keep(new Map())));
    case "Set": return extend(items.reduce((set: Set<unknown>, item) => set.add(decode(item)), keep(new Set())));
    case "array": return extend(list(keep([]), items));
    case "bytes": return keep(bytesOf(String(type), Uint8Array.from(atob(String(value)), (char) => char.charCodeAt(0)).buffer));
    case "Error": {
      const error = keep(errorOf(String(name ?? inner["name"])));
      const { name: said, ...others } = inner;
      return extend(fill(error, said === error.name ? others : inner, ["name", "message", "stack", "cause", "errors"]));
    }
    case "plain": case "object": return extend(fill(keep(name === null ? Object.create(null) as object : {}), inner));
    case "ref": return made.get(String(value).split("/").slice(1).reduce<unknown>((node, step) => (node as Members)[step.replaceAll("~1", "/").replaceAll("~0", "~")], whole));
    default: return typeof tag === "string" ? written : fill(keep({}), written); // redacted, cut, unreadable, and tags that are newer than the page
  }
}

function symbolOf({ for: registered, known, value }: Members): symbol {
  if (registered !== undefined) return Symbol.for(String(registered));
  return known === undefined ? Symbol(value as string | undefined) : (Symbol as unknown as Record<string, symbol>)[String(known)]!;
}

function bytesOf(type: string, buffer: ArrayBuffer): object {
  if (type === "ArrayBuffer") return buffer;
  const View = (globalThis as Members)[/^(DataView|\w+Array)$/.exec(type)?.[0] ?? "Uint8Array"] ?? Uint8Array;
  if (type !== "SharedArrayBuffer") return new (View as typeof DataView)(buffer);
  const shared = new SharedArrayBuffer(buffer.byteLength);
  new Uint8Array(shared).set(new Uint8Array(buffer));
  return shared;
}

function errorOf(name: string): Error {
  const Class = /^(Eval|Range|Reference|Syntax|Type|URI)Error$/.test(name) ? (globalThis as Members)[name] : Error;
  return name === "AggregateError" ? new AggregateError([], "") : new (Class as typeof Error)("");
}
