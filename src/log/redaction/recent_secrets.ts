/**
 * The values that were withheld lately, so that an error's message, a reason or a note that quotes one does not carry it out. Bounded: the
 * latest 128 texts, of 32,768 characters together. A word that says nothing (`true`, `admin`) is no secret and is never looked for.
 */
import type { Find } from "./detectors.ts";
import { isWordLike } from "./letters.ts";

/** Many enough for what handlers quote of messages that are still open; each costs one search of an error's text. */
const MOST_TEXTS = 128;
const MOST_CHARACTERS = 32_768;

/** Of one withheld value so many members are looked at. */
const MOST_LEAVES = 64;
const MOST_VISITS = 256;
const DEEPEST = 8;

/** A shorter text stands in any message by chance. */
const SHORTEST = 4;

/** So short a text is found only where no letter or digit stands beside it. */
const SHORT = 6;

/** Words that people do put under secret keys, and that messages are made of. */
const SAY_NOTHING: ReadonlySet<string> = new Set([
  "admin", "anonymous", "authorization", "bearer", "boolean", "cookie", "default", "disabled", "enabled", "error", "example", "expired", "false", "function", "guest",
  "hidden", "invalid", "localhost", "missing", "null", "number", "object", "optional", "password", "redacted", "required", "secret", "string", "symbol", "test", "token", "true", "undefined",
  "unknown", "user", "value",
]);

/** How a value was withheld: as a secret of its own, or with a whole payload, most of which is none. */
export type Withheld = "itself" | "with others";

/** Remembers secrets, and finds them in texts. */
export class RecentSecrets {
  /** What is looked for, the latest last, with the secret that it spells and who withheld it. */
  readonly #texts = new Map<string, { readonly secret: string; readonly by: string }>();
  #characters = 0;
  #forgotten = 0;

  /** How many were forgotten so far, for newer ones. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** Remembers the texts and numbers in a withheld value. Bounded by 64 of them; calls no code of the value's but a proxy's. */
  remember(value: unknown, by: string, how: Withheld): void {
    for (const text of leavesOf(value)) this.#add(text, by, how);
  }

  /** Remembers the texts and numbers of a payload that are no more in what was left of it. */
  rememberRemoved(payload: unknown, left: unknown): void {
    const kept = new Set(leavesOf(left));
    for (const text of leavesOf(payload)) if (!kept.has(text)) this.#add(text, "custom", "itself");
  }

  /** Gives where remembered secrets stand in a text; finds may overlap. Cost: one search for each that is remembered. */
  findsIn(text: string): readonly Find[] {
    if (this.#texts.size === 0 || text.length < SHORTEST) return [];
    const finds: Find[] = [];
    for (const [spelled, { secret, by }] of this.#texts) {
      for (let at = text.indexOf(spelled); at !== -1; at = text.indexOf(spelled, at + spelled.length)) {
        const end = at + spelled.length;
        if (spelled.length >= SHORT || standsAlone(text, at, end)) finds.push({ start: at, end, by, secret });
      }
    }
    return finds;
  }

  #add(text: string, by: string, how: Withheld): void {
    if (!isTelling(text, how)) return;
    this.#keep(text, text, by);
    if (text.length > 256) return;
    const inJson = JSON.stringify(text).slice(1, -1);
    if (inJson !== text) this.#keep(inJson, text, by);
    const inUrl = encodedForUrl(text);
    if (inUrl !== text) this.#keep(inUrl, text, by);
  }

  #keep(spelled: string, secret: string, by: string): void {
    if (spelled.length > MOST_CHARACTERS / 4) return;
    if (this.#texts.delete(spelled)) this.#characters -= spelled.length;
    this.#texts.set(spelled, { secret, by });
    this.#characters += spelled.length;
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= MOST_TEXTS && this.#characters <= MOST_CHARACTERS) break;
      this.#texts.delete(oldest);
      this.#characters -= oldest.length;
      this.#forgotten += 1;
    }
  }
}

/** Gives the texts, numbers and dates of a value as texts, at most 64. Reads no accessors. */
export function leavesOf(value: unknown): readonly string[] {
  const leaves: string[] = [];
  try {
    collect(value, leaves, { left: MOST_VISITS }, 0);
  } catch {
    // a proxy that throws: what was found so far holds
  }
  return leaves;
}

function collect(value: unknown, leaves: string[], visits: { left: number }, depth: number): void {
  if (leaves.length >= MOST_LEAVES || --visits.left < 0 || depth > DEEPEST) return;
  if (typeof value === "string") leaves.push(value);
  else if (typeof value === "number" || typeof value === "bigint") leaves.push(String(value));
  else if (value instanceof Date) leaves.push(Number.isNaN(value.getTime()) ? "" : value.toISOString());
  else if (value instanceof URL) leaves.push(value.href);
  else if (value instanceof Map) for (const [key, item] of value) [key, item].forEach((each) => collect(each, leaves, visits, depth + 1));
  else if (value instanceof Set) for (const item of value) collect(item, leaves, visits, depth + 1);
  else if (Array.isArray(value)) for (let at = 0; at < value.length && at < MOST_VISITS; at++) collect(value[at], leaves, visits, depth + 1);
  else if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    for (const key of Object.keys(value).slice(0, MOST_VISITS)) {
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      if (descriptor !== undefined && "value" in descriptor) collect(descriptor.value, leaves, visits, depth + 1);
    }
  }
}

/** Whether a text is worth finding: a PIN is, a short word is not; of a whole payload only what looks like a value and not like a word. */
function isTelling(text: string, how: Withheld): boolean {
  const { length } = text;
  if (length < SHORTEST || SAY_NOTHING.has(text.toLowerCase())) return false;
  const isWord = /^\p{L}+$/u.test(text);
  if (how === "itself") return length >= SHORT || !isWord;
  return isWord ? length >= 8 : length >= SHORT;
}

function standsAlone(text: string, start: number, end: number): boolean {
  return !isWordLike(text.charCodeAt(start - 1)) && !isWordLike(text.charCodeAt(end));
}

/** A lone surrogate cannot stand in a URL. */
function encodedForUrl(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}
