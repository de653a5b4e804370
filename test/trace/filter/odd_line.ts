// Payloads as another hand might write them into a line, and conditions that find something in them, drawn by fast-check. Shared, registers nothing.
import type fc from "fast-check";

/** Gives one of several. */
export type Pick = <Value>(...values: readonly [Value, ...Value[]]) => Value;

/** Draws one of several values in the order in which they are asked for. */
export function pickOf(gen: fc.GeneratorValue, integer: (most: number) => fc.Arbitrary<number>): Pick {
  return (...values) => values[gen(() => integer(values.length - 1))]!;
}

const CHARACTERS = ["a", "B", "e", "n", "u", "l", "7", "0", "1", ".", "-", "+", "E", " ", "/", '"', "\\", "\n", "\u001b", ":", ",", "{", "]", "é", "K", "ſ", "😀", "\ud800", "\u2028", "*"] as const;
const KEYS = ["id", "name", "value", "a/b", "length", "0", "12", "k:e,y", 'q"', "é", "1e3", "ID"] as const;
const NUMBERS = [0, -0, 7, 7770, 77700, 1e21, 7.77e25, 1e-7, 7.701e-9, 0.000001, 123.5, -45.25, 0.1234567890123456, 2 ** 63, 9007199254740991, 5e-324, Number("1.2345e-320"), 314e-2, Infinity, -Infinity] as const;

export function drawnText(pick: Pick): string {
  let text = "";
  for (let more = pick(0, 1, 2, 3, 5, 8); more > 0; more--) text += pick(...CHARACTERS);
  return text;
}

/** A payload as a log holds it; half of them without tags, and without what must be escaped. */
export function drawnPayload(pick: Pick): unknown {
  return payloadOf(pick, pick(true, false), 0);
}

function payloadOf(pick: Pick, isPlain: boolean, depth: number): unknown {
  switch (pick("text", "text", "number", "number", "word", "tag", "list", "members", "members", "members")) {
    case "text": return isPlain ? drawnText(pick).replace(/["\\\p{Cc}\p{Cs}]/gu, "a") : drawnText(pick);
    case "number": return pick(...NUMBERS);
    case "word": return pick(null, true, false);
    case "tag": return isPlain ? "plain" : drawnTag(pick);
    case "list": return depth > 2 ? [] : Array.from({ length: pick(0, 1, 2, 3) }, () => payloadOf(pick, isPlain, depth + 1));
    default: return depth > 2 ? {} : Object.fromEntries(Array.from({ length: pick(1, 2, 3) }, () => [pick(...KEYS), payloadOf(pick, isPlain, depth + 1)]));
  }
}

function drawnTag(pick: Pick): unknown {
  return pick<unknown>(
    { $core: "Date", value: "2026-11-23T09:00:00.000Z" }, { $core: "Date", value: null, members: { id: 7770 } }, { $core: "bigint", value: "0x1e5a" }, { $core: "number", value: "7.77e3" }, { $core: "number", value: "-0" },
    { $core: "RegExp", value: { source: "a7", flags: "i" } }, { $core: "Error", value: { name: "Error", message: "e7" } }, { $core: "Map", value: [["k", 1], [7770, "a"]] }, { $core: "URL", value: { a: 1 } },
    { $core: "ref", value: "/id" }, { $core: "undefined" }, { $core: "cut", reason: "larger", bytes: 9, value: "a7" }, { $core: "Set", value: ["a", 7] },
    { $core: "redacted", by: "key" }, { $core: "ReplyChannel" }, { $core: "ReplyChannel", members: { id: 7, name: "a7" } }, { $core: "hole" }, { $core: "hole", count: 12 },
  );
}

/** The JSON of a value as nobody's `JSON.stringify()` writes it: spaces, escapes, numbers, and the order of members. One of three as it does. */
export function writtenAnyhow(value: unknown, pick: Pick): string {
  return pick(true, true, false) ? oddlyWritten(value, pick) : JSON.stringify(value);
}

function oddlyWritten(value: unknown, pick: Pick): string {
  const space = (): string => pick("", "", "", " ", "\t");
  const around = (text: string): string => `${space()}${text}${space()}`;
  if (typeof value === "string") return textWritten(value, pick);
  if (typeof value === "number") return numberWritten(value, pick);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => around(oddlyWritten(item, pick))).join(",")}]`;
  const members = Object.entries(value).map(([key, member]) => `${around(textWritten(key, pick))}:${around(oddlyWritten(member, pick))}`);
  return `{${(pick(true, false) ? members : members.toReversed()).join(",")}}`;
}

function textWritten(text: string, pick: Pick): string {
  if (pick(true, true, false)) return JSON.stringify(text);
  const code = (unit: string): string => `\\u${pick((hex: string) => hex, (hex: string) => hex.toUpperCase())(unit.charCodeAt(0).toString(16).padStart(4, "0"))}`;
  return `"${text.split("").map((unit) => pick(true, true, false) ? JSON.stringify(unit).slice(1, -1) : unit === "/" ? "\\/" : code(unit)).join("")}"`;
}

function numberWritten(number: number, pick: Pick): string {
  if (!Number.isFinite(number)) return number < 0 ? "-1e999" : "1E999";
  const text = Object.is(number, -0) ? "-0" : String(number);
  const ways = [text, text, text, number.toExponential(), number.toExponential().toUpperCase(), `${text.replace("+", "")}${text.includes("e") ? "" : "e0"}`, Math.abs(number) < 1e20 ? number.toFixed(20) : BigInt(number).toString(), /[.e]/.test(text) ? text : `${text}.0`];
  return pick(...ways as [string]);
}

/** The source of a regular expression that finds `text`, or does not. */
export function drawnSource(text: string, pick: Pick): string {
  let source = pick("", "", "", "^", "(?=)", "q|", "x?", "(?:7|a)?", "[[a]?");
  for (const character of text) source += atomWritten(character, pick);
  return source + pick("", "", "", "$", "|q7", "(?!q)", "z*", "z{0}", "7{0,2}", "(b)?");
}

function atomWritten(character: string, pick: Pick): string {
  const plain = character === "\n" ? "\\n" : character.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  const code = `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const other = character.toUpperCase() === character ? character.toLowerCase() : character.toUpperCase();
  return pick(plain, plain, plain, plain, plain, plain, /[A-Za-z]/.test(other) ? other : plain, `${plain}+`, `${plain}{1,2}`, `${plain}?`, `${plain}*?`, `(${plain})`, `(?:${plain}|q)`, ".", "[^]", `[${code}q]`, "[\\]x-z]?", character.length === 1 ? code : plain, "\\S", "\\b");
}
