/** Copies a value into one that JSON can hold, with tags for all that JSON cannot. One tagger encodes one value. */
import { base64Of } from "./base64.ts";
import type { WalkLimits } from "./plain.ts";
import { isSecretKey } from "./secrets.ts";

const REPLY_CHANNEL = Symbol.for("core-ipc.replyChannel");

interface Tag {
  readonly $core: string;
  readonly [member: string]: unknown;
}

/** Walks one value; remembers where each object was first seen, as a JSON pointer into the encoded text. */
export class Tagger {
  readonly #limits: WalkLimits;
  readonly #places = new Map<object, string>();
  #nodes = 0;

  constructor(limits: WalkLimits) {
    this.#limits = limits;
  }

  /** Gives `value` as JSON can hold it; `place` is its JSON pointer. */
  tag(value: unknown, place: string, depth: number): unknown {
    switch (typeof value) {
      case "string": case "boolean": return value;
      case "number": return Number.isFinite(value) && !Object.is(value, -0) ? value : { $core: "number", value: Object.is(value, -0) ? "-0" : String(value) };
      case "undefined": return { $core: "undefined" };
      case "bigint": return { $core: "bigint", value: String(value) };
      case "symbol": return { $core: "symbol", value: value.description ?? "" };
      case "function": return isReplyChannel(value) ? { $core: "ReplyChannel" } : { $core: "function", value: nameOf(value) };
      case "object": return value === null ? null : this.#tagObject(value, place, depth);
      default: return { $core: typeof value };
    }
  }

  #tagObject(value: object, place: string, depth: number): unknown {
    const known = this.#places.get(value);
    if (known !== undefined) return { $core: "ref", value: known };
    this.#nodes += 1;
    if (this.#nodes > this.#limits.nodes) return { $core: "cut", reason: `more than ${this.#limits.nodes} values` };
    if (depth >= this.#limits.depth) return { $core: "cut", reason: `deeper than ${this.#limits.depth} levels` };
    this.#places.set(value, place);
    try {
      return this.#tagKind(value, place, depth);
    } catch (error) {
      return { $core: "unreadable", value: error instanceof Error ? error.message : "it threw when it was read" };
    }
  }

  #tagKind(value: object, place: string, depth: number): unknown {
    if (Array.isArray(value)) return this.#tagArray(value, place, depth);
    if (isReplyChannel(value)) return { $core: "ReplyChannel" };
    if (value instanceof Date) return { $core: "Date", value: Number.isNaN(value.getTime()) ? null : value.toISOString() };
    if (value instanceof Map) return this.#tagMap(value, place, depth);
    if (value instanceof Set) return { $core: "Set", value: [...value].map((item, at) => this.tag(item, `${place}/value/${at}`, depth + 1)) };
    if (value instanceof Error) return this.#tagError(value, place, depth);
    if (value instanceof RegExp) return { $core: "RegExp", value: { source: value.source, flags: value.flags } };
    if (value instanceof URL) return { $core: "URL", value: value.href };
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return tagBytes(value);
    return this.#tagMembers(value, place, depth);
  }

  #tagArray(items: readonly unknown[], place: string, depth: number): unknown {
    const tagged: unknown[] = [];
    for (let at = 0; at < items.length; at++) {
      if (tagged.length >= this.#limits.nodes) {
        tagged.push({ $core: "cut", reason: `${items.length} items` });
        break;
      }
      tagged.push(at in items ? this.tag(items[at], `${place}/${at}`, depth + 1) : { $core: "hole" });
    }
    return tagged;
  }

  #tagMap(map: ReadonlyMap<unknown, unknown>, place: string, depth: number): Tag {
    const entries = [...map].map(([key, value], at) => [
      this.tag(key, `${place}/value/${at}/0`, depth + 1),
      typeof key === "string" && isSecretKey(key) ? { $core: "redacted" } : this.tag(value, `${place}/value/${at}/1`, depth + 1),
    ]);
    return { $core: "Map", value: entries };
  }

  #tagError(error: Error, place: string, depth: number): Tag {
    const members: Record<string, unknown> = { name: String(error.name), message: String(error.message) };
    if (typeof error.stack === "string") members["stack"] = error.stack;
    if ("cause" in error && error.cause !== undefined) members["cause"] = this.tag(error.cause, `${place}/value/cause`, depth + 1);
    for (const key of Object.keys(error)) {
      if (!(key in members)) members[key] = this.#tagMember(error, key, `${place}/value/${escaped(key)}`, depth);
    }
    return { $core: "Error", value: members };
  }

  /** A plain object stands as it is; one of a class, without a prototype, or with a `$core` of its own, is wrapped. */
  #tagMembers(value: object, place: string, depth: number): unknown {
    const prototype: unknown = Object.getPrototypeOf(value);
    const isBare = prototype === Object.prototype && !Object.hasOwn(value, "$core");
    const inside = isBare ? place : `${place}/value`;
    const members = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(value)) members[key] = this.#tagMember(value, key, `${inside}/${escaped(key)}`, depth);
    if (isBare) return members;
    if (prototype === Object.prototype) return { $core: "plain", value: members };
    return { $core: "object", name: prototype === null ? null : nameOf((value as { constructor?: unknown }).constructor), value: members };
  }

  #tagMember(holder: object, key: string, place: string, depth: number): unknown {
    if (isSecretKey(key)) return { $core: "redacted" };
    try {
      return this.tag((holder as Record<string, unknown>)[key], place, depth + 1);
    } catch (error) {
      return { $core: "unreadable", value: error instanceof Error ? error.message : "it threw when it was read" };
    }
  }
}

function tagBytes(value: ArrayBuffer | ArrayBufferView): Tag {
  const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return { $core: "bytes", type: value.constructor.name, bytes: bytes.length, value: base64Of(bytes) };
}

function isReplyChannel(value: object): boolean {
  return Boolean((value as { [REPLY_CHANNEL]?: unknown })[REPLY_CHANNEL]);
}

function nameOf(value: unknown): string {
  return typeof value === "function" && typeof value.name === "string" ? value.name : "";
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
