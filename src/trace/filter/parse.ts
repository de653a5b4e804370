/**
 * Reads a filter. Grammar, loosest first; `docs/filter.md` explains it with examples:
 *
 * ```
 * filter = "" | any
 * any    = all { "or" all }
 * all    = one { [ "and" ] one }
 * one    = "not" one | "(" any ")" | "type:" PATTERN
 * ```
 */
import { parsePattern } from "../../mod.ts";
import type { DispatchTrace } from "../history.ts";
import { FilterError } from "./filter_error.ts";
import { nearestWord } from "./nearest.ts";
import { tokensOf, type Token } from "./tokens.ts";

/** A filter that was read. */
export interface Filter {
  /** The filter as it was written. */
  readonly text: string;
  /** It lets everything pass. */
  readonly isEmpty: boolean;
  /** Whether it lets a dispatch pass. */
  test(trace: DispatchTrace): boolean;
}

/** The members that a filter can ask about. */
export const FILTER_MEMBERS = ["type"] as const;

/**
 * Reads a filter; an empty one lets everything pass.
 * @throws FilterError that names the place and the nearest right word
 * @example
 * parseFilter("type:user.* or type:cart.*").test(trace);
 */
export function parseFilter(text: string): Filter {
  const tokens = tokensOf(text);
  if (tokens.length === 0) return { text, isEmpty: true, test: () => true };
  const parser = new Parser(text, tokens);
  return { text, isEmpty: false, test: parser.whole() };
}

type Test = (trace: DispatchTrace) => boolean;

/** Nesting deeper than this is no filter that a person wrote, and bounds the stack. */
const DEEPEST = 100;

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  whole(): Test {
    const test = this.#any();
    const rest = this.#peek();
    if (rest !== undefined) throw new FilterError(`Cannot read filter: ")" at ${rest.at + 1} closes nothing`, rest.at);
    return test;
  }

  #any(): Test {
    const tests = [this.#all()];
    while (this.#takeWord("or")) tests.push(this.#all());
    return tests.length === 1 ? tests[0]! : (trace) => tests.some((test) => test(trace));
  }

  #all(): Test {
    const tests = [this.#one()];
    while (this.#takeWord("and") || this.#startsOne()) tests.push(this.#one());
    return tests.length === 1 ? tests[0]! : (trace) => tests.every((test) => test(trace));
  }

  #one(): Test {
    const token = this.#peek();
    if (token === undefined) throw new FilterError("Cannot read filter: it ends where a condition should stand", this.#text.length, "write for example type:user.*");
    this.#next += 1;
    if (++this.#depth > DEEPEST) throw new FilterError(`Cannot read filter: more than ${DEEPEST} levels of nesting`, token.at);
    try {
      if (token.kind === "(") return this.#inParentheses(token);
      if (token.kind === ")" || token.text === "and" || token.text === "or") {
        throw new FilterError(`Cannot read filter: "${token.text}" at ${token.at + 1} stands where a condition should`, token.at, "write for example type:user.*");
      }
      if (token.text !== "not") return condition(token);
      const test = this.#one();
      return (trace) => !test(trace);
    } finally {
      this.#depth -= 1;
    }
  }

  #inParentheses(open: Token): Test {
    const test = this.#any();
    if (this.#peek()?.kind !== ")") throw new FilterError(`Cannot read filter: "(" at ${open.at + 1} is never closed`, open.at, 'write ")" after the last condition');
    this.#next += 1;
    return test;
  }

  #startsOne(): boolean {
    const token = this.#peek();
    return token !== undefined && token.kind !== ")" && token.text !== "or";
  }

  #takeWord(word: string): boolean {
    if (this.#peek()?.text !== word) return false;
    this.#next += 1;
    return true;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }
}

function condition({ text, at }: Token): Test {
  const colon = text.indexOf(":");
  const member = colon === -1 ? text : text.slice(0, colon);
  if (colon === -1 || !FILTER_MEMBERS.some((known) => known === member)) throw unknownMember(member, at, colon !== -1);
  const pattern = readPattern(text.slice(colon + 1), at + colon + 1);
  return ({ record }) => pattern.matches(record.type);
}

function unknownMember(word: string, at: number, hasColon: boolean): FilterError {
  const near = nearestWord(word, FILTER_MEMBERS);
  if (near !== undefined) return new FilterError(`Cannot read filter: unknown member "${word}" at ${at + 1}`, at, `did you mean "${near}:"?`);
  const what = hasColon ? `unknown member "${word}"` : `"${word}" is no condition`;
  return new FilterError(`Cannot read filter: ${what} at ${at + 1}`, at, `what exists: ${FILTER_MEMBERS.map((name) => `${name}:`).join(", ")}, and, or, not, ( )`);
}

function readPattern(text: string, at: number): { matches(type: string): boolean } {
  if (text === "") throw new FilterError(`Cannot read filter: nothing stands after "type:" at ${at + 1}`, at, "write for example type:user.*");
  try {
    return parsePattern(text);
  } catch (error) {
    throw new FilterError(`Cannot read filter: ${(error as Error).message.replace(/^Cannot use /, "")} (at ${at + 1})`, at);
  }
}
