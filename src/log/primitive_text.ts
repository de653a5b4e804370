/** Numbers, bigints and symbols as JSON text, with a tag where JSON has none. */

/** Gives a number. */
export function numberText(value: number): string {
  if (value - value !== 0) return `{"$core":"number","value":"${value}"}`;
  return value === 0 && 1 / value < 0 ? '{"$core":"number","value":"-0"}' : String(value);
}

/** Longer ones stand in hexadecimal digits, which cost in proportion to their number; decimal ones cost by its square. 2^4096 has 1,234 digits. */
const LONGEST_DECIMAL = 2n ** 4096n;

/** Gives a bigint's digits: decimal, or of a very long one hexadecimal after `0x` or `-0x`. */
export function bigintDigits(value: bigint): string {
  if (value < LONGEST_DECIMAL && value > -LONGEST_DECIMAL) return value.toString();
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** The symbols that the language itself uses, by name. */
export const WELL_KNOWN: ReadonlyMap<string, symbol> = new Map(
  Object.getOwnPropertyNames(Symbol).flatMap((name) => {
    const value: unknown = Reflect.get(Symbol, name);
    return typeof value === "symbol" ? [[name, value] as const] : [];
  }),
);

const NAMES: ReadonlyMap<symbol, string> = new Map([...WELL_KNOWN].map(([name, value]) => [value, name]));

/** Gives the member that says which symbol it is: `"for":"key"` of a registered one, `"known":"iterator"`, or `"value":"id"`, its description; undefined without one. */
export function symbolMember(value: symbol): readonly [member: "for" | "known" | "value", text: string] | undefined {
  const registered = Symbol.keyFor(value);
  if (registered !== undefined) return ["for", registered];
  const known = NAMES.get(value);
  if (known !== undefined) return ["known", known];
  return value.description === undefined ? undefined : ["value", value.description];
}
