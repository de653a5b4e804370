/** Values that may come later: what is there already is used without a promise. */

/** Tells a promise, or what behaves like one. */
export function isThenable<Value>(value: Value): value is Value & Promise<Awaited<Value>> {
  return value !== null && typeof value === "object" && typeof (value as { then?: unknown }).then === "function";
}

/** Goes on with a value at once when it is there, else when it comes. */
export function after<From, To>(value: From | Promise<From>, goOn: (value: From) => To | Promise<To>): To | Promise<To> {
  return isThenable(value) ? value.then(goOn as (value: unknown) => To | Promise<To>) : goOn(value as From);
}

/** Waits for each of several values that were all begun and never reject. */
export async function settle<Value>(values: readonly (Value | Promise<Value>)[]): Promise<Value[]> {
  const settled: Value[] = [];
  for (const value of values) settled.push(await value);
  return settled;
}
