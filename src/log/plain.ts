/**
 * Makes of a payload what `JSON.stringify` writes without loss: mostly the payload itself, unchanged. What needs a tag, and each object around it,
 * is copied; what is rare (shared references, accessors, errors, bytes, anything too large) is left to the tagger. Most payloads
 * are plain: this walk is what they cost beside the stringifying.
 *
 * It is written for the engines: one class, no closures, keys compared with those of others (`shapes.ts`), members read by `for in`, which
 * every engine does from the object's shape; objects that were met in a list, which for a few is faster than any set.
 */
import type { Guard } from "./guard.ts";
import { classNameOf, inside, kindOf } from "./kinds.ts";
import { REPLY_CHANNEL } from "./reply_channel.ts";
import { Shapes, type Step } from "./shapes.ts";
import { LONG_NUMBER, RECORD_BYTES, type WalkLimits } from "./walk_limits.ts";

const { getOwnPropertySymbols, getPrototypeOf, hasOwn, keys: keysOf } = Object;
const OBJECT = Object.prototype;
const ARRAY = Array.prototype;

/** Stands for a value that the tagger has to write. */
export const NOT_PLAIN: unique symbol = Symbol("not plain");

/** How many objects are compared one by one with each further one: above it a set is faster. */
const LISTED = 64;
/** What a tag takes at the most, beside what it holds. */
const TAG_UNITS = 48;
/** Longer ones are the tagger's. */
const LONGEST_BIGINT = 2n ** 64n;

/** In one payload of so many each member is looked at, also where it was data all along: costs a hundredth. */
const CHECKED_EVERY = 64;

const UNDEFINED = { $core: "undefined" };
const CHANNEL = { $core: "ReplyChannel" };

/** Walks one value after another; not two at a time. */
export class PlainWalk {
  readonly #depth: number;
  readonly #nodes: number;
  readonly #mostUnits: number;
  readonly #guard: Guard;
  readonly #text: ((text: string) => string) | undefined;
  readonly #shapes: Shapes;
  readonly #listed: (object | undefined)[] = Array.from({ length: LISTED }, () => undefined);
  readonly #others = new Set<object>();
  #count = 0;
  #walks = 0;
  #trusts = false;
  #nodesLeft = 0;
  #unitsLeft = 0;

  constructor(limits: WalkLimits, guard: Guard) {
    this.#depth = limits.depth;
    this.#nodes = limits.nodes;
    this.#mostUnits = limits.recordBytes ?? RECORD_BYTES;
    this.#guard = guard;
    this.#text = guard.text;
    this.#shapes = new Shapes(guard);
  }

  /** Gives what `JSON.stringify` writes without loss, calling no code of the value's; or `NOT_PLAIN`. Throws what a guard or a proxy throws. */
  jsonOf(value: unknown): unknown {
    this.#nodesLeft = this.#nodes;
    this.#unitsLeft = this.#mostUnits;
    this.#count = 0;
    this.#walks += 1;
    this.#trusts = this.#walks % CHECKED_EVERY !== 0;
    try {
      // Lists inherit what all objects do.
      return "toJSON" in ARRAY ? NOT_PLAIN : this.#of(value, 0);
    } finally {
      this.#forget();
    }
  }

  #of(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case "string": return this.#ofText(value);
      case "boolean": return value;
      case "number": return value - value === 0 && (value !== 0 || 1 / value > 0) ? this.#ofNumber(value) : this.#tag({ $core: "number", value: value === 0 ? "-0" : String(value) });
      case "object": return value === null ? null : this.#ofObject(value, depth, undefined);
      case "undefined": return this.#tag(UNDEFINED);
      case "bigint": return value < LONGEST_BIGINT && value > -LONGEST_BIGINT ? this.#ofBigint(String(value)) : NOT_PLAIN;
      default: return NOT_PLAIN;
    }
  }

  /** A card's number may be sent as one: then the text that stands for it is written. */
  #ofNumber(value: number): unknown {
    if (value < LONG_NUMBER || this.#text === undefined) return value;
    const shown = this.#text(String(value));
    return shown === String(value) ? value : shown;
  }

  #ofBigint(digits: string): unknown {
    const shown = this.#text === undefined ? digits : this.#text(digits);
    return shown === digits ? this.#tag({ $core: "bigint", value: digits }) : shown;
  }

  #tag(tag: object): unknown {
    this.#unitsLeft -= TAG_UNITS;
    return this.#unitsLeft >= 0 ? tag : NOT_PLAIN;
  }

  #ofText(text: string): unknown {
    this.#unitsLeft -= text.length;
    if (this.#unitsLeft < 0) return NOT_PLAIN;
    return this.#text === undefined ? text : this.#text(text);
  }

  /** `under`: the key under which it stands in another object. */
  #ofObject(value: object, depth: number, under: Step | undefined): unknown {
    if (depth >= this.#depth || this.#isMet(value)) return NOT_PLAIN;
    const prototype = getPrototypeOf(value) as object | null;
    if (prototype === ARRAY) return Array.isArray(value) ? this.#ofArray(value, depth, under) : NOT_PLAIN;
    if (getOwnPropertySymbols(value).length > 0) return hasOwn(value, REPLY_CHANNEL) ? this.#tag(CHANNEL) : NOT_PLAIN;
    if (prototype === OBJECT) return this.#ofMembers(value, depth, false);
    return this.#ofClass(value, prototype, depth);
  }

  /** Gives the object itself where all of its members stand as they are. */
  #ofMembers(value: object, depth: number, isCopied: boolean): unknown {
    let copy: Record<string, unknown> | undefined = isCopied ? {} : undefined;
    let step = this.#shapes.first;
    let units = 0;
    let nodes = 0;
    const trusts = this.#trusts;
    const detects = this.#text !== undefined;
    for (const key in value) {
      if (isCopied && !hasOwn(value, key)) continue;
      const next = step.next;
      if (next !== undefined && next.key === key) step = next;
      else if (nodes > this.#nodesLeft) return NOT_PLAIN;
      else step = this.#shapes.stepTo(key, step);
      if (!(step.isTrusted && trusts) && !step.isData(value)) return NOT_PLAIN;
      nodes += 1;
      units += step.units;
      const member = (value as Readonly<Record<string, unknown>>)[key];
      let json: unknown;
      if (step.isHidden) json = this.#guard.hide(member, "key");
      else if (typeof member === "string" && !detects) {
        units += member.length;
        json = member;
      } else if (member === null || typeof member === "boolean" || (typeof member === "number" && member - member === 0 && member !== 0 && member < LONG_NUMBER)) json = member;
      else if (typeof member === "object") json = this.#ofObject(member, depth + 1, step);
      else json = this.#of(member, depth + 1);
      if (json === NOT_PLAIN) return NOT_PLAIN;
      if (isCopied || json !== member) {
        copy ??= { ...value };
        copy[key] = json;
      }
    }
    this.#nodesLeft -= nodes;
    this.#unitsLeft -= units;
    if (this.#nodesLeft < 0 || this.#unitsLeft < 0) return NOT_PLAIN;
    return copy ?? value;
  }

  #ofArray(items: readonly unknown[], depth: number, under: Step | undefined): unknown {
    this.#nodesLeft -= items.length;
    this.#unitsLeft -= items.length;
    if (this.#nodesLeft < 0 || this.#unitsLeft < 0) return NOT_PLAIN;
    if (under === undefined || !(under.trustsLists && this.#trusts)) {
      const isOnlyList = keysOf(items).length === items.length && getOwnPropertySymbols(items).length === 0;
      under?.meetList(isOnlyList);
      if (!isOnlyList) return NOT_PLAIN;
    }
    let copy: unknown[] | undefined;
    for (let at = 0; at < items.length; at++) {
      const item = items[at];
      if (item === undefined && !hasOwn(items, at)) return NOT_PLAIN; // a hole
      const json = this.#of(item, depth + 1);
      if (json === NOT_PLAIN) return NOT_PLAIN;
      if (json !== item) {
        copy ??= [...items];
        copy[at] = json;
      }
    }
    return copy ?? items;
  }

  /** The kinds that payloads often hold; only as the language makes them. */
  #ofClass(value: object, prototype: object | null, depth: number): unknown {
    if (prototype === Date.prototype || prototype === Map.prototype || prototype === Set.prototype) {
      if (keysOf(value).length > 0) return NOT_PLAIN;
      if (prototype === Date.prototype) return this.#tag({ $core: "Date", value: Number.isNaN(inside.time(value)) ? null : inside.isoTime(value) });
      return this.#ofCollection(value, prototype === Map.prototype, depth);
    }
    if (prototype !== null && (REPLY_CHANNEL in value || kindOf(value) !== "members")) return NOT_PLAIN;
    const name = prototype === null ? null : this.#ofText(classNameOf(value));
    const members = this.#ofMembers(value, depth, true);
    return members === NOT_PLAIN || name === NOT_PLAIN || prototype !== null && getPrototypeOf(prototype) === null ? NOT_PLAIN : this.#tag({ $core: "object", name, value: members });
  }

  #ofCollection(value: object, isMap: boolean, depth: number): unknown {
    const size = isMap ? inside.mapSize(value) : inside.setSize(value);
    this.#nodesLeft -= size;
    this.#unitsLeft -= size;
    if (this.#nodesLeft < 0 || this.#unitsLeft < 0) return NOT_PLAIN;
    const list: unknown[] = [];
    for (const entry of isMap ? inside.entries(value) : inside.values(value)) {
      const json = isMap ? this.#ofEntry(entry as [unknown, unknown], depth) : this.#of(entry, depth + 1);
      if (json === NOT_PLAIN) return NOT_PLAIN;
      list.push(json);
    }
    return this.#tag({ $core: isMap ? "Map" : "Set", value: list });
  }

  #ofEntry([key, value]: readonly [unknown, unknown], depth: number): unknown {
    const keyJson = this.#of(key, depth + 1);
    if (keyJson === NOT_PLAIN) return NOT_PLAIN;
    const json = typeof key === "string" && this.#guard.hidesKey(key) ? this.#guard.hide(value, "key") : this.#of(value, depth + 1);
    return json === NOT_PLAIN ? NOT_PLAIN : [keyJson, json];
  }

  /** Whether this object was met before: a cycle, or shared. */
  #isMet(value: object): boolean {
    const listed = this.#listed;
    const count = this.#count < LISTED ? this.#count : LISTED;
    for (let at = 0; at < count; at++) if (listed[at] === value) return true;
    if (this.#count < LISTED) listed[this.#count] = value;
    else if (this.#others.has(value)) return true;
    else this.#others.add(value);
    this.#count += 1;
    return false;
  }

  /** What was walked must not be held. */
  #forget(): void {
    const listed = this.#listed;
    const count = this.#count < LISTED ? this.#count : LISTED;
    for (let at = 0; at < count; at++) listed[at] = undefined;
    if (this.#count > LISTED) this.#others.clear();
  }
}
