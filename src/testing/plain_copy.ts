/**
 * A copy of a payload as it is now, so that a handler which changes it later does not change what was recorded. Arrays and plain
 * objects are copied, to any depth; whatever else (a Date, a Map, an object of a class, a reply channel) is kept as it is.
 */

/** Copies plain data. Getters are not called, and a circle stays one. */
export function plainCopy(value: unknown, copies: Map<object, object> = new Map()): unknown {
  if (!isPlain(value)) return value;
  const known = copies.get(value);
  if (known) return known;
  const copy: object = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value) as object | null) as object;
  copies.set(value, copy);
  const members = Object.entries(Object.getOwnPropertyDescriptors(value));
  for (const [name, member] of members) {
    Object.defineProperty(copy, name, "value" in member ? { ...member, value: plainCopy(member.value, copies) } : member);
  }
  return copy;
}

/** An array, or an object that a literal made. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
