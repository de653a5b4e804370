/**
 * The one pattern grammar: dotted names in which `*` is exactly one segment and `>` is one or more last segments; alone, both
 * mean everything. Whatever else stands in a pattern is just a name.
 */
import { expect, expectText } from "./errors.ts";

/** A pattern that has been read. */
export interface Pattern {
  /** The pattern as it was written. */
  readonly text: string;
  /** It holds no wildcard: it matches the one type that is spelled alike. */
  readonly isLiteral: boolean;
  /** Whether a type fits. */
  matches(type: string): boolean;
}

/**
 * Reads a pattern. Cost: once per registration; a match is one run of a regular expression.
 * @throws TypeError when it is not a non-empty string.
 * @throws SyntaxError when a wildcard stands inside a segment, or `>` before the end; it names the right spelling.
 * @example
 * parsePattern("user.*").matches("user.created"); // true
 */
export function parsePattern(text: string): Pattern {
  expectText("pattern", text);
  const right = text.replace(/[^.]+/g, (segment, at) => /[*>]/.test(segment) && (segment !== ">" || at < text.length - 1) ? "*" : segment);
  expect(right === text, "pattern", `one; "${right}" is`, text, SyntaxError);
  const isLiteral = !/[*>]/.test(text);
  const segments = text.split(".");
  const isOpenEnded = /^\*$|>$/.test(text);
  // By segments, not by a regular expression: those have a size, which a long name passes.
  const fits = (parts: readonly string[]) => (isOpenEnded ? parts.length >= segments.length : parts.length === segments.length) && segments.every((each, index) => /[*>]/.test(each) || each === parts[index]);
  return { text, isLiteral, matches: (type) => isLiteral ? type === text : fits(type.split(".")) };
}

/** Tells whether a pattern matches a type. Reads the pattern each time: keep a `parsePattern` where it is hot. */
export function matches(pattern: string, type: string): boolean {
  return parsePattern(pattern).matches(type);
}

/**
 * Checks the type of a message or of a constant.
 * @throws TypeError when it is not a non-empty string, or holds a wildcard as a segment.
 */
export function checkType(type: unknown): asserts type is string {
  expectText("type", type);
  expect(!/(^|\.)[*>](\.|$)/.test(type), "type", "free of wildcards", type);
}
