/**
 * Reads a filter: what its words amount to. Loosest first; `docs/filter.md` has the whole grammar, with examples.
 *
 * ```
 * filter = [ any ]
 * any    = all { "or" all }
 * all    = one { [ "and" ] one }
 * one    = "not" one | "(" any ")" | condition
 * ```
 */
import type { FilterNode } from "./ast.ts";
import { conditionFrom } from "./condition.ts";
import { mistake } from "./filter_error.ts";
import { tokensOf, type Token } from "./tokens.ts";

/**
 * Reads a filter's text; undefined for one that asks nothing.
 * @throws FilterError that names the place and the nearest right word
 */
export function parseNode(text: string): FilterNode | undefined {
  const tokens = tokensOf(text);
  return tokens.length === 0 ? undefined : new Parser(text, tokens).whole();
}

/** Nesting deeper than this is no filter that a person wrote, and bounds the stack. */
const DEEPEST = 100;

const EXAMPLE = "write for example type:user.*";

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  whole(): FilterNode {
    const node = this.#any();
    const rest = this.#peek();
    if (rest !== undefined) throw mistake(`")" at ${rest.at + 1} closes nothing`, rest.at);
    return node;
  }

  #any(): FilterNode {
    const parts = [this.#all()];
    while (this.#takes("or")) parts.push(this.#all());
    return joined("any", parts);
  }

  #all(): FilterNode {
    const parts = [this.#one()];
    while (this.#takes("and") || this.#startsOne()) parts.push(this.#one());
    return joined("all", parts);
  }

  #one(): FilterNode {
    const token = this.#peek();
    if (token === undefined) throw mistake("it ends where a condition should stand", this.#text.length, EXAMPLE);
    this.#next += 1;
    if (++this.#depth > DEEPEST) throw mistake(`more than ${DEEPEST} levels of nesting`, token.at);
    try {
      if (token.kind === "(") return this.#inParentheses(token);
      const word = joiner(token);
      if (word === "not") return { kind: "not", part: this.#one() };
      if (token.kind === ")" || word !== undefined) throw mistake(`"${this.#text.slice(token.at, token.end)}" at ${token.at + 1} stands where a condition should`, token.at, EXAMPLE);
      return conditionFrom(token);
    } finally {
      this.#depth -= 1;
    }
  }

  #inParentheses(open: Token): FilterNode {
    const node = this.#any();
    if (this.#peek()?.kind !== ")") throw mistake(`"(" at ${open.at + 1} is never closed`, open.at, 'write ")" after the last condition');
    this.#next += 1;
    return node;
  }

  #startsOne(): boolean {
    const token = this.#peek();
    return token !== undefined && token.kind !== ")" && joiner(token) !== "or";
  }

  #takes(word: "and" | "or"): boolean {
    if (joiner(this.#peek()) !== word) return false;
    this.#next += 1;
    return true;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }
}

/** The words that join conditions, in small letters or in capitals. */
function joiner(token: Token | undefined): "and" | "or" | "not" | undefined {
  if (token?.kind !== "word" || token.asked !== undefined) return undefined;
  switch (token.name) {
    case "and": case "AND": return "and";
    case "or": case "OR": return "or";
    case "not": case "NOT": return "not";
    default: return undefined;
  }
}

function joined(kind: "all" | "any", parts: readonly FilterNode[]): FilterNode {
  return parts.length === 1 ? parts[0]! : { kind, parts };
}

