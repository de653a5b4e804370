/**
 * Says of what kind an object is, whatever realm it is from and whatever it pretends: by what the language keeps inside of it. Everything is read
 * by the language's own functions, as they were when this module was loaded: what a payload overrides is not called.
 */

/** What an encoding treats alike. `members`: an object of a class, or a plain one. */
export type Kind = "array" | "bytes" | "Date" | "Map" | "Set" | "Error" | "RegExp" | "URL" | "URLSearchParams" | "boxed" | "members";

/** Reads what an object of a known kind holds; each throws for an object of another kind. */
export const inside: {
  readonly time: (value: object) => number; readonly isoTime: (value: object) => string; readonly entries: (value: object) => MapIterator<[unknown, unknown]>; readonly mapSize: (value: object) => number;
  readonly values: (value: object) => SetIterator<unknown>; readonly setSize: (value: object) => number; readonly source: (value: object) => string; readonly href: (value: object) => string;
  readonly query: (value: object) => string;
} = {
  time: method<number>(Date.prototype, "getTime"),
  isoTime: method<string>(Date.prototype, "toISOString"),
  entries: method<MapIterator<[unknown, unknown]>>(Map.prototype, "entries"),
  mapSize: getter<number>(Map.prototype, "size"),
  values: method<SetIterator<unknown>>(Set.prototype, "values"),
  setSize: getter<number>(Set.prototype, "size"),
  source: getter<string>(RegExp.prototype, "source"),
  href: getter<string>(URL.prototype, "href"),
  query: method<string>(URLSearchParams.prototype, "toString"),
};

const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array.prototype) as object;
/** Gives undefined for whatever is no typed array: the one brand check that never throws. */
const typedArrayName = getter<string | undefined>(TYPED_ARRAY, Symbol.toStringTag);
const ofTypedArray = { buffer: getter<ArrayBuffer>(TYPED_ARRAY, "buffer"), byteOffset: getter<number>(TYPED_ARRAY, "byteOffset"), byteLength: getter<number>(TYPED_ARRAY, "byteLength") };
const ofDataView = { buffer: getter<ArrayBuffer>(DataView.prototype, "buffer"), byteOffset: getter<number>(DataView.prototype, "byteOffset"), byteLength: getter<number>(DataView.prototype, "byteLength") };
const bufferLength = getter<number>(ArrayBuffer.prototype, "byteLength");
const sharedLength = typeof SharedArrayBuffer === "undefined" ? undefined : getter<number>(SharedArrayBuffer.prototype, "byteLength");

/** How the flags of a RegExp are asked for one by one: `flags` itself asks members that a payload may override. */
const FLAGS = [
  ["d", "hasIndices"], ["g", "global"], ["i", "ignoreCase"], ["m", "multiline"], ["s", "dotAll"], ["u", "unicode"], ["v", "unicodeSets"], ["y", "sticky"],
].flatMap(([letter, name]) => name !== undefined && name in RegExp.prototype ? [[letter, getter<boolean>(RegExp.prototype, name)] as const] : []);

/** What `Object.prototype.toString` says of the kinds, by the object itself or by its prototype. */
const BY_TAG: Readonly<Record<string, Kind>> = {
  "[object Date]": "Date", "[object Map]": "Map", "[object Set]": "Set", "[object Error]": "Error", "[object DOMException]": "Error", "[object RegExp]": "RegExp",
  "[object URL]": "URL", "[object URLSearchParams]": "URLSearchParams", "[object ArrayBuffer]": "bytes", "[object SharedArrayBuffer]": "bytes", "[object DataView]": "bytes",
  "[object Number]": "boxed", "[object String]": "boxed", "[object Boolean]": "boxed", "[object BigInt]": "boxed", "[object Symbol]": "boxed",
};

const tagOf = method<string>(Object.prototype, "toString");
const isView = ArrayBuffer.isView;

/** Gives the kind of an object. Reads no member of its own; a proxy's traps may throw. */
export function kindOf(value: object): Kind {
  if (Array.isArray(value)) return "array";
  if (isView(value)) return "bytes";
  const claimed = claimOf(value);
  return claimed === "members" || claimed === "Error" || holds(value, claimed) ? claimed : "members";
}

/** A hint, which is cheap: asking for each kind in turn costs a throw for each. */
function claimOf(value: object): Kind {
  if (!Object.hasOwn(value, Symbol.toStringTag)) {
    const tag = tagOf(value);
    if (tag === "[object Object]") return value instanceof Error ? "Error" : "members";
    const kind = Object.hasOwn(BY_TAG, tag) ? BY_TAG[tag] : undefined;
    if (kind !== undefined) return kind;
  }
  if (value instanceof Map) return "Map";
  if (value instanceof Set) return "Set";
  if (value instanceof Error) return "Error";
  if (value instanceof Date) return "Date";
  if (value instanceof RegExp) return "RegExp";
  if (value instanceof ArrayBuffer) return "bytes";
  return "members";
}

/** Whether an object is what it claims to be. */
function holds(value: object, kind: Kind): boolean {
  try {
    switch (kind) {
      case "Date": inside.time(value); return true;
      case "Map": inside.mapSize(value); return true;
      case "Set": inside.setSize(value); return true;
      case "RegExp": return inside.source(value) !== undefined && value !== RegExp.prototype;
      case "URL": inside.href(value); return true;
      case "URLSearchParams": inside.query(value); return true;
      case "bytes": bytesOfObject(value); return true;
      case "boxed": return unboxed(value) !== undefined;
      case "array": case "Error": case "members": return true;
      default: return kind satisfies never;
    }
  } catch {
    return false;
  }
}

export function flagsOf(value: object): string {
  let flags = "";
  for (const [letter, isSet] of FLAGS) if (isSet(value)) flags += letter;
  return flags;
}

/** The type's name, and the bytes themselves (not a copy). */
export interface BytesOfObject {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Gives the bytes of a buffer or of a view. @throws when it is neither. */
export function bytesOfObject(value: object): BytesOfObject {
  const name = typedArrayName(value);
  const of = name !== undefined ? ofTypedArray : isView(value) ? ofDataView : undefined;
  if (of !== undefined) {
    const length = of.byteLength(value);
    return { type: name ?? "DataView", bytes: length === 0 ? new Uint8Array() : new Uint8Array(of.buffer(value), of.byteOffset(value), length) };
  }
  const isShared = sharedLength !== undefined && tagOf(value) === "[object SharedArrayBuffer]";
  const length = isShared ? sharedLength(value) : bufferLength(value);
  return { type: isShared ? "SharedArrayBuffer" : "ArrayBuffer", bytes: length === 0 ? new Uint8Array() : new Uint8Array(value as ArrayBuffer) };
}

const BOXES: readonly ((value: object) => unknown)[] = [
  method(Number.prototype, "valueOf"), method(String.prototype, "valueOf"), method(Boolean.prototype, "valueOf"), method(BigInt.prototype, "valueOf"), method(Symbol.prototype, "valueOf"),
];

/** Gives what `new String("a")` and its like hold; undefined for anything else. */
export function unboxed(value: object): unknown {
  for (const unbox of BOXES) {
    try {
      return unbox(value);
    } catch {
      // another box, or none
    }
  }
  return undefined;
}

/** `String` of `new String("a")`. */
export function boxNameOf(value: object): string {
  return { string: "String", number: "Number", boolean: "Boolean", bigint: "BigInt", symbol: "Symbol" }[typeof unboxed(value) as string] ?? "";
}

/** How many characters a boxed text has, which are members of their own; 0 for anything else. */
export function textLengthOf(value: object): number {
  const held = unboxed(value);
  return typeof held === "string" ? held.length : 0;
}

/** Gives the name of an object's class: of its constructor, where that is said by data; "" where it has none. */
export function classNameOf(value: object): string {
  for (let holder: object | null = value, level = 0; holder !== null && level < 100; holder = Object.getPrototypeOf(holder) as object | null, level++) {
    const descriptor = Object.getOwnPropertyDescriptor(holder, "constructor");
    if (descriptor === undefined || holder === value) continue;
    return typeof descriptor.value === "function" ? functionNameOf(descriptor.value as object) : "";
  }
  return "";
}

/** Gives a function's own name, without calling anything of its. */
export function functionNameOf(value: object): string {
  const name: unknown = Object.getOwnPropertyDescriptor(value, "name")?.value;
  return typeof name === "string" ? name : "";
}

const sourceOf = method<string>(Function.prototype, "toString");

export function isClass(value: object): boolean {
  return sourceOf(value).startsWith("class");
}

/** Whether a prototype is that of plain objects, of whatever realm. */
export function isOfPlainObjects(prototype: object): boolean {
  return prototype === Object.prototype || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "hasOwnProperty") && classNameOf(Object.create(prototype) as object) === "Object");
}

function method<Result>(holder: object, name: string): (value: object) => Result {
  return borrowed(Reflect.get(holder, name));
}

function getter<Result>(holder: object, name: PropertyKey): (value: object) => Result {
  return borrowed(Object.getOwnPropertyDescriptor(holder, name)?.get);
}

/** `Function.prototype.call` itself may be overridden in an app. */
function borrowed<Result>(run: unknown): (value: object) => Result {
  const { apply } = Reflect;
  const none: readonly unknown[] = [];
  return (value) => apply(run as (...args: unknown[]) => unknown, value, none) as Result;
}
