// Arbitrary objects that throw, lie and change whenever they are touched. For test/log and test/soak.
import fc from "fast-check";

const TRAPS = [
  "get", "has", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor", "isExtensible", "set", "defineProperty", "deleteProperty", "preventExtensions", "setPrototypeOf",
] as const;

/** An error whose own members throw. The stack goes first: V8 makes it, of the others, when it is touched. */
function hostileError(): unknown {
  return Object.defineProperties(new Error("hidden"), { stack: { get: fail }, message: { get: fail }, name: { get: fail } });
}

function fail(): never {
  throw Object.defineProperty(new Error(), "message", { get: () => { throw new Error("twice"); } });
}

/** What makes a value: fast-check itself touches each value that it is given, and most of these throw then. */
type Recipe = () => unknown;

const targets = fc.constantFrom<() => object>(
  () => ({ a: 1 }), () => [1, 2], () => new Map([[1, 2]]), () => new Date(0), () => new Error("e"), () => () => 1, () => class {}, () => new Uint8Array(2), () => Object.create(null) as object,
);

/** A proxy of which some traps throw, some give nonsense. */
const proxy = fc.tuple(targets, fc.dictionary(fc.constantFrom(...TRAPS), fc.nat(3))).map(([make, traps]): Recipe => () => {
  const answers: readonly (() => unknown)[] = [fail, () => undefined, () => 7, () => ["a", "b"]];
  return new Proxy(make(), Object.fromEntries(Object.entries(traps).map(([name, choice]) => [name, answers[choice] ?? fail])));
});

const revoked = targets.map((make): Recipe => () => {
  const { proxy: dead, revoke } = Proxy.revocable(make(), {});
  revoke();
  return dead;
});

/** Built-in objects with everything of theirs overridden. */
const overridden = targets.map((make): Recipe => () => {
  const value = make();
  for (const key of ["stack", "constructor", "toString", "toISOString", "valueOf", "toJSON", "entries", "forEach", "size", "getTime", "name", "message", "cause", "buffer", "byteLength", Symbol.iterator, Symbol.toStringTag, Symbol.toPrimitive]) {
    Reflect.defineProperty(value, key, { get: fail, enumerable: true, configurable: true });
  }
  return value;
});

const lying = fc.constantFrom("Date", "Map", "Set", "RegExp", "Error", "URL", "ArrayBuffer", "DataView", "Number", "String", "Symbol", "Uint8Array")
  .map((tag): Recipe => () => ({ [Symbol.toStringTag]: tag, a: 1 }));

const prototypes = fc.constantFrom<object>(
  Date.prototype, Map.prototype, RegExp.prototype, Error.prototype, Object.prototype, Array.prototype, Function.prototype, Promise.prototype, URL.prototype, Symbol.prototype, Uint8Array.prototype,
);

const { value } = fc.letrec<{ readonly value: Recipe }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    proxy, revoked, overridden, lying, fc.constant<Recipe>(hostileError), fc.object().map((plain): Recipe => () => plain),
    prototypes.map((prototype): Recipe => () => prototype),
    prototypes.map((prototype): Recipe => () => Object.create(prototype)),
    fc.array(tie("value"), { maxLength: 3 }).map((items): Recipe => () => items.map((make) => make())),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 3 }).map((members): Recipe => () => Object.fromEntries(Object.entries(members).map(([key, make]) => [key, make()]))),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 2 }).map((entries): Recipe => () => new Map(entries.map(([key, held]) => [key(), held()]))),
    tie("value").map((cause): Recipe => () => new Error("caused", { cause: cause() })),
    fc.string().map((key): Recipe => () => Object.defineProperty({}, key, { get: fail, enumerable: true })),
  ),
}));

/** Makes any hostile object, alone or within others. */
export const hostileValue: fc.Arbitrary<Recipe> = value;
