/**
 * Tokens in a text: what lets its holder in. Precise rather than greedy, by what stands around a secret or by how it is spelled:
 * private key blocks, passwords in URLs, `Bearer` and `Basic`, `name=value` and `"name":"value"` under a name that is secret by default,
 * JSON Web Tokens, the prefixes of known providers, and long texts that only chance can have made (`random_text.ts`).
 */
import { isSecretKey } from "../secrets.ts";
import { isTokenLike, isWordLike } from "./letters.ts";
import { addProviderTokens } from "./provider_tokens.ts";
import { isRandomText } from "./random_text.ts";
import { LEAST_RUN, SIGNS, signsIn } from "./signs.ts";
import type { Span } from "./span.ts";

/** The schemes of an Authorization header, as they are written; searches of their own cost less than one without regard to case. */
const AUTHORIZED = ["Bearer ", "bearer ", "BEARER ", "Basic ", "basic "] as const;

/** Gives the tokens of a text, those found by their surroundings first; they may overlap. Cost: linear in its length; no more than a glance for a text without signs of one. */
export function tokensIn(text: string, signs: number = signsIn(text)): readonly Span[] {
  const spans: Span[] = [];
  if (signs & SIGNS.dashes) addKeyBlocks(text, spans);
  if (signs & SIGNS.colon) addUrlPasswords(text, spans);
  if (signs & SIGNS.b) for (const word of AUTHORIZED) addCredentials(text, word, spans);
  if (signs & SIGNS.assigns) addAssigned(text, spans);
  if (signs & SIGNS.quotes) addQuoted(text, spans);
  if (signs & SIGNS.run) addSpelled(text, spans);
  return spans;
}

/** PEM (RFC 7468) and OpenPGP blocks; one that never ends goes to the end of the text. */
function addKeyBlocks(text: string, spans: Span[]): void {
  for (let at = text.indexOf("-----BEGIN "); at !== -1; at = text.indexOf("-----BEGIN ", at)) {
    const label = /^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/.exec(text.slice(at, at + 80))?.[0];
    if (label === undefined) {
      at += 10;
      continue;
    }
    const endLine = label.replace("BEGIN", "END");
    const close = text.indexOf(endLine, at);
    const end = close === -1 ? text.length : close + endLine.length;
    spans.push({ start: at, end });
    at = end;
  }
}

/** `https://user:password@host`: the password. */
function addUrlPasswords(text: string, spans: Span[]): void {
  for (let at = text.indexOf("://"); at !== -1; at = text.indexOf("://", at + 3)) {
    const userinfo = /^[^\s/?#@:"'<>]{0,128}:([^\s/?#@"'<>]{1,256})@/.exec(text.slice(at + 3, at + 3 + 386));
    if (userinfo === null) continue;
    const end = at + 3 + userinfo[0].length - 1;
    spans.push({ start: end - userinfo[1]!.length, end });
  }
}

/** What follows `Bearer` or `Basic` (RFC 6750, RFC 7617), if it is no word: "Basic authentication" is none. */
function addCredentials(text: string, word: string, spans: Span[]): void {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
    if (isWordLike(text.charCodeAt(at - 1))) continue;
    const start = at + word.length;
    let end = start;
    while (end < text.length && (isTokenLike(text.charCodeAt(end)) || text[end] === "~")) end += 1;
    const credentials = text.slice(start, end);
    if (word.length === 6 ? isUserAndPassword(credentials) : isNoWord(credentials)) spans.push({ start, end });
  }
}

function isNoWord(credentials: string): boolean {
  if (credentials.length < 8) return false;
  return credentials.length >= 20 || /\d/.test(credentials) || (/[a-z]/.test(credentials) && /.[A-Z]/.test(credentials));
}

function isUserAndPassword(credentials: string): boolean {
  if (credentials.length < 4) return false;
  try {
    return atob(credentials).includes(":");
  } catch {
    return false;
  }
}

/** `access_token=…`, as in a URL's query, a form or a command line. `==` compares, and assigns nothing. */
function addAssigned(text: string, spans: Span[]): void {
  for (let at = text.indexOf("="); at !== -1; at = text.indexOf("=", at + 1)) {
    if (text[at + 1] === "=" || !isSecretKey(nameBefore(text, at))) continue;
    let end = at + 1;
    while (end < text.length && !/[\s&;,"'`<>()[\]{}\\|]/.test(text[end]!)) end += 1;
    if (end === at + 1) continue;
    spans.push({ start: at + 1, end });
    at = end - 1;
  }
}

/** `"password":"…"`, as in JSON within a text; its quotes may be escaped. */
function addQuoted(text: string, spans: Span[]): void {
  for (let at = text.indexOf('":'); at !== -1; at = text.indexOf('":', at + 1)) {
    const quote = text[at - 1] === "\\" ? '\\"' : '"';
    if (!isSecretKey(nameBefore(text, at + 1 - quote.length))) continue;
    let start = at + 2;
    while (text[start] === " " && start < at + 10) start += 1;
    const value = text.startsWith(quote, start) ? { start: start + quote.length, end: closing(text, start + quote.length, quote) } : { start, end: digitsEnd(text, start) };
    if (value.end > value.start) spans.push(value);
    at = Math.max(at, value.end - 1);
  }
}

/** The name that ends before `end`; longer ones are cut, and then no secret key's. */
function nameBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < 24 && /[\w-]/.test(text[start - 1]!)) start -= 1;
  return text.slice(start, end);
}

/** Where a quoted text ends: before its closing quote, or at the end. */
function closing(text: string, start: number, quote: string): number {
  for (let at = text.indexOf(quote, start); at !== -1; at = text.indexOf(quote, at + quote.length)) {
    if (quote.length > 1 || text[at - 1] !== "\\") return at;
  }
  return text.length;
}

function digitsEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && /[\d.]/.test(text[end]!)) end += 1;
  return end;
}

/** Looks at every run of token characters. One of fifteen covers each fifteenth place, so only those are looked at. */
function addSpelled(text: string, spans: Span[]): void {
  for (let at = LEAST_RUN - 1; at < text.length; at += LEAST_RUN) {
    if (!isTokenLike(text.charCodeAt(at))) continue;
    let start = at;
    while (start > 0 && isTokenLike(text.charCodeAt(start - 1))) start -= 1;
    let end = at + 1;
    while (end < text.length && isTokenLike(text.charCodeAt(end))) end += 1;
    if (end - start >= LEAST_RUN) addFromRun(text.slice(start, end), start, text, spans);
    at = Math.max(at, end - LEAST_RUN + (LEAST_RUN - 1));
  }
}

function addFromRun(run: string, offset: number, text: string, spans: Span[]): void {
  if (/^[\da-fA-F-]+$/.test(run)) return; // an id, a hash, a number
  addProviderTokens(run, offset, spans);
  addWebTokens(run, offset, spans);
  if (run.length < 32 || text.startsWith("base64,", offset - 7)) return;
  for (const { 0: piece, index } of run.matchAll(/[^.=]{32,}/g)) {
    if (isRandomText(piece)) spans.push({ start: offset + index, end: offset + index + piece.length });
  }
}

/** JSON Web Tokens (RFC 7519): three parts (RFC 7515) or five (RFC 7516), of which the first is base64url of `{"`. */
function addWebTokens(run: string, offset: number, spans: Span[]): void {
  if (!run.includes("eyJ")) return;
  const parts = run.split(".");
  let start = offset;
  for (let first = 0; first < parts.length; first++) {
    const part = parts[first]!;
    const header = part.indexOf("eyJ");
    const count = header === -1 || part.length - header < 10 ? 0 : partsOfToken(parts, first);
    if (count > 0) {
      const length = parts.slice(first, first + count).join(".").length;
      spans.push({ start: start + header, end: start + length });
      start += length + 1;
      first += count - 1;
    } else start += part.length + 1;
  }
}

/** How many parts the token that begins with part `first` has; 0: it is none. */
function partsOfToken(parts: readonly string[], first: number): number {
  const left = parts.length - first;
  const payload = parts[first + 1] ?? "";
  if (left >= 5 && !payload.startsWith("eyJ")) return 5;
  return left >= 3 && payload.length >= 10 ? 3 : 0;
}
