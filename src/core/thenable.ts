/** Values that may come later: what is there already is used without a promise. */

/** Tells a promise, or what behaves like one. */
export function isThenable<Value>(value: Value): value is Value & Promise<Awaited<Value>> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}

/** Goes on with a value at once when it is there, else when it comes. */
export function after<From, To>(value: From | Promise<From>, goOn: (value: From) => To | Promise<To>): To | Promise<To> {
  return isThenable(value) ? value.then(goOn as (value: unknown) => To | Promise<To>) : goOn(value as From);
}
