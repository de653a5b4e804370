/**
 * E-mail addresses in a text, as people write them: a local part of at most 64 characters (RFC 5321, 4.5.3.1.1), `@` or `%40`, and a domain
 * with a dot whose last label is letters. Quoted local parts are not looked for. `lodash@4.17.21`, `logo@2x.png` and `git@host:repo` are none.
 */
import { isDigit, isWordLike } from "./letters.ts";
import { SIGNS, signsIn } from "./signs.ts";
import type { Span } from "./span.ts";

const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 255;

/** Gives the addresses of a text, in order. Cost: one search for "@"; then at most 320 steps for each. */
export function emailsIn(text: string, signs: number = signsIn(text)): readonly Span[] {
  if ((signs & SIGNS.at) === 0) return [];
  const spans: Span[] = [];
  collect(text, "@", spans);
  collect(text, "%40", spans);
  return spans;
}

function collect(text: string, sign: string, spans: Span[]): void {
  for (let at = text.indexOf(sign); at !== -1; at = text.indexOf(sign, at + sign.length)) {
    const start = localStart(text, at);
    if (start === at || isPassword(text, start)) continue;
    const end = domainEnd(text, at + sign.length);
    if (end === -1 || (text[end] === ":" && text.slice(start, at) === "git")) continue;
    spans.push({ start, end });
  }
}

/** In `https://user:password@host` no address stands before the host. */
function isPassword(text: string, start: number): boolean {
  return text[start - 1] === ":" && /:\/\/[^\s/]*:$/.test(text.slice(Math.max(0, start - 140), start));
}

/** Where the local part before `end` begins; `end` itself where there is none. */
function localStart(text: string, end: number): number {
  if (text[end - 1] === ".") return end;
  let start = end;
  while (start > 0 && isLocal(text.charCodeAt(start - 1))) {
    start -= 1;
    if (end - start > LONGEST_LOCAL) return end;
  }
  while (start < end && !isWordLike(text.charCodeAt(start)) && text[start] !== "_") start += 1;
  return start;
}

/** Where the domain from `start` on ends; -1 where there is none. */
function domainEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && end - start < LONGEST_DOMAIN && isDomain(text.charCodeAt(end))) end += 1;
  while (end > start && !isWordLike(text.charCodeAt(end - 1))) end -= 1;
  const domain = text.slice(start, end);
  const dot = domain.lastIndexOf(".");
  if (dot < 1 || domain.startsWith("-") || domain.includes("..")) return -1;
  const last = domain.slice(dot + 1);
  if (last.length < 2 || isDigit(last.charCodeAt(0)) || /^\d+x\./.test(domain)) return -1;
  return end;
}

/** Letters, digits and what RFC 5322 calls atext, but for what stands around addresses in URLs and in code: `/ = ? & ' { | } ~ \` ! # $ * ^`. */
function isLocal(code: number): boolean {
  return isWordLike(code) || code === 46 || code === 95 || code === 45 || code === 43 || code === 37; // . _ - + %
}

function isDomain(code: number): boolean {
  return isWordLike(code) || code === 46 || code === 45;
}
