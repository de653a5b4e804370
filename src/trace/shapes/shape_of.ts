/**
 * Learns what payloads look like, one after the other, as a log holds them, with their tags. What is too deep, too wide or too much is not looked into, and
 * never called absent. Learning into one shape gives what merging the shapes of each gives, and costs a tenth of it.
 */
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

/** Gives the shape of a payload that the dispatch of that ordinal has. Cost: at most `LIMITS`; some 100 nanoseconds a value. */
export function shapeOf(value: unknown, dispatch: number): Shape {
  const learner = new ShapeLearner();
  learner.learn(value, dispatch);
  return learner.shape;
}

/** A shape that grows with what it is shown. */
export class ShapeLearner {
  readonly #shape: Growing = emptyShape();
  /** How many values of this payload may still be looked at. */
  #left = 0;
  #dispatch = 0;
  /** One for each object that was looked at: members that have it are there. */
  #mark = 0;

  /** The shape of all payloads so far; it goes on growing. */
  get shape(): Shape {
    return this.#shape;
  }

  /** Adds a payload. Ordinals may come in any order. */
  learn(value: unknown, dispatch: number): void {
    this.#left = LIMITS.values;
    this.#dispatch = dispatch;
    this.#look(value, this.#shape, 0);
  }

  #look(value: unknown, shape: Growing, depth: number): void {
    this.#left -= 1;
    count(shape, this.#dispatch);
    if (typeof value !== "object" || value === null) this.#isOf(value === null ? "null" : typeof value, shape);
    else if (isTagged(value)) this.#lookAtTag(value, shape, depth);
    else if (Array.isArray(value)) this.#lookAtList(value, shape, depth);
    else this.#lookAtObject(value, shape, depth, true);
  }

  #lookAtTag({ $core: tag, value, ...more }: TaggedValue, shape: Growing, depth: number): void {
    switch (tag) {
      case "object": case "plain": return this.#lookAtObject(value, shape, depth, true);
      case "array": return this.#lookAtList(value, shape, depth);
      case "boxed": return this.#isOf(isTagged(value) ? value.$core : typeof value, shape);
      case "bytes": return this.#isOf(typeof more["type"] === "string" ? more["type"] : "bytes", shape);
      case "cut":
        // The beginning of a text is a text; an object with some of its members is one.
        if (typeof value === "string") return this.#isOf("string", shape);
        return more["members"] !== undefined && isObject(value) ? this.#lookAtObject(value, shape, depth, false) : this.#isOf("cut", shape);
      default: return this.#isOf(tag, shape);
    }
  }

  #lookAtObject(value: unknown, shape: Growing, depth: number, isWhole: boolean): void {
    this.#isOf("object", shape);
    if (depth >= LIMITS.depth || !isObject(value)) return;
    const object = shape.object ??= { wholeFirst: Infinity, members: new Map(), folded: undefined };
    const mark = ++this.#mark;
    let present = 0;
    let isAll = isWhole;
    for (const name in value) {
      if (this.#left <= 0) {
        isAll = false;
        break;
      }
      present += 1;
      const inner = (value as Readonly<Record<string, unknown>>)[name];
      if (object.folded === undefined && !object.members.has(name) && object.members.size >= MOST_MEMBERS) fold(object);
      if (object.folded !== undefined) this.#look(inner, object.folded, depth + 1);
      else this.#look(inner, memberOf(object, name, mark).shape, depth + 1);
    }
    if (!isAll) return;
    if (present < object.members.size) for (const member of object.members.values()) if (member.mark !== mark) member.absentFirst = Math.min(member.absentFirst ?? Infinity, this.#dispatch);
    object.wholeFirst = Math.min(object.wholeFirst, this.#dispatch);
  }

  #lookAtList(items: unknown, shape: Growing, depth: number): void {
    this.#isOf("list", shape);
    if (depth >= LIMITS.depth || !Array.isArray(items)) return;
    const length = Math.min(items.length, LIMITS.items);
    for (let at = 0; at < length && this.#left > 0; at++) {
      const item: unknown = items[at];
      if (isTagged(item) && (item.$core === "hole" || (item.$core === "cut" && item["items"] !== undefined))) continue;
      this.#look(item, shape.items ??= emptyShape(), depth + 1);
    }
  }

  #isOf(kind: string, { kinds }: Growing): void {
    let seen = kinds.get(kind);
    if (seen === undefined) kinds.set(kind, seen = { count: 0, first: Infinity, last: -Infinity });
    count(seen, this.#dispatch);
  }
}

/** What is read-only in a shape, while it grows. */
type Mutable<Value> = { -readonly [Name in keyof Value]: Value[Name] };

interface Growing extends Mutable<Seen> {
  readonly kinds: Map<string, Mutable<Seen>>;
  object?: GrowingObject | undefined;
  items?: Growing | undefined;
}

interface GrowingObject extends Mutable<Omit<ObjectShape, "members" | "folded">> {
  members: Map<string, GrowingMember>;
  folded: Growing | undefined;
}

interface GrowingMember extends Mutable<Omit<Member, "shape">> {
  readonly shape: Growing;
  mark: number;
}

function emptyShape(): Growing {
  return { count: 0, first: Infinity, last: -Infinity, kinds: new Map() };
}

function count(seen: Mutable<Seen>, dispatch: number): void {
  seen.count += 1;
  if (dispatch < seen.first) seen.first = dispatch;
  if (dispatch > seen.last) seen.last = dispatch;
}

/** Whole objects came before a member that is new: they had none. */
function memberOf(object: GrowingObject, name: string, mark: number): GrowingMember {
  let member = object.members.get(name);
  if (member === undefined) object.members.set(name, member = { shape: emptyShape(), absentFirst: object.wholeFirst === Infinity ? undefined : object.wholeFirst, mark });
  member.mark = mark;
  return member;
}

/** From now on the names are data. */
function fold(object: GrowingObject): void {
  // What merging makes is new, or was a member's, which is gone.
  object.folded = [...object.members.values()].map(({ shape }): Shape => shape).reduce(mergeShapes) as Growing;
  object.members = new Map();
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
