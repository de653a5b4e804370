/** Cuts a filter's text into words and parentheses, each with its place. */

export interface Token {
  readonly kind: "word" | "(" | ")";
  readonly text: string;
  /** The offset of its first character in the filter. */
  readonly at: number;
}

/** Cuts `text`; a word ends at white space or a parenthesis. */
export function tokensOf(text: string): Token[] {
  return [...text.matchAll(/[()]|[^\s()]+/g)].map(({ 0: word, index }) => ({ kind: word === "(" || word === ")" ? word : "word", text: word, at: index }));
}
