/**
 * Goes from a recorded payload to a part of it, tags and all: an entry of a Map by its key, an item of a Set by its place, a member of an
 * object of a class or of an Error, and what is written once and referred to. Nothing is decoded: most payloads have no such tag.
 */
import { isTagged, type TaggedValue } from "../tagged.ts";
import type { Step } from "./ast.ts";
import { isSameKey } from "./payload_value.ts";

type Json = Readonly<Record<string, unknown>>;

/** Nothing is there; `undefined` may be a value. */
export const NOTHING: unique symbol = Symbol("nothing");

/** A chain of references is no longer than this in anything that was written by a recorder. */
const MOST_HOPS = 16;

/** Whether one of the values that the steps lead to passes. `payload` is what references point into. */
export function anyAt(payload: unknown, steps: readonly Step[], passes: (value: unknown) => boolean): boolean {
  return from(payload, payload, steps, 0, passes);
}

function from(payload: unknown, start: unknown, steps: readonly Step[], first: number, passes: (value: unknown) => boolean): boolean {
  let value = start;
  for (let at = first; at < steps.length; at++) {
    const step = steps[at]!;
    const whole = referred(payload, value);
    if (step.kind === "any") {
      for (const part of partsOf(whole)) if (from(payload, part, steps, at + 1, passes)) return true;
      return false;
    }
    value = partOf(whole, step.key);
    if (value === NOTHING) return false;
  }
  return passes(referred(payload, value));
}

/** What a reference refers to. */
function referred(payload: unknown, value: unknown): unknown {
  let now = value;
  for (let hops = 0; hops < MOST_HOPS && isTagged(now) && now.$core === "ref" && typeof now.value === "string"; hops++) {
    const target = pointed(payload, now.value);
    if (target === NOTHING) return now;
    now = target;
  }
  return now;
}

/** RFC 6901, into the payload as it is written. */
function pointed(payload: unknown, pointer: string): unknown {
  let value = payload;
  for (const segment of pointer.split("/").slice(1)) {
    const key = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return NOTHING;
    value = (value as Json)[key];
  }
  return value;
}

function partOf(value: unknown, key: string): unknown {
  if (typeof value === "string") return key === "length" ? value.length : NOTHING;
  if (typeof value !== "object" || value === null) return NOTHING;
  if (Array.isArray(value)) return itemOf(value, key);
  return isTagged(value) ? partOfTag(value, key) : ownOf(value, key);
}

function partOfTag(tag: TaggedValue, key: string): unknown {
  const part = partOfTagged(tag, key);
  if (part !== NOTHING) return part;
  const extra = ownOf(tag["members"], key);
  return extra === NOTHING && key === "$core" ? tag.$core : extra;
}

function partOfTagged({ $core: name, value }: TaggedValue, key: string): unknown {
  switch (name) {
    case "object": case "plain": case "Error": return ownOf(value, key);
    case "array": case "boxed": case "cut": return isTagged(value) ? NOTHING : partOf(value, key);
    case "Map": return Array.isArray(value) ? entryOf(value, key) : NOTHING;
    case "Set": return Array.isArray(value) ? itemOf(value, key === "length" ? "" : key === "size" ? "length" : key) : NOTHING;
    default: return NOTHING;
  }
}

function ownOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Json)[key] : NOTHING;
}

function entryOf(entries: readonly unknown[], key: string): unknown {
  for (const entry of entries) if (Array.isArray(entry) && isSameKey(entry[0], key)) return entry[1];
  return key === "size" ? entries.filter((entry) => Array.isArray(entry)).length : NOTHING;
}

/** Holes are written once for several, and are no values. */
function itemOf(items: readonly unknown[], key: string): unknown {
  if (key !== "length" && !/^(?:0|[1-9]\d*)$/.test(key)) return NOTHING;
  const wanted = key === "length" ? Infinity : Number(key);
  let place = 0;
  for (const item of items) {
    const holes = holesIn(item);
    if (holes === 0 && place === wanted) return item;
    place += Math.max(1, holes);
    if (place > wanted) return NOTHING;
  }
  return key === "length" ? place : NOTHING;
}

function holesIn(item: unknown): number {
  if (!isTagged(item) || item.$core !== "hole") return 0;
  const count = item["count"] ?? 1;
  return typeof count === "number" && count > 0 ? count : 1;
}

/** Each part of a value: items, members, the values of a Map. */
function partsOf(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.filter((item) => holesIn(item) === 0);
  if (!isTagged(value)) return Object.values(value);
  const { $core: name, value: held } = value;
  switch (name) {
    case "Map": return Array.isArray(held) ? held.flatMap((entry) => Array.isArray(entry) ? [entry[1] as unknown] : []) : [];
    case "Set": case "array": return Array.isArray(held) ? partsOf(held) : [];
    case "object": case "plain": case "Error": return typeof held === "object" && held !== null ? Object.values(held) : [];
    case "cut": return isTagged(held) ? [] : partsOf(held);
    default: return [];
  }
}
