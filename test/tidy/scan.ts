// Reads program text just far enough to tell code from comments and strings, so that a rule about words is not broken by
// a sentence that mentions them.

/** What to blank: comments only, or the insides of strings, templates and regular expressions as well. */
export type Blanked = "comments" | "comments and strings";

const COMMENT = /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*/y;
const STRING = /'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?/y;
/** A template's text, from its beginning or from the `}` of an expression, up to its end or to the next expression. */
const TEMPLATE = /[`}](?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{|$)/y;
const REGULAR_EXPRESSION = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
/** After these a slash begins a regular expression; after a value it divides. */
const BEFORE_EXPRESSION = /(?:^|[=(,:[!&|?{};+<>*%~^]|\breturn|\bcase|\btypeof)\s*$/;

/** Gives the text with what is not code blanked; lines and their numbers stay. */
export function codeOf(text: string, blanked: Blanked): string {
  let code = "";
  /** How many braces are open in each template expression that encloses this place. */
  const templates: number[] = [];
  while (code.length < text.length) {
    const token = tokenAt(text, code, templates.at(-1) === 0);
    const keep = token.kind === "code" || (blanked === "comments" && token.kind !== "comment");
    code += keep ? token.text : token.text.replace(/[^\n]/g, " ");
    countBraces(token, templates);
  }
  return code;
}

interface Token {
  readonly kind: "comment" | "literal" | "template" | "code";
  readonly text: string;
}

function tokenAt(text: string, before: string, endsExpression: boolean): Token {
  const at = before.length;
  const next = text[at] ?? "";
  const take = (pattern: RegExp, kind: Token["kind"]): Token | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    return found === undefined ? undefined : { kind, text: found };
  };
  const code: Token = { kind: "code", text: next };
  if (next === "/") {
    const isExpression = BEFORE_EXPRESSION.test(before.slice(-40).trimEnd());
    return take(COMMENT, "comment") ?? (isExpression ? take(REGULAR_EXPRESSION, "literal") : undefined) ?? code;
  }
  if (next === "'" || next === '"') return take(STRING, "literal") ?? code;
  if (next === "`" || (next === "}" && endsExpression)) return take(TEMPLATE, "template") ?? code;
  return code;
}

function countBraces({ kind, text }: Token, templates: number[]): void {
  if (kind === "template") {
    if (text.startsWith("}")) templates.pop();
    if (text.endsWith("${")) templates.push(0);
    return;
  }
  if (kind !== "code" || templates.length === 0) return;
  const change = text === "{" ? 1 : text === "}" ? -1 : 0;
  templates[templates.length - 1] = (templates.at(-1) ?? 0) + change;
}

/** The specifiers of a module's imports and re-exports, dynamic ones included. */
export function importsOf(text: string): string[] {
  const code = codeOf(text, "comments");
  const found = code.matchAll(/(?:^|[;\n])\s*(?:import|export)\b[^;'"`]*?from\s*["']([^"']+)["']|(?:^|[;\n])\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/g);
  return [...found].map(([, named, bare, dynamic]) => named ?? bare ?? dynamic ?? "");
}

/** The lines on which a pattern occurs in code: `path:line: what it is`. */
export function linesWith(path: string, code: string, pattern: RegExp, what: string): string[] {
  return code.split("\n").flatMap((line, index) => pattern.test(line) ? [`${path}:${index + 1}: ${what}`] : []);
}
