// Arbitrary values of every kind that travels: what comes back must be deeply equal to what was sent. For test/log and test/soak.
// (A symbol that is neither registered nor the language's own is another one when it comes back: test/log/values.ts.)
import fc from "fast-check";
import { anyText } from "../any_text.ts";

const KEYS = fc.oneof(fc.string(), anyText(), fc.constantFrom("$core", "__proto__", "constructor", "toJSON", "value", "name", "a/b", "~", "length", "then"));

const symbolKey = fc.oneof(fc.string().map((text) => Symbol.for(text)), fc.constantFrom(Symbol.iterator, Symbol.asyncIterator, Symbol.hasInstance));

const bytes = fc.uint8Array({ maxLength: 24 });

const views = [
  (all: Uint8Array) => new Uint8Array(all), (all: Uint8Array) => new Uint8ClampedArray(all), (all: Uint8Array) => new Int8Array(all),
  (all: Uint8Array) => new Uint16Array(all), (all: Uint8Array) => new Int16Array(all), (all: Uint8Array) => new Uint32Array(all), (all: Uint8Array) => new Int32Array(all),
  (all: Uint8Array) => Float32Array.from(all, (byte) => byte / 3), (all: Uint8Array) => Float64Array.from(all, (byte) => byte / 3),
  (all: Uint8Array) => BigInt64Array.from(all, (byte) => -BigInt(byte)), (all: Uint8Array) => BigUint64Array.from(all, BigInt),
  (all: Uint8Array) => all.slice().buffer, (all: Uint8Array) => new DataView(all.slice().buffer),
] as const;

const binary = fc.tuple(fc.constantFrom(...views), bytes).map(([make, all]): unknown => make(all));

const regExp = fc.tuple(fc.constantFrom("a+", "(?:x|y)", "\\/", "[\\]]", ""), fc.constantFrom("", "g", "im", "u", "dsy")).map(([source, flags]) => new RegExp(source, flags));

/** Not `fc.webUrl()`, which takes seconds to be made: any_text.ts says why. */
const escaped = anyText().map(encodeURIComponent);
const url = fc.tuple(fc.constantFrom("http", "https"), fc.domain(), escaped, escaped, escaped).map(([scheme, host, path, query, fragment]) => new URL(`${scheme}://${host}/${path}?${query}#${fragment}`));

const leaf = fc.oneof(
  anyText(), fc.double(), fc.bigInt(), fc.boolean(), fc.constantFrom<unknown>(undefined, null, NaN, -0, Infinity, -Infinity, 2n ** 5_000n, -(2n ** 5_000n), "\ud800", "\udc00x"),
  fc.date({ noInvalidDate: false }), binary, regExp, symbolKey,
  url, fc.array(fc.tuple(anyText(), anyText()), { maxLength: 3 }).map((query) => new URLSearchParams(query)),
  fc.constantFrom<unknown>("", "text", 0, 1.5, true, 12n).map((held) => Object(held) as unknown),
);

const errors = [Error, TypeError, RangeError, SyntaxError, URIError] as const;

interface Parts {
  readonly value: unknown;
}

/** Any value, with shared references and cycles among its objects. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec<Parts>((tie) => {
  const inner = tie("value");
  const members = fc.array(fc.tuple(KEYS, inner), { maxLength: 4 });
  const list = fc.array(inner, { maxLength: 4 });
  return {
    value: fc.oneof(
      { depthSize: "small", maxDepth: 5 },
      leaf, leaf, leaf,
      members.map((all) => define({}, all)),
      members.map((all) => define(Object.create(null) as object, all)),
      list,
      list.map((items) => Object.assign([], { 1: items, 5: items[0], length: 7 })),
      fc.tuple(list, members).map(([items, all]) => define(items, all.filter(([key]) => key !== "length"))),
      fc.tuple(members, symbolKey, inner).map(([all, key, value]) => define(define({}, all), [[key, value]])),
      fc.array(fc.tuple(inner, inner), { maxLength: 3 }).map((entries) => new Map(entries)),
      list.map((items) => new Set(items)),
      fc.tuple(fc.constantFrom(...errors), fc.string(), inner, members).map(([Class, text, cause, all]) => define(new Class(text, { cause }), all.filter(([key]) => key !== "name"))),
      fc.tuple(list, fc.string()).map(([all, text]) => new AggregateError(all, text)),
      fc.tuple(list, members, fc.nat()).map(([items, all, choice]) => entangled(items, all, choice)),
    ),
  };
}).value;

function define<Holder extends object>(holder: Holder, members: readonly (readonly [key: PropertyKey, value: unknown])[]): Holder {
  for (const [key, value] of members) Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
  return holder;
}

/** Objects that hold one another, and one of them twice. */
function entangled(items: unknown[], members: readonly (readonly [string, unknown])[], choice: number): object {
  const shared: object = [define({}, members), new Map<unknown, unknown>(members), new Set(items), new Error("shared"), new Date(choice)][choice % 5] as object;
  const holder = define({}, [["first", shared], ["items", items], ["again", [shared, new Map([[shared, shared]])]]]);
  define(holder, [["self", holder]]);
  items.push(holder, items);
  return holder;
}
