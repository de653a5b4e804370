/**
 * What a text must hold so that a regular expression can find something in it: the texts that stand in the expression as they are, as grep and ripgrep look for them first. Nothing is
 * taken from classes, groups and what may be absent: to know less is never wrong, only slower.
 *
 * @see https://blog.burntsushi.net/ripgrep/#literal-optimizations
 */

/**
 * Gives one list for each alternative, what stands between two `|`: wherever that finds something, all texts of its list stand (in any case of letters, with the flag `i`). A list may be
 * empty. The expression is one that the language takes.
 * @example
 * requiredTexts("o-[0-9]*42", ""); // [["o-", "42"]]
 */
export function requiredTexts(source: string, flags: string): string[][] {
  const alternatives: string[][] = [[]];
  let text = "";
  const end = (): void => {
    if (text !== "") alternatives.at(-1)!.push(text);
    text = "";
  };
  for (let at = 0; at < source.length;) {
    const atom = atomAt(source, at, flags);
    const quantifier = matchAt(QUANTIFIER, source, atom.end);
    at = atom.end + quantifier.length;
    const isRequired = !/^(?:[*?]|\{0)/.test(quantifier);
    if (atom.literal !== undefined && isRequired) text += atom.literal;
    if (atom.literal === undefined || quantifier !== "") end();
    if (atom.isBar) alternatives.push([]);
  }
  end();
  return alternatives;
}

const QUANTIFIER = /[*+?]\??|\{\d+(?:,\d*)?\}\??/y;
const ESCAPE = /\\(?:u\{[\da-fA-F]+\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|k<[^>]*>|\d+|[^])/y;

/** A part of an expression that may be repeated. */
interface Atom {
  readonly end: number;
  /** The one character that it is; absent for what is another thing, or not surely one. */
  readonly literal?: string;
  readonly isBar?: boolean;
}

function atomAt(source: string, at: number, flags: string): Atom {
  const character = String.fromCodePoint(source.codePointAt(at)!);
  switch (character) {
    case "\\": {
      const escape = matchAt(ESCAPE, source, at);
      // Signs stand for themselves; letters and digits may mean anything.
      return { end: at + escape.length, ...(/^\\[^A-Za-z\d]$/.test(escape) ? { literal: escape.slice(1) } : {}) };
    }
    case "[": return { end: classEnd(source, at, flags) };
    case "(": return { end: groupEnd(source, at, flags) };
    case "|": return { end: at + 1, isBar: true };
    case ".": case "^": case "$": case "{": case "}": case "]": return { end: at + 1 };
    default: return { end: at + character.length, literal: character };
  }
}

/** Classes of the flag `v` hold classes. */
function classEnd(source: string, open: number, flags: string): number {
  let depth = 1;
  let at = open + 1;
  for (; depth > 0; at++) {
    if (source[at] === "\\") at += 1;
    else if (source[at] === "[" && flags.includes("v")) depth += 1;
    else if (source[at] === "]") depth -= 1;
  }
  return at;
}

function groupEnd(source: string, open: number, flags: string): number {
  let depth = 0;
  let at = open;
  do {
    const character = source[at];
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    at = character === "[" ? classEnd(source, at, flags) : at + (character === "\\" ? 2 : 1);
  } while (depth > 0);
  return at;
}

function matchAt(expression: RegExp, text: string, at: number): string {
  expression.lastIndex = at;
  return expression.exec(text)?.[0] ?? "";
}
