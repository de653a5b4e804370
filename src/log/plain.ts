/**
 * Tells whether a value is exactly what JSON can say, so that `JSON.stringify` writes it without loss. Most payloads are:
 * this walk is what they cost beside the stringifying.
 */
import { isSecretKey } from "./secrets.ts";

/** How far a payload is walked. */
export interface WalkLimits {
  /** Levels of nesting; deeper parts are cut. 64: deeper payloads are graphs, not messages. */
  readonly depth: number;
  /** Values; further ones are cut. 100,000: a shared reference walked again and again must end. */
  readonly nodes: number;
}

export const WALK_LIMITS: WalkLimits = { depth: 64, nodes: 100_000 };

/** Tells whether `JSON.stringify(value)` loses nothing, calls no code of the value's, and holds no secret. */
export function isPlain(value: unknown, limits: WalkLimits = WALK_LIMITS): boolean {
  return new PlainWalk(limits).isPlain(value, 0);
}

class PlainWalk {
  readonly #depth: number;
  readonly #seen = new Set<object>();
  #nodesLeft: number;

  constructor({ depth, nodes }: WalkLimits) {
    this.#depth = depth;
    this.#nodesLeft = nodes;
  }

  isPlain(value: unknown, depth: number): boolean {
    switch (typeof value) {
      case "string": case "boolean": return true;
      case "number": return Number.isFinite(value) && !Object.is(value, -0);
      case "object": return value === null || this.#isPlainObject(value, depth);
      default: return false;
    }
  }

  #isPlainObject(value: object, depth: number): boolean {
    this.#nodesLeft -= 1;
    if (this.#nodesLeft < 0 || depth >= this.#depth || this.#seen.has(value)) return false;
    this.#seen.add(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Array.prototype) return this.#isPlainArray(value as unknown[], depth);
    if (prototype !== Object.prototype) return false;
    const descriptors = Object.getOwnPropertyDescriptors(value);
    if (Object.getOwnPropertySymbols(value).length > 0) return false;
    for (const key in descriptors) {
      const descriptor = descriptors[key];
      if (key === "$core" || key === "__proto__" || isSecretKey(key)) return false;
      if (descriptor === undefined || !("value" in descriptor) || descriptor.enumerable !== true) return false;
      if (!this.isPlain(descriptor.value, depth + 1)) return false;
    }
    return true;
  }

  #isPlainArray(items: readonly unknown[], depth: number): boolean {
    this.#nodesLeft -= items.length;
    if (this.#nodesLeft < 0 || Object.keys(items).length !== items.length) return false;
    for (const item of items) if (!this.isPlain(item, depth + 1)) return false;
    return true;
  }
}
