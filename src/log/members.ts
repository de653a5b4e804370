/**
 * Reads the members of objects that may be hostile. A getter is called once, however often a value is walked; what cannot be read
 * is a fault, not a throw.
 */

/** What came of reading a member. */
export type Reading = { readonly value: unknown } | { readonly fault: unknown };

const { getOwnPropertyDescriptor, getOwnPropertySymbols, getPrototypeOf, keys } = Object;

/** The enumerable members of symbol keys. Those that are not enumerable are left out, as with texts. */
export function symbolsOf(value: object): symbol[] {
  const symbols = getOwnPropertySymbols(value);
  return symbols.length === 0 ? symbols : symbols.filter((key) => getOwnPropertyDescriptor(value, key)?.enumerable === true);
}

/** How many items a list says that it has; 0 for a proxy that says nonsense. */
export function lengthOf(items: readonly unknown[]): number {
  const length: unknown = items.length;
  return Number.isSafeInteger(length) && (length as number) >= 0 ? length as number : 0;
}

/** Gives the keys of a list's members beside its `length` items, or of a text's beside its characters: those of items come first. */
export function extraOf(value: object, length: number): string[] {
  const all = keys(value);
  let at = 0;
  while (at < all.length && isIndex(all[at] ?? "", length)) at += 1;
  return all.slice(at);
}

/** Keys such as `-1` and `0.5` are members like any other. */
function isIndex(key: string, length: number): boolean {
  const index = Number(key);
  return Number.isInteger(index) && index >= 0 && index < length && String(index) === key && !Object.is(index, -0);
}

/** Reads the members of one payload. */
export class MemberReader {
  readonly #called = new Map<object, Map<PropertyKey, Reading>>();

  /** Reads a member of the object's own, or one that it inherits. */
  read(holder: object, key: PropertyKey): Reading {
    try {
      if (!isAccessor(holder, key)) return { value: Reflect.get(holder, key) };
    } catch (fault) {
      return { fault };
    }
    let called = this.#called.get(holder);
    if (called === undefined) this.#called.set(holder, called = new Map());
    let reading = called.get(key);
    if (reading === undefined) called.set(key, reading = call(holder, key));
    return reading;
  }
}

function call(holder: object, key: PropertyKey): Reading {
  try {
    return { value: Reflect.get(holder, key) };
  } catch (fault) {
    return { fault };
  }
}

function isAccessor(value: object, key: PropertyKey): boolean {
  for (let holder: object | null = value, level = 0; holder !== null && level < 100; holder = getPrototypeOf(holder) as object | null, level++) {
    const descriptor = getOwnPropertyDescriptor(holder, key);
    if (descriptor !== undefined) return descriptor.get !== undefined || descriptor.set !== undefined;
  }
  return false;
}

/** Says in words why something could not be read. */
export function messageOf(fault: unknown): string {
  try {
    const message: unknown = fault instanceof Error ? fault.message : "";
    return typeof message === "string" && message !== "" ? message : "it threw when it was read";
  } catch {
    return "it threw when it was read";
  }
}
