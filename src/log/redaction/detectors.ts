/** What is looked for in texts, and the texts without it. */
import { cardsIn } from "./card.ts";
import { emailsIn } from "./email.ts";
import { signsIn } from "./signs.ts";
import type { Span } from "./span.ts";
import { tokensIn } from "./token.ts";

/** Finds its kind of secret in a text, whose signs are known. */
export type Detector = (text: string, signs: number) => readonly Span[];

/** The name of a detector, as a rule says it. */
export type DetectorName = "token" | "email" | "card";

/** By name. */
export const DETECTORS: Readonly<Record<DetectorName, Detector>> = { token: tokensIn, email: emailsIn, card: cardsIn };

export const DETECTOR_NAMES: readonly DetectorName[] = ["token", "email", "card"];

/** A find, and who found it. */
export interface Find extends Span {
  readonly by: string;
  /** The secret that the place spells, where it spells it otherwise. */
  readonly secret?: string;
}

/** Shorter texts hold nothing: `pwd=a` has five characters, an address six, a card number thirteen. */
const SHORTEST = 5;

const NONE: readonly Find[] = [];

/** Gives the finds of some detectors in a text; they may overlap. */
export function findsIn(text: string, names: readonly DetectorName[]): readonly Find[] {
  if (text.length < SHORTEST || names.length === 0) return NONE;
  const signs = signsIn(text);
  if (signs === 0) return NONE;
  let finds: Find[] | undefined;
  for (const by of names) {
    for (const { start, end } of DETECTORS[by](text, signs)) (finds ??= []).push({ start, end, by });
  }
  return finds ?? NONE;
}

/** Gives a text with its finds replaced. Finds that overlap are one, under the name of the first: nothing of either may be left. */
export function replaceFinds(text: string, finds: readonly Find[], replacement: (secret: string, by: string) => string): string {
  let replaced = "";
  let from = 0;
  for (const { start, end, by, secret } of apart(finds)) {
    replaced += text.slice(from, start) + replacement(secret ?? text.slice(start, end), by);
    from = end;
  }
  return replaced + text.slice(from);
}

function apart(finds: readonly Find[]): readonly Find[] {
  if (finds.length === 1) return finds;
  const joined: Find[] = [];
  for (const find of [...finds].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = joined[joined.length - 1];
    if (last === undefined || find.start >= last.end) joined.push(find);
    else if (find.end > last.end) joined[joined.length - 1] = { start: last.start, end: find.end, by: last.by };
  }
  return joined;
}
