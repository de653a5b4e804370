// Says where two values first differ, more strictly than uvu's `equal`: prototypes count (so a null-prototype object is
// not `{}`), Errors are compared by name, message, cause and members, and an absent member is not `undefined`.
// Numbers compare with `Object.is`: NaN equals NaN, and 0 differs from -0.

/** The first difference between two values: where it is (a path such as `.a[0]`), and what it is. */
export interface Difference {
  readonly path: string;
  readonly why: string;
}

type Pairs = Map<object, Set<object>>;

/** Finds the first difference, or gives undefined where the values are deeply equal. */
export function differenceOf(actual: unknown, expected: unknown): Difference | undefined {
  return compare(actual, expected, "", new Map());
}

function compare(actual: unknown, expected: unknown, path: string, seen: Pairs): Difference | undefined {
  if (Object.is(actual, expected)) return undefined;
  if (!isObject(actual) || !isObject(expected)) return { path, why: `${show(actual)} is not ${show(expected)}` };
  if (Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected)) {
    return { path, why: `the prototype ${prototypeName(actual)} is not ${prototypeName(expected)}` };
  }
  const met = seen.get(actual) ?? new Set();
  if (met.has(expected)) return undefined; // this pair is being compared further up: a cycle
  seen.set(actual, met.add(expected));

  return compareInside(actual, expected, path, seen) ?? compareMembers(actual, expected, path, seen);
}

/** Compares what a built-in keeps out of its members: a Date's time, a Map's entries, an Error's message. */
function compareInside(actual: object, expected: object, path: string, seen: Pairs): Difference | undefined {
  if (actual instanceof Date && expected instanceof Date) {
    return compare(actual.getTime(), expected.getTime(), `${path}.getTime()`, seen);
  }
  if (actual instanceof RegExp) return compare(String(actual), String(expected), path, seen);
  if (actual instanceof Error && expected instanceof Error) return compareErrors(actual, expected, path, seen);
  if (actual instanceof Map && expected instanceof Map) {
    return compare([...actual], [...expected], `${path}.entries()`, seen);
  }
  if (actual instanceof Set && expected instanceof Set) {
    return compare([...actual], [...expected], `${path}.values()`, seen);
  }
  if (actual instanceof ArrayBuffer && expected instanceof ArrayBuffer) {
    return compare(new Uint8Array(actual), new Uint8Array(expected), path, seen);
  }
  if (isBoxed(actual) && isBoxed(expected)) return compare(actual.valueOf(), expected.valueOf(), path, seen);
  if (Array.isArray(actual) && Array.isArray(expected) && actual.length !== expected.length) {
    return compare(actual.length, expected.length, `${path}.length`, seen);
  }
  if (typeof actual === "function" || actual instanceof Promise || actual instanceof WeakMap) {
    return { path, why: `it is another ${prototypeName(actual)}` };
  }
  return undefined;
}

function compareErrors(actual: Error, expected: Error, path: string, seen: Pairs): Difference | undefined {
  return compare(actual.name, expected.name, `${path}.name`, seen) ??
    compare(actual.message, expected.message, `${path}.message`, seen) ??
    compare(actual.cause, expected.cause, `${path}.cause`, seen) ??
    (actual instanceof AggregateError && expected instanceof AggregateError
      ? compare(actual.errors, expected.errors, `${path}.errors`, seen)
      : undefined);
}

/** Members of an Error that say where it was made, or that were compared by name: `stack` differs at every throw. */
const ERROR_MEMBERS = new Set<PropertyKey>([
  "stack", "line", "column", "sourceURL", "originalLine", "originalColumn", "name", "message", "cause", "errors",
]);

function compareMembers(actual: object, expected: object, path: string, seen: Pairs): Difference | undefined {
  const actualKeys = keysOf(actual);
  const expectedKeys = keysOf(expected);
  const extra = actualKeys.find((key) => !expectedKeys.includes(key));
  if (extra !== undefined) return { path: path + step(actual, extra), why: "is there, and should not be" };
  const missing = expectedKeys.find((key) => !actualKeys.includes(key));
  if (missing !== undefined) return { path: path + step(actual, missing), why: "is missing" };

  for (const key of expectedKeys) {
    const found = compare(Reflect.get(actual, key), Reflect.get(expected, key), path + step(actual, key), seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function keysOf(value: object): PropertyKey[] {
  const keys = Reflect.ownKeys(value).filter((key) => Object.getOwnPropertyDescriptor(value, key)?.enumerable === true);
  return value instanceof Error ? keys.filter((key) => !ERROR_MEMBERS.has(key)) : keys;
}

function step(holder: object, key: PropertyKey): string {
  if (typeof key === "symbol") return `[${String(key)}]`;
  return Array.isArray(holder) || ArrayBuffer.isView(holder) ? `[${String(key)}]` : `.${String(key)}`;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function isBoxed(value: object): boolean {
  return value instanceof Number || value instanceof String || value instanceof Boolean;
}

function prototypeName(value: object): string {
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null;
  return prototype === null ? "null" : prototype.constructor?.name || "(unnamed)";
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  return isObject(value) ? `an object (${prototypeName(value)})` : String(value);
}
