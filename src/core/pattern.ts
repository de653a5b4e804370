/**
 * The one pattern grammar: dotted names in which `*` is exactly one segment and `>` is one or more last segments; alone, both
 * mean everything. Whatever else stands in a pattern is just a name.
 */

import { expect } from "./errors.ts";

/** A pattern that has been read. */
export interface Pattern {
  readonly text: string;
  /** It holds no wildcard: it matches the one type that is spelled alike. */
  readonly isLiteral: boolean;
  matches(type: string): boolean;
}

/**
 * Reads a pattern. Cost: once per registration; matching a literal is one comparison.
 * @throws TypeError when it is not a non-empty string.
 * @throws SyntaxError when a wildcard stands inside a segment, or `>` before the end; it names the right spelling.
 * @example
 * parsePattern("user.*").matches("user.created"); // true
 */
export function parsePattern(text: string): Pattern {
  expect(typeof text === "string", "read pattern", "it", "a string", text);
  if (text === "") throw new TypeError("Cannot read pattern: it is empty");
  const segments = text.split(".");
  segments.forEach((segment, index) => checkSegment(text, segments, segment, index));
  if (!segments.some((segment) => segment === "*" || segment === ">")) return { text, isLiteral: true, matches: (type) => type === text };
  const expression = new RegExp(`^${text === "*" ? ".*" : segments.map(expressionOf).join("\\.")}$`, "s");
  return { text, isLiteral: false, matches: (type) => expression.test(type) };
}

/** Tells whether a pattern matches a type. Reads the pattern each time: keep a `parsePattern` where it is hot. */
export function matches(pattern: string, type: string): boolean {
  return parsePattern(pattern).matches(type);
}

/**
 * Checks the type of a message or of a constant.
 * @throws TypeError when it is not a non-empty string, or holds a wildcard as a segment.
 */
export function checkType(act: string, type: unknown): asserts type is string {
  expect(typeof type === "string", act, "its type", "a string", type);
  if (type === "") throw new TypeError(`Cannot ${act}: its type is empty`);
  const [, wildcard] = /(?:^|\.)([*>])(?:\.|$)/.exec(type) ?? [];
  if (wildcard !== undefined) throw new TypeError(`Cannot ${act}: its type "${type}" holds "${wildcard}", which only a pattern may`);
}

function expressionOf(segment: string): string {
  return segment === "*" ? "[^.]*" : segment === ">" ? ".*" : segment.replace(/\W/g, "\\$&");
}

function checkSegment(text: string, segments: readonly string[], segment: string, index: number): void {
  const isLast = index === segments.length - 1;
  if (!/[*>]/.test(segment) || segment === "*" || (segment === ">" && isLast)) return;
  const right = segments.with(index, "*").join(".");
  throw new SyntaxError(`Cannot read pattern "${text}": ${segment === ">" ? '">" stands before the end' : `a wildcard stands inside "${segment}"`}; write "${right}"`);
}
