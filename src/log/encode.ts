/**
 * Any value as JSON text, without loss: what JSON cannot hold is tagged under the one reserved key `$core`. Encoding never
 * throws, and what it cannot read, or cuts, it names in place. The tags are specified in `docs/log-format.md`.
 */
import { isPlain, WALK_LIMITS, type WalkLimits } from "./plain.ts";
import { Tagger } from "./tagger.ts";
import type { ErrorValue } from "../trace/record.ts";

/**
 * Gives a value as JSON text. Cost: one walk and one `JSON.stringify` for a plain payload; a value that holds anything else
 * is copied first. Secret members are written as `{"$core":"redacted"}`.
 * @example
 * encodeValue({ at: new Date(0), n: 12n }); // {"at":{"$core":"Date","value":"1970-01-01T00:00:00.000Z"},"n":{"$core":"bigint","value":"12"}}
 */
export function encodeValue(value: unknown, limits: WalkLimits = WALK_LIMITS): string {
  try {
    if (isPlain(value, limits)) return JSON.stringify(value);
    return JSON.stringify(new Tagger(limits).tag(value, "", 0));
  } catch (error) {
    return JSON.stringify({ $core: "unreadable", value: textOf(error) });
  }
}

/** Gives whatever a handler threw as a record holds it. `name` is the value's type where it is no Error. */
export function encodeError(thrown: unknown, limits: WalkLimits = WALK_LIMITS): ErrorValue {
  try {
    if (!(thrown instanceof Error)) return { name: typeof thrown, message: textOf(thrown) };
    const { code } = thrown as { readonly code?: unknown };
    return {
      name: textOf(thrown.name), message: textOf(thrown.message),
      ...(typeof code === "string" ? { code } : {}),
      ...(typeof thrown.stack === "string" ? { stack: thrown.stack } : {}),
      ...(thrown.cause === undefined ? {} : { cause: JSON.parse(encodeValue(thrown.cause, limits)) as unknown }),
    };
  } catch (error) {
    return { name: "unreadable", message: textOf(error) };
  }
}

function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "a value that cannot be shown";
  }
}
