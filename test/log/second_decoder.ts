// Values of payloads, brought back as docs/log-format.md says and by nothing else: the second reader's half of decoding. It takes only what is well-formed.
type Members = Readonly<Record<string, unknown>>;

/** The value that a payload stands for. */
export function decodeSecond(written: unknown, whole: unknown = written, made = new Map<unknown, unknown>()): unknown {
  if (typeof written !== "object" || written === null) return written;
  const { $core: tag, value, type, name } = written as Members;
  const [inner, items, decode] = [Object(value) as Members, Object(value) as [unknown, unknown][], (item: unknown) => decodeSecond(item, whole, made)];
  const keep = <Value>(one: Value): Value => (made.set(written, one), one);
  const fill = <Holder extends object>(holder: Holder, members: object): Holder => {
    for (const [key, item] of Object.entries(members)) if ((item as Members | null)?.["$core"] !== "hole") Object.defineProperty(holder, key, { value: decode(item), writable: true, enumerable: true, configurable: true });
    return holder;
  };
  switch (tag) {
    case "undefined": case "function": case "symbol": case "ReplyChannel": return undefined;
    case "number": return Number(value);
    case "bigint": return BigInt(String(value));
    case "Date": return keep(new Date(value === null ? NaN : String(value)));
    case "RegExp": return keep(new RegExp(String(inner["source"]), String(inner["flags"])));
    case "URL": return keep(new URL(String(value)));
    case "Map": return items.reduce((map, [key, item]) => map.set(decode(key), decode(item)), keep(new Map()));
    case "Set": return items.reduce((set: Set<unknown>, item) => set.add(decode(item)), keep(new Set()));
    case "bytes": {
      const [View, { buffer }] = [(globalThis as Members)[/^(DataView|\w+Array)$/.exec(String(type))?.[0] ?? "Uint8Array"], Uint8Array.from(atob(String(value)), (char) => char.charCodeAt(0))];
      return keep(type === "ArrayBuffer" ? buffer : new (View as typeof DataView)(buffer));
    }
    case "Error": case "object": case "plain": return fill(keep(tag === "Error" ? new Error() : name === null ? Object.create(null) as object : {}), inner);
    case "ref": return made.get(String(value).split("/").slice(1).reduce<unknown>((node, step) => (node as Members)[step.replaceAll("~1", "/").replaceAll("~0", "~")], whole));
    default: return typeof tag === "string" ? written : fill(keep(Array.isArray(written) ? Array<unknown>(written.length) : {}), written); // redacted, cut, unreadable, and tags that are newer than the page
  }
}
