/**
 * Where a value is not what is expected of it. An object is expected to have at least the members that are written; an array,
 * a Map and a Set are expected whole.
 */
import { isPlain } from "./plain_copy.ts";

/** A place where they differ, as a JSON Pointer; the empty one is the value itself. */
export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** The first difference; undefined when there is none. */
export function findDifference(expected: unknown, actual: unknown, path = "", seen: Map<object, unknown> = new Map()): Difference | undefined {
  const differ: Difference = { path, expected, actual };
  if (Object.is(expected, actual)) return undefined;
  if (!isObject(expected) || !isObject(actual) || Object.getPrototypeOf(expected) !== Object.getPrototypeOf(actual)) {
    // A literal may stand for an object of a class: it says which members are expected.
    if (!isObject(actual) || !isPlain(expected) || Array.isArray(expected)) return differ;
  }
  if (seen.get(expected) === actual) return undefined;
  seen.set(expected, actual);
  if (expected instanceof Date) return +expected === +(actual as Date) ? undefined : differ;
  if (expected instanceof Map || expected instanceof Set) return findDifference([...expected], [...actual as Iterable<unknown>], path, seen);
  if (Array.isArray(expected) && expected.length !== (actual as readonly unknown[]).length) return differ;
  if (!isPlain(expected)) return differ;
  for (const [name, member] of Object.entries(expected)) {
    const found = findDifference(member, (actual as Record<string, unknown>)[name], `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, seen);
    if (found) return found;
  }
  return undefined;
}

/** Writes a value on one line, never longer than `width`. */
export function inShort(value: unknown, width = 100): string {
  const open: object[] = [];
  const text = write(value);
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;

  function write(part: unknown): string {
    if (typeof part === "string") return JSON.stringify(part);
    if (typeof part === "bigint") return `${part}n`;
    if (typeof part === "function") return `[function ${part.name}]`;
    if (typeof part !== "object" || part === null) return String(part);
    if (part instanceof Date) return Number.isNaN(+part) ? "Invalid Date" : part.toISOString();
    if (part instanceof Error) return `${part.name}: ${part.message}`;
    if (open.includes(part)) return "[circle]";
    open.push(part);
    const isList = Array.isArray(part) || part instanceof Set || part instanceof Map;
    const written = isList
      ? `[${[...part as Iterable<unknown>].map(write).join(", ")}]`
      : `{ ${Object.entries(part).map(([name, member]) => `${name}: ${write(member)}`).join(", ")} }`.replace("{  }", "{}");
    open.pop();
    return written;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
