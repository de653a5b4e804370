/**
 * Recorded values back as values. Decoding runs no code of the payload's and sets no prototype: an object of a class comes
 * back as a plain one, a function as undefined. A tag that this version does not know, or that is malformed, stays as it is.
 */
import { isTagged, type TaggedValue } from "../trace/tagged.ts";
import { bigintOf, boxOf, bytesFrom, errorOf, isRecord, regExpOf, symbolOf, urlOf } from "./decode_kinds.ts";

/** How recorded values become values. */
export interface DecodeOptions {
  /** Makes what stands for a recorded reply channel; without it such a channel comes back as undefined. */
  readonly replyChannel?: () => unknown;
}

/** Deeper parts stay as they are. Twice what is ever written for each of 64 levels (a tag and its value), and little enough for every runtime's stack. */
const DEEPEST = 512;

/** The longest list that the language has; holes beyond it stay tags. */
const LONGEST = 2 ** 32 - 1;

type Json = Readonly<Record<string, unknown>>;

/**
 * Gives the value of a parsed payload. Cost: in proportion to the payload, whatever stands in it.
 * @example
 * decodeValue({ n: { $core: "bigint", value: "12" } }); // { n: 12n }
 */
export function decodeValue(json: unknown, options: DecodeOptions = {}): unknown {
  return new Decoder(json, options).decode(json, 0);
}

class Decoder {
  readonly #root: unknown;
  readonly #options: DecodeOptions;
  /** What was made of each part of the payload, for references to it. */
  readonly #made = new Map<object, unknown>();

  constructor(root: unknown, options: DecodeOptions) {
    this.#root = root;
    this.#options = options;
  }

  decode(json: unknown, depth: number): unknown {
    if (typeof json !== "object" || json === null || depth > DEEPEST) return json;
    if (Array.isArray(json)) return this.#fill(json, this.#remember(json, []), depth);
    if (isTagged(json)) return this.#tagged(json, depth);
    return this.#define(json as Json, this.#remember(json, {}), depth);
  }

  #remember<Made>(json: object, made: Made): Made {
    this.#made.set(json, made);
    return made;
  }

  #fill(json: readonly unknown[], items: unknown[], depth: number): unknown[] {
    let at = 0;
    for (const item of json) {
      const holes = holesOf(item);
      if (holes > 0 && at + holes <= LONGEST - json.length) at += holes;
      else items[at++] = this.decode(item, depth + 1);
    }
    items.length = at;
    return items;
  }

  /** Members are defined, never assigned: `__proto__` is one like any other. */
  #define<Holder extends object>(json: Json, holder: Holder, depth: number, isEnumerable: (key: string) => boolean = () => true): Holder {
    for (const key of Object.keys(json)) {
      const value = this.decode(json[key], depth + 1);
      Object.defineProperty(holder, key, { value, writable: true, enumerable: isEnumerable(key), configurable: true });
    }
    return holder;
  }

  #tagged(tag: TaggedValue, depth: number): unknown {
    const { $core: name, value } = tag;
    switch (name) {
      case "undefined": case "function": case "class": return undefined;
      case "number": return Number(value);
      case "bigint": return bigintOf(value) ?? tag;
      case "symbol": return this.#remember(tag, symbolOf(tag) ?? tag);
      case "Date": return this.#extended(tag, new Date(typeof value === "string" ? value : NaN), depth);
      case "Map": return Array.isArray(value) ? this.#map(tag, value, depth) : tag;
      case "Set": return Array.isArray(value) ? this.#set(tag, value, depth) : tag;
      case "array": return Array.isArray(value) ? this.#list(tag, value, depth) : tag;
      case "bytes": return this.#remember(tag, bytesFrom(value, tag["type"]) ?? tag);
      case "boxed": return this.#extended(tag, boxOf(this.decode(value, depth + 1)), depth);
      case "Error": return isRecord(value) ? this.#error(tag, value, depth) : tag;
      case "RegExp": return this.#extended(tag, isRecord(value) ? regExpOf(value) : undefined, depth);
      case "URL": return this.#extended(tag, urlOf(value), depth);
      case "URLSearchParams": return this.#extended(tag, typeof value === "string" ? new URLSearchParams(value) : undefined, depth);
      case "plain": return isRecord(value) ? this.#members(tag, value, {}, depth) : tag;
      case "object": return isRecord(value) ? this.#members(tag, value, tag["name"] === null ? Object.create(null) as object : {}, depth) : tag;
      case "ref": return this.#referred(value, tag);
      case "ReplyChannel": return this.#remember(tag, this.#options.replyChannel?.());
      default: return tag;
    }
  }

  /** Gives a value what it had beside what makes it one; without a value the tag stays. */
  #extended(tag: Json, made: object | undefined, depth: number): unknown {
    if (made === undefined) return tag;
    this.#remember(tag, made);
    if (isRecord(tag["members"])) this.#define(tag["members"], made, depth + 1);
    if (!Array.isArray(tag["symbols"])) return made;
    for (const entry of tag["symbols"] as readonly unknown[]) {
      if (!Array.isArray(entry)) continue;
      const key = this.decode(entry[0], depth + 2);
      const value = this.decode(entry[1], depth + 2);
      if (typeof key === "symbol") Object.defineProperty(made, key, { value, writable: true, enumerable: true, configurable: true });
    }
    return made;
  }

  #members(tag: Json, value: Json, holder: object, depth: number): unknown {
    this.#remember(tag, holder);
    this.#define(value, holder, depth + 1);
    return this.#extended(tag, holder, depth);
  }

  #list(tag: Json, value: readonly unknown[], depth: number): unknown {
    const items: unknown[] = this.#remember(tag, []);
    this.#fill(value, items, depth + 1);
    return this.#extended(tag, items, depth);
  }

  #map(tag: Json, entries: readonly unknown[], depth: number): unknown {
    const map = this.#remember(tag, new Map<unknown, unknown>());
    for (const entry of entries) {
      if (!Array.isArray(entry)) continue; // the tag that says how many were cut
      map.set(this.decode(entry[0], depth + 2), this.decode(entry[1], depth + 2));
    }
    return this.#extended(tag, map, depth);
  }

  #set(tag: Json, items: readonly unknown[], depth: number): unknown {
    const set = this.#remember(tag, new Set<unknown>());
    for (const item of items) set.add(this.decode(item, depth + 2));
    return this.#extended(tag, set, depth);
  }

  #error(tag: Json, members: Json, depth: number): unknown {
    const error = this.#remember(tag, errorOf(tag["name"] ?? members["name"], members["message"]));
    const usual = ["name", "message", "stack", "cause", "errors"];
    const { name, ...others } = members;
    if (name !== error.name) this.#define({ name }, error, depth + 1, () => false);
    // In the order in which they were written, since others may refer to these: a parsed object has keys that are numbers first.
    const isUsual = ([key]: readonly [string, unknown]): boolean => usual.includes(key);
    const all = Object.entries(others);
    this.#define(Object.fromEntries(all.filter(isUsual)), error, depth + 1, () => false);
    this.#define(Object.fromEntries(all.filter((entry) => !isUsual(entry))), error, depth + 1);
    return this.#extended(tag, error, depth);
  }

  /** Finds what was made of another part of the payload; one that is yet to come stays a reference. */
  #referred(pointer: unknown, tag: unknown): unknown {
    if (typeof pointer !== "string") return tag;
    let json: unknown = this.#root;
    for (const segment of pointer.split("/").slice(1)) {
      if (typeof json !== "object" || json === null) return tag;
      const key = segment.replaceAll("~1", "/").replaceAll("~0", "~");
      json = Object.hasOwn(json, key) ? (json as Json)[key] : undefined;
    }
    return typeof json === "object" && json !== null && this.#made.has(json) ? this.#made.get(json) : tag;
  }
}

/** How many holes an item of a list stands for; 0: it is none. */
function holesOf(item: unknown): number {
  if (!isTagged(item) || item.$core !== "hole") return 0;
  const { count } = item as { readonly count?: unknown };
  if (count === undefined) return 1;
  return Number.isSafeInteger(count) && (count as number) > 0 ? count as number : 0;
}
