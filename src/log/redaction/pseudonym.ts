/**
 * Pseudonyms: what stands for a secret, so that equal ones can be seen to be equal. They are the first 48 bits of a keyed hash of a
 * canonical text; the key is made when a run begins and never written, so that a short secret (a PIN) cannot be found by trying all of them.
 */
import { encodeValue } from "../encode.ts";
import type { Guard } from "../guard.ts";
import { isCard } from "./card.ts";
import { emailsIn } from "./email.ts";

/** Hexadecimal digits: among a million secrets two have the same pseudonym with a chance of 0.2 % (the birthday bound, n² / 2^49). */
export const PSEUDONYM_DIGITS = 12;

/** What is hidden is named whole: nothing in it is withheld from the hash. */
const OPEN: Guard = { hidesKey: () => false, hide: () => null };

/** Gives the pseudonym of a value. Cost: one hash, and for an object one encoding. */
export function pseudonymOf(value: unknown, hash: (text: string) => string): string {
  return hash(canonicalText(value)).slice(0, PSEUDONYM_DIGITS);
}

/**
 * Gives the text that a value is known by, whoever hid it: a text itself, a number or bigint in digits, anything else as encoded JSON.
 * A card number is known without its separators, an address in small letters, a bearer's token without the word before it.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value !== "string") return encodeValue(value, { guard: OPEN });
  const text = value.replace(/^Bearer +/i, "");
  if (text.length > 6 && text.length <= 320) {
    const digits = text.replace(/[ -]/g, "");
    if (/^\d+$/.test(digits) && isCard(digits)) return digits;
    const [email] = emailsIn(text);
    if (email?.start === 0 && email.end === text.length) return text.toLowerCase().replace("%40", "@");
  }
  return text;
}
