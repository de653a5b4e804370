/**
 * Tells whether a value is exactly what JSON can say, so that `JSON.stringify` writes it without loss. Most payloads are:
 * this walk is what they cost beside the stringifying.
 *
 * It is written for the engines: one class, no closures, keys compared with those of others (`shapes.ts`), members read by `for in`, which
 * every engine does from the object's shape; objects that were met in a list, which for a few is faster than any set.
 */
import type { Guard } from "./guard.ts";
import { Shapes } from "./shapes.ts";
import { RECORD_BYTES, type WalkLimits } from "./walk_limits.ts";

const { getOwnPropertySymbols, getPrototypeOf, keys: keysOf } = Object;
const OBJECT = Object.prototype;
const ARRAY = Array.prototype;

/** How many objects are compared one by one with each further one: above it a set is faster. */
const LISTED = 64;

/** Walks one value after another; not two at a time. */
export class PlainWalk {
  readonly #depth: number;
  readonly #nodes: number;
  readonly #mostUnits: number;
  readonly #text: ((text: string) => string) | undefined;
  readonly #shapes: Shapes;
  readonly #listed: (object | undefined)[] = new Array<object | undefined>(LISTED).fill(undefined);
  readonly #others = new Set<object>();
  #count = 0;
  #nodesLeft = 0;
  #unitsLeft = 0;

  constructor(limits: WalkLimits, guard: Guard) {
    this.#depth = limits.depth;
    this.#nodes = limits.nodes;
    this.#mostUnits = limits.recordBytes ?? RECORD_BYTES;
    this.#text = guard.text;
    this.#shapes = new Shapes(guard);
  }

  /** Tells whether `JSON.stringify(value)` loses nothing, calls no code of the value's, holds no secret, and has a chance to fit. */
  isPlain(value: unknown): boolean {
    this.#nodesLeft = this.#nodes;
    this.#unitsLeft = this.#mostUnits;
    this.#count = 0;
    try {
      return !("toJSON" in OBJECT) && !("toJSON" in ARRAY) && this.#isPlain(value, 0);
    } finally {
      this.#forget();
    }
  }

  #isPlain(value: unknown, depth: number): boolean {
    switch (typeof value) {
      case "string": return this.#isPlainText(value);
      case "boolean": return true;
      case "number": return value - value === 0 && (value !== 0 || 1 / value > 0);
      case "object": return value === null || this.#isPlainObject(value, depth);
      default: return false;
    }
  }

  #isPlainText(text: string): boolean {
    this.#unitsLeft -= text.length;
    return this.#unitsLeft >= 0 && (this.#text === undefined || this.#text(text) === text);
  }

  #isPlainObject(value: object, depth: number): boolean {
    if (depth >= this.#depth || this.#isMet(value)) return false;
    const prototype: unknown = getPrototypeOf(value);
    if (prototype === ARRAY) return Array.isArray(value) && this.#isPlainArray(value, depth);
    if (prototype !== OBJECT || getOwnPropertySymbols(value).length > 0) return false;
    let step = this.#shapes.first;
    let count = 0;
    for (const key in value) {
      const next = step.next;
      step = next !== undefined && next.key === key ? next : this.#shapes.stepTo(key, step);
      if (step.isSpecial || !step.isData(value)) return false;
      count += 1;
      this.#unitsLeft -= step.units;
      const member = (value as Readonly<Record<string, unknown>>)[key];
      if (typeof member === "string") {
        if (!this.#isPlainText(member)) return false;
      } else if (!this.#isPlain(member, depth + 1)) return false;
    }
    this.#nodesLeft -= count;
    return this.#nodesLeft >= 0 && this.#unitsLeft >= 0;
  }

  #isPlainArray(items: readonly unknown[], depth: number): boolean {
    this.#nodesLeft -= items.length;
    this.#unitsLeft -= items.length;
    if (this.#nodesLeft < 0 || this.#unitsLeft < 0) return false;
    if (keysOf(items).length !== items.length || getOwnPropertySymbols(items).length > 0) return false;
    for (let at = 0; at < items.length; at++) if (!this.#isPlain(items[at], depth + 1)) return false;
    return true;
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
