/**
 * Recorded values back as values. Decoding runs no code of the payload's and sets no prototype: an object of a class comes
 * back as a plain one, a function as undefined. A tag that this version does not know, or that is malformed, stays as it is.
 */
import { isTagged, type TaggedValue } from "../trace/tagged.ts";
import { bytesOf } from "./base64.ts";

/** How recorded values become values. */
export interface DecodeOptions {
  /** Makes what stands for a recorded reply channel; without it such a channel comes back as undefined. */
  readonly replyChannel?: () => unknown;
}

/**
 * Gives the value of a parsed payload.
 * @example
 * decodeValue({ n: { $core: "bigint", value: "12" } }); // { n: 12n }
 */
export function decodeValue(json: unknown, options: DecodeOptions = {}): unknown {
  return new Decoder(options).decode(json, "");
}

/** A hole in an array: no value at all. */
const HOLE = Symbol("hole");

const TYPED_ARRAYS = {
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array,
} as const;

class Decoder {
  readonly #options: DecodeOptions;
  readonly #made = new Map<string, unknown>();

  constructor(options: DecodeOptions) {
    this.#options = options;
  }

  decode(json: unknown, place: string): unknown {
    if (typeof json !== "object" || json === null) return json;
    if (Array.isArray(json)) return this.#array(json, place);
    if (isTagged(json)) return this.#tagged(json, place);
    return this.#members(json as Readonly<Record<string, unknown>>, place, {}, place);
  }

  #array(json: readonly unknown[], place: string): unknown[] {
    const items: unknown[] = this.#remember(place, []);
    items.length = json.length;
    json.forEach((item, at) => {
      const decoded = this.decode(item, `${place}/${at}`);
      if (decoded !== HOLE) items[at] = decoded;
    });
    return items;
  }

  #members<Holder extends object>(json: Readonly<Record<string, unknown>>, place: string, holder: Holder, remembered: string): Holder {
    this.#remember(remembered, holder);
    for (const key of Object.keys(json)) {
      const value = this.decode(json[key], `${place}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
    }
    return holder;
  }

  #tagged(tag: TaggedValue, place: string): unknown {
    const { $core: name, value } = tag;
    const more = tag as TaggedValue & Readonly<Record<string, unknown>>;
    const inside = `${place}/value`;
    switch (name) {
      case "undefined": case "function": case "symbol": return undefined;
      case "hole": return HOLE;
      case "number": return Number(value);
      case "bigint": return typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : tag;
      case "Date": return this.#remember(place, new Date(typeof value === "string" ? value : NaN));
      case "Map": return Array.isArray(value) ? this.#map(value, place) : tag;
      case "Set": return Array.isArray(value) ? this.#set(value, place) : tag;
      case "bytes": return this.#remember(place, decodeBytes(value, more["type"]) ?? tag);
      case "Error": return isRecord(value) ? this.#error(value, place) : tag;
      case "RegExp": return isRecord(value) ? this.#remember(place, regExpOf(value) ?? tag) : tag;
      case "URL": return typeof value === "string" && URL.canParse(value) ? this.#remember(place, new URL(value)) : tag;
      case "plain": return isRecord(value) ? this.#members(value, inside, {}, place) : tag;
      case "object": {
        if (!isRecord(value)) return tag;
        const holder = more["name"] === null ? Object.create(null) as object : {};
        return this.#members(value, inside, holder, place);
      }
      case "ref": return typeof value === "string" && this.#made.has(value) ? this.#made.get(value) : tag;
      case "ReplyChannel": return this.#remember(place, this.#options.replyChannel?.());
      default: return tag;
    }
  }

  #map(entries: readonly unknown[], place: string): Map<unknown, unknown> {
    const map = this.#remember(place, new Map<unknown, unknown>());
    entries.forEach((entry, at) => {
      if (!Array.isArray(entry)) return;
      map.set(this.decode(entry[0], `${place}/value/${at}/0`), this.decode(entry[1], `${place}/value/${at}/1`));
    });
    return map;
  }

  #set(items: readonly unknown[], place: string): Set<unknown> {
    const set = this.#remember(place, new Set<unknown>());
    items.forEach((item, at) => set.add(this.decode(item, `${place}/value/${at}`)));
    return set;
  }

  #error(members: Readonly<Record<string, unknown>>, place: string): Error {
    const error = this.#remember(place, new Error(String(members["message"] ?? "")));
    for (const key of Object.keys(members)) {
      const value = this.decode(members[key], `${place}/value/${key}`);
      const isUsual = key === "name" || key === "message" || key === "stack" || key === "cause";
      Object.defineProperty(error, key, { value, writable: true, enumerable: !isUsual, configurable: true });
    }
    return error;
  }

  #remember<Made>(place: string, made: Made): Made {
    this.#made.set(place, made);
    return made;
  }
}

function decodeBytes(value: unknown, type: unknown): unknown {
  const bytes = typeof value === "string" ? bytesOf(value) : undefined;
  if (bytes === undefined) return undefined;
  if (type === "ArrayBuffer") return bytes.buffer;
  if (type === "DataView") return new DataView(bytes.buffer);
  const view = Object.hasOwn(TYPED_ARRAYS, String(type)) ? TYPED_ARRAYS[type as keyof typeof TYPED_ARRAYS] : Uint8Array;
  return bytes.length % view.BYTES_PER_ELEMENT === 0 ? new view(bytes.buffer) : bytes;
}

function regExpOf({ source, flags }: Readonly<Record<string, unknown>>): RegExp | undefined {
  try {
    return new RegExp(String(source), String(flags));
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
