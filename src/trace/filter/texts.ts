/** Quoted texts and regular expressions, as they stand in a filter. */
import { mistake } from "./filter_error.ts";

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/**
 * Reads the text between the quote at `at` and the next one of its kind, with the escapes of JSON.
 * @throws FilterError when it is never closed, or for an escape that there is none of
 */
export function quotedAt(text: string, at: number): { readonly text: string; readonly end: number } {
  const quote = text[at];
  let read = "";
  for (let next = at + 1; next < text.length; next++) {
    const character = text[next]!;
    if (character === quote) return { text: read, end: next + 1 };
    if (character !== "\\") {
      read += character;
      continue;
    }
    const [whole, code] = /^\\(?:u([\da-fA-F]{4})|[^u])/s.exec(text.slice(next, next + 6)) ?? [];
    const letter = text[next + 1] ?? "";
    if (whole === undefined || (code === undefined && !/["'\\/bfnrt]/.test(letter))) throw mistake(`"\\${letter}" at ${next + 1} is no escape`, next, String.raw`write "\\" for a backslash`);
    read += code === undefined ? ESCAPES[letter] ?? letter : String.fromCharCode(parseInt(code, 16));
    next += whole.length - 1;
  }
  throw mistake(`${quote} at ${at + 1} is never closed`, at, `write ${quote} after the last character`);
}

/** What `g` and `y` would say, where to begin, has no meaning; the others are those of the language. */
const FLAGS = "imsuv";

/**
 * Reads the regular expression whose slash stands at `at`, with its flags, and tries whether the language takes it.
 * @throws FilterError when it is never closed, empty, none, or has a flag that means nothing here
 */
export function regExpAt(text: string, at: number): { readonly source: string; readonly flags: string; readonly end: number } {
  const close = closingSlash(text, at);
  if (close === undefined) throw mistake(`"/" at ${at + 1} is never closed`, at, 'a regular expression ends with "/"; quote a text that begins with one');
  const source = text.slice(at + 1, close);
  if (source === "") throw mistake(`nothing stands between "/" and "/" at ${at + 1}`, at, "write for example /timed? out/i");
  const flags = /^[A-Za-z]*/.exec(text.slice(close + 1))![0];
  const odd = [...flags].findIndex((flag, place) => !FLAGS.includes(flag) || flags.indexOf(flag) !== place);
  if (odd >= 0) throw mistake(`"${flags[odd]}" at ${close + odd + 2} is no flag here`, close + 1 + odd, "what exists: i (any case), m, s, u, v, each once");
  try {
    new RegExp(source, flags);
  } catch (error) {
    throw mistake(`the regular expression at ${at + 1} is none: ${(error as Error).message.replace(/^Invalid regular expression: /, "")}`, at);
  }
  return { source, flags, end: close + 1 + flags.length };
}

function closingSlash(text: string, open: number): number | undefined {
  let isInClass = false;
  for (let at = open + 1; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === "[") isInClass = true;
    else if (character === "]") isInClass = false;
    else if (character === "/" && !isInClass) return at;
  }
  return undefined;
}
