/** Two recorded values side by side: where they differ first, as a JSON pointer, and what hides whether they do. */
import { isTagged } from "../trace/tagged.ts";

/** The first difference of two values. */
export interface ValueDifference {
  /** A JSON pointer (RFC 6901). */
  readonly path: string;
  readonly recorded: unknown;
  readonly replayed: unknown;
}

/** What comparing needs to know. */
export interface CompareOptions {
  /** Pointers that may differ, with all below them. */
  readonly ignore: ReadonlySet<string>;
  /** Told of each place whose value a log does not hold: cut, redacted, unreadable, a function. */
  readonly onHidden: (path: string) => void;
}

/** Stands for a member that is not there. */
export const ABSENT: unique symbol = Symbol("absent");

const HIDING: ReadonlySet<string> = new Set(["redacted", "cut", "unreadable", "function", "symbol"]);

/** Finds the first difference, members in the order of the recorded value; undefined when there is none. Deep values do not overflow the stack: a log holds 64 levels at the most. */
export function differenceOf(recorded: unknown, replayed: unknown, path: string, options: CompareOptions): ValueDifference | undefined {
  if (options.ignore.has(path)) return undefined;
  if (hides(recorded) || hides(replayed)) {
    options.onHidden(path);
    return undefined;
  }
  if (Array.isArray(recorded) && Array.isArray(replayed)) return membersDifference(recorded, replayed, path, options);
  if (isObject(recorded) && isObject(replayed)) return membersDifference(recorded, replayed, path, options);
  return Object.is(recorded, replayed) ? undefined : { path, recorded, replayed };
}

function membersDifference(recorded: object, replayed: object, path: string, options: CompareOptions): ValueDifference | undefined {
  const added = Object.keys(replayed).filter((key) => !Object.hasOwn(recorded, key));
  for (const key of [...Object.keys(recorded), ...added]) {
    const difference = differenceOf(member(recorded, key), member(replayed, key), `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, options);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function member(holder: object, key: string): unknown {
  return Object.hasOwn(holder, key) ? (holder as Record<string, unknown>)[key] : ABSENT;
}

function hides(value: unknown): boolean {
  return isTagged(value) && HIDING.has(value.$core);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
