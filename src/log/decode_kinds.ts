/** The values of single tags. Each gives undefined for what is malformed. */
import { bytesOf } from "./base64.ts";
import { WELL_KNOWN } from "./primitive_text.ts";

type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Decimal digits cost by the square of their number. */
const MOST_DECIMALS = 10_000;

export function bigintOf(value: unknown): bigint | undefined {
  if (typeof value !== "string" || !/^-?(?:\d+|0x[\da-f]+)$/.test(value)) return undefined;
  if (!value.includes("x")) return value.length <= MOST_DECIMALS ? BigInt(value) : undefined;
  try {
    return value.startsWith("-") ? -BigInt(value.slice(1)) : BigInt(value);
  } catch {
    return undefined; // longer than this runtime has
  }
}

export function symbolOf({ for: registered, known, value }: Json): symbol | undefined {
  if (typeof registered === "string") return Symbol.for(registered);
  if (typeof known === "string") return WELL_KNOWN.get(known);
  return Symbol(typeof value === "string" ? value : undefined);
}

export function boxOf(held: unknown): object | undefined {
  return typeof held === "object" || typeof held === "function" || held === undefined ? undefined : Object(held) as object;
}

const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError } as const;

/** An error of the language's own class where it was one; else a plain Error. */
export function errorOf(className: unknown, message: unknown): Error {
  const text = typeof message === "string" ? message : "";
  if (className === "AggregateError") return new AggregateError([], text);
  return typeof className === "string" && Object.hasOwn(ERRORS, className) ? new ERRORS[className as keyof typeof ERRORS](text) : new Error(text);
}

export function regExpOf({ source, flags }: Json): RegExp | undefined {
  if (typeof source !== "string" || typeof flags !== "string") return undefined;
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

export function urlOf(value: unknown): URL | undefined {
  return typeof value === "string" && URL.canParse(value) ? new URL(value) : undefined;
}

type View = new (buffer: ArrayBuffer) => ArrayBufferView;

const VIEWS: Readonly<Record<string, View & { readonly BYTES_PER_ELEMENT?: number } | undefined>> = {
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView,
  Float16Array: (globalThis as { readonly Float16Array?: View }).Float16Array,
};

/** A type that this runtime does not have comes back as Uint8Array. */
export function bytesFrom(value: unknown, type: unknown): object | undefined {
  const bytes = typeof value === "string" ? bytesOf(value) : undefined;
  if (bytes === undefined) return undefined;
  if (type === "ArrayBuffer") return bytes.buffer;
  if (type === "SharedArrayBuffer") return shared(bytes);
  const view = (typeof type === "string" && Object.hasOwn(VIEWS, type) ? VIEWS[type] : undefined) ?? Uint8Array;
  return bytes.length % (view.BYTES_PER_ELEMENT ?? 1) === 0 ? new view(bytes.buffer) : bytes;
}

function shared(bytes: Uint8Array<ArrayBuffer>): object {
  if (typeof SharedArrayBuffer === "undefined") return bytes.buffer;
  const buffer = new SharedArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}
