/**
 * Tests that a line passes if its payload does: they ask for the texts that a condition needs, in the line as it is written, and spare parsing most lines. What a line may write otherwise
 * than the JSON of its payload passes too: escapes, numbers, tags.
 *
 * The JSON of a payload is texts, numbers, words and signs. A text that holds no sign stands within one of the others, and those stand in the line as they do in the JSON, in whatever order and
 * with whatever spaces, unless there are escapes that need not be, or odd numbers.
 */
import type { Check, ConditionNode, Fits } from "./ast.ts";
import { isWithinNumber, mayHoldOddNumber } from "./odd_number.ts";
import { isEqualAsWritten } from "./payload_value.ts";
import { requiredTexts } from "./required_texts.ts";

/** False: what stands in the line does not pass. */
export type RoughTest = (line: string) => boolean;

/** For free text. */
export function roughTextTest(fits: Fits): RoughTest {
  const test = alternativesTest(...requiredBy(fits));
  return test === undefined ? passing : (line) => test(line) || isEscapedOddly(line);
}

/** For a path into payloads: its keys, and what the value must hold. */
export function roughPathTest({ steps, check }: Extract<ConditionNode, { kind: "payload" }>): RoughTest {
  const keys = steps.flatMap((step) => step.kind === "key" ? [step.key] : []);
  const tests = keys.filter((key) => !isPlace(key) && !isReckoned(key)).map(wholeTextTest);
  if (check !== undefined && !keys.some(isReckoned)) tests.push(checkTest(check));
  const needed = tests.filter((test) => test !== undefined);
  return needed.length === 0 ? passing : (line) => needed.every((test) => test(line)) || isEscapedOddly(line) || isTaggedOddly(line);
}

const passing = (): boolean => true;

function isPlace(key: string): boolean {
  return /^\d+$/.test(key);
}

/** What a path finds though no line writes it. */
function isReckoned(key: string): boolean {
  return key === "length" || key === "size" || key === "$core";
}

/** A recorder escapes what must be, in the shortest way, as `JSON.stringify()` does; but for control characters, which it writes with `\u` as that does. */
function isEscapedOddly(line: string): boolean {
  return line.includes("\\u") || line.includes("\\/");
}

/** Values that stand for others read otherwise than they are written; but for some that do not, which are the most frequent ones. */
function isTaggedOddly(line: string): boolean {
  return line.includes("$core") && /\$core"\s*:\s*"(?!(?:Date|hole|redacted|ReplyChannel|undefined)")/.test(line);
}

function requiredBy(fits: Fits): [alternatives: string[][], flags?: string] {
  switch (fits.kind) {
    case "pattern": return [[[]]];
    case "words": return [[[fits.text]]];
    case "glob": return [[fits.text.split("*")]];
    case "regexp": return [requiredTexts(fits.source, fits.flags), fits.flags];
    default: return fits satisfies never;
  }
}

function checkTest(check: Check): RoughTest | undefined {
  if (check.kind === "fits") return alternativesTest(...requiredBy(check.fits));
  const { operator, literal } = check;
  if (operator !== "=" || !isEqualAsWritten(literal)) return undefined;
  if (literal.isQuoted) return wholeTextTest(literal.text);
  return /^-?\d+(?:\.\d+)?$/.test(literal.text) ? wholeNumberTest(literal.text) : alternativesTest([[literal.text]]);
}

/** For a text that stands there with its quotes, a key or a value. */
function wholeTextTest(text: string): RoughTest | undefined {
  const written = JSON.stringify(text);
  return STAND_INS.some((other) => other.includes(written)) ? undefined : (line) => line.includes(written);
}

/** For a number, or a text of the same digits, which is no part of a longer one. Behind it may stand zeros that mean nothing. */
function wholeNumberTest(number: string): RoughTest {
  const digits = number.replace(".", "\\.");
  const expression = new RegExp(`${digits}(?<![\\d.]${digits})${number.includes(".") ? "0*(?!\\d)" : "(?:\\.0+)?(?![\\d.])"}`);
  return (line) => expression.test(line) || mayHoldOddNumber(line);
}

/** For all texts of one of the lists; undefined where one asks for nothing. */
function alternativesTest(alternatives: readonly (readonly string[])[], flags: string = ""): RoughTest | undefined {
  const tests = alternatives.map((texts) => allTest(texts.flatMap(piecesOf), flags));
  if (tests.some((test) => test === undefined)) return undefined;
  return tests.length === 1 ? tests[0] : (line) => tests.some((test) => test!(line));
}

/** The longest first: it is the rarest. What may be a number comes last, since the numbers of the line are looked at then. */
function allTest(pieces: readonly string[], flags: string): RoughTest | undefined {
  const usable = pieces.toSorted((a, b) => b.length - a.length).map((piece) => ({ piece, test: pieceTest(piece, flags) })).filter(({ test }) => !STAND_INS.some(test));
  if (usable.length === 0) return undefined;
  const texts = usable.filter(({ piece }) => !isWithinNumber(piece));
  const numbers = usable.filter(({ piece }) => isWithinNumber(piece));
  return (line) => texts.every(({ test }) => test(line)) && (numbers.every(({ test }) => test(line)) || mayHoldOddNumber(line));
}

/** What is looked at in place of what a line that is no JSON holds, and of a Date that is none. */
const STAND_INS = ['{"$core":"unreadable","value":"it is not JSON"}', "Invalid Date"] as const;

function pieceTest(piece: string, flags: string): RoughTest {
  if (!flags.includes("i")) return (line) => line.includes(piece);
  const expression = new RegExp(piece.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`), flags.replace(/[^iuv]/g, ""));
  return (line) => expression.test(line);
}

/**
 * Cuts a text at the signs of JSON, so that each piece stands within one text, number or word of it. A colon behind anything but a quote is no sign, nor a comma that
 * stands where no value can end or none can begin.
 */
function piecesOf(text: string): string[] {
  return text.split(SIGNS).filter((piece) => piece !== "");
}

const SIGNS = /["{}[\]\\\p{Cc}]|(?<![^"]):|(?<![^"}\]\del]),(?![^"{[\dtfn-])/iu;
