/**
 * Why a pattern that does not match a type looks as if it should: a slip of the fingers, the order of the segments, a namespace too few or
 * too many, a wildcard that reaches less far than it seems to.
 */
import { editsBetween } from "../filter/nearest.ts";
import { matchesSafely } from "../registry/registry_at.ts";

/** How a pattern just misses a type. */
export type Slip =
  /** So many letters are others, missing, too many or swapped. */
  | { readonly kind: "letters"; readonly edits: number }
  /** Only capitals differ. */
  | { readonly kind: "case" }
  /** The segments are the same, in another order. */
  | { readonly kind: "order" }
  /** It would match with these segments before or behind it, as `user.` and `.created`. */
  | { readonly kind: "lacks"; readonly segment: string }
  /** It would match without these segments. */
  | { readonly kind: "exceeds"; readonly segment: string }
  /** `*` is one segment; this pattern, which ends with `>`, would match. */
  | { readonly kind: "wildcard"; readonly wanted: string };

/** Where the longer of two words has this length (`usr`, `user`), one letter may be a slip; shorter ones (`get`, `set`) are different words. */
const ONE_LETTER_FROM = 4;
/** From this length on, two letters may be. */
const TWO_LETTERS_FROM = 8;
/** More than this together is another name. */
const MOST_EDITS = 2;

/** Tells how a pattern just misses a type; undefined where it matches, or nothing is near. Cost: the product of their lengths. */
export function slipBetween(pattern: string, type: string): Slip | undefined {
  if (matchesSafely(pattern, type)) return undefined;
  if (matchesSafely(pattern.toLowerCase(), type.toLowerCase())) return { kind: "case" };
  const wanted = pattern.endsWith(".*") ? `${pattern.slice(0, -1)}>` : undefined;
  if (wanted !== undefined && matchesSafely(wanted, type)) return { kind: "wildcard", wanted };
  return orderSlip(pattern, type) ?? lengthSlip(pattern, type) ?? letterSlip(pattern, type);
}

/** How near it is, smallest first: for a list of what just missed. */
export function slipDistance(slip: Slip): number {
  switch (slip.kind) {
    case "case": return 0;
    case "letters": return slip.edits;
    case "order": case "wildcard": return 1.5;
    case "lacks": case "exceeds": return 2.5;
    default: return slip satisfies never;
  }
}

function orderSlip(pattern: string, type: string): Slip | undefined {
  const sorted = (text: string): string => text.split(".").sort().join(".");
  return pattern.includes(".") && sorted(pattern) === sorted(type) ? { kind: "order" } : undefined;
}

function lengthSlip(pattern: string, type: string): Slip | undefined {
  const shorter = cutEnds(type).find(([rest]) => matchesSafely(pattern, rest) && hasName(pattern));
  if (shorter !== undefined) return { kind: "lacks", segment: shorter[1] };
  const longer = cutEnds(pattern).find(([rest]) => hasName(rest) && matchesSafely(rest, type));
  return longer === undefined ? undefined : { kind: "exceeds", segment: longer[1] };
}

/** A name without its first segment, and without its last, each with what was cut. */
function cutEnds(name: string): readonly (readonly [rest: string, cut: string])[] {
  const first = name.indexOf(".");
  if (first === -1) return [];
  const last = name.lastIndexOf(".");
  return [[name.slice(first + 1), name.slice(0, first + 1)], [name.slice(0, last), name.slice(last)]];
}

/** A pattern of wildcards alone is near to everything. */
function hasName(pattern: string): boolean {
  return pattern.split(".").some((segment) => segment !== "*" && segment !== ">");
}

function letterSlip(pattern: string, type: string): Slip | undefined {
  const edits = segmentEdits(pattern.split("."), type.split(".")) ?? wholeEdits(pattern, type);
  return edits === undefined ? undefined : { kind: "letters", edits };
}

/** Segment by segment, where each pair is near enough; a wildcard fits whatever stands there. */
function segmentEdits(pattern: readonly string[], type: readonly string[]): number | undefined {
  const isOpen = pattern.at(-1) === ">";
  if (isOpen ? type.length < pattern.length : type.length !== pattern.length) return undefined;
  let all = 0;
  for (const [index, segment] of pattern.entries()) {
    const other = type[index] ?? "";
    if (segment === "*" || segment === ">" || segment === other) continue;
    const edits = nearEdits(segment, other);
    if (edits === undefined) return undefined;
    all += edits;
  }
  return all <= MOST_EDITS ? all : undefined;
}

/** Of two names with other numbers of segments, such as `user_created`: a dot is a letter here. */
function wholeEdits(pattern: string, type: string): number | undefined {
  if (!hasName(pattern) || /(^|\.)[*>](\.|$)/.test(pattern) || pattern.split(".").length === type.split(".").length) return undefined;
  return nearEdits(pattern, type);
}

function nearEdits(a: string, b: string): number | undefined {
  const length = Math.max(a.length, b.length);
  const most = length < ONE_LETTER_FROM ? 0 : length < TWO_LETTERS_FROM ? 1 : MOST_EDITS;
  // Names that are counted (`shard.1`, `shard.2`) differ on purpose. What differs more in length is further away, and not worth measuring.
  if (Math.abs(a.length - b.length) > most || a.replace(/\d/g, "0") === b.replace(/\d/g, "0")) return undefined;
  const edits = editsBetween(a, b);
  return edits <= most ? edits : undefined;
}
