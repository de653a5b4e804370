/** The shape of one payload as a log holds it, with its tags. What is too deep, too wide or too much is not looked into, and never called absent. */
import { isTagged, type TaggedValue } from "../tagged.ts";
import { mergeShapes, MOST_MEMBERS, type Member, type ObjectShape, type Seen, type Shape } from "./shape.ts";

/** How much of one payload is looked into. */
const LIMITS = {
  /** Levels of objects and lists: deeper ones are rarely anybody's interface. */
  depth: 8,
  /** Items of one list: they are mostly alike. */
  items: 32,
  /** Values in all: some milliseconds. */
  values: 10_000,
};

/** Gives the shape of a payload that the dispatch of that ordinal has. Cost: at most `LIMITS`. */
export function shapeOf(value: unknown, dispatch: number): Shape {
  return look(value, { seen: { count: 1, first: dispatch, last: dispatch }, left: LIMITS.values }, 0);
}

interface Looking {
  readonly seen: Seen;
  /** How many values may still be looked at. */
  left: number;
}

function look(value: unknown, looking: Looking, depth: number): Shape {
  looking.left -= 1;
  if (isTagged(value)) return lookAtTag(value, looking, depth);
  if (Array.isArray(value)) return { ...ofKind("list", looking), ...itemsOf(value, looking, depth) };
  if (typeof value === "object" && value !== null) return { ...ofKind("object", looking), ...objectOf(value, looking, depth, true) };
  return ofKind(value === null ? "null" : typeof value, looking);
}

function lookAtTag({ $core: tag, value, ...more }: TaggedValue, looking: Looking, depth: number): Shape {
  switch (tag) {
    case "object": case "plain":
      return isObject(value) ? { ...ofKind("object", looking), ...objectOf(value, looking, depth, true) } : ofKind("object", looking);
    case "array": return { ...ofKind("list", looking), ...(Array.isArray(value) ? itemsOf(value, looking, depth) : {}) };
    case "boxed": return look(value, looking, depth);
    case "bytes": return ofKind(typeof more["type"] === "string" ? more["type"] : "bytes", looking);
    case "cut": return lookAtCut(value, more, looking, depth);
    default: return ofKind(tag, looking);
  }
}

/** The beginning of a text is a text; an object with some of its members is one. */
function lookAtCut(value: unknown, more: Readonly<Record<string, unknown>>, looking: Looking, depth: number): Shape {
  if (typeof value === "string") return ofKind("string", looking);
  if (more["members"] !== undefined && isObject(value)) return { ...ofKind("object", looking), ...objectOf(value, looking, depth, false) };
  return ofKind("cut", looking);
}

function objectOf(value: object, looking: Looking, depth: number, isWhole: boolean): { object?: ObjectShape } {
  if (depth >= LIMITS.depth) return {};
  const members = new Map<string, Member>();
  let folded: Shape | undefined;
  let isAll = isWhole;
  for (const [name, inner] of Object.entries(value)) {
    if (looking.left <= 0) {
      isAll = false;
      break;
    }
    const shape = look(inner, looking, depth + 1);
    if (folded === undefined && members.size < MOST_MEMBERS) members.set(name, { shape });
    else folded = folded === undefined ? shape : mergeShapes(folded, shape);
  }
  const wholeFirst = isAll ? looking.seen.first : Infinity;
  if (folded === undefined) return { object: { wholeFirst, members } };
  for (const { shape } of members.values()) folded = mergeShapes(folded, shape);
  return { object: { wholeFirst, members: new Map(), folded } };
}

function itemsOf(items: readonly unknown[], looking: Looking, depth: number): { items?: Shape } {
  if (depth >= LIMITS.depth) return {};
  let all: Shape | undefined;
  for (const item of items.slice(0, LIMITS.items)) {
    if (looking.left <= 0) break;
    if (isTagged(item) && (item.$core === "hole" || (item.$core === "cut" && item["items"] !== undefined))) continue;
    const shape = look(item, looking, depth + 1);
    all = all === undefined ? shape : mergeShapes(all, shape);
  }
  return all === undefined ? {} : { items: all };
}

function ofKind(kind: string, { seen }: Looking): Shape {
  return { ...seen, kinds: new Map([[kind, seen]]) };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
