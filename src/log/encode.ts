/**
 * Any value as JSON text, without loss: what JSON cannot hold is tagged under the one reserved key `$core`. Encoding never
 * throws, and what it cannot read, or cuts, it names in place. The tags are specified in `docs/log-format.md`.
 */
import { utf8Length, wholeCharacters } from "./cut.ts";
import { DEFAULT_GUARD, type Guard, type PathNode } from "./guard.ts";
import { MemberReader, messageOf } from "./members.ts";
import { NOT_PLAIN, PlainWalk } from "./plain.ts";
import { taggedText } from "./tagger.ts";
import { withheldAt } from "./withheld_at.ts";
import { RECORD_BYTES, WALK_LIMITS, type WalkLimits } from "./walk_limits.ts";
import type { ErrorValue } from "../trace/record.ts";

/** How values are encoded. */
export interface EncodeOptions {
  /** How far a value is walked, and how long its text may become. Absent: 64 levels, 100,000 values, 1 MiB. */
  readonly limits?: WalkLimits;
  /** What is withheld. Absent: what stands under the keys that are secret by default. */
  readonly guard?: Guard;
}

/**
 * Encodes one value after another under the same rules. It remembers what it learned of the keys of plain objects, so that most payloads cost
 * little more than their `JSON.stringify`.
 */
export class ValueEncoder {
  readonly #limits: WalkLimits;
  readonly #guard: Guard;
  readonly #walk: PlainWalk;
  readonly #most: number;
  /** A getter of the payload that is walked may send a message. */
  #isBusy = false;

  /** Knows nothing of any keys yet. */
  constructor({ limits = WALK_LIMITS, guard = DEFAULT_GUARD }: EncodeOptions = {}) {
    this.#limits = limits;
    this.#guard = guard;
    this.#walk = new PlainWalk(limits, guard);
    this.#most = limits.recordBytes ?? RECORD_BYTES;
  }

  /** Gives a value as JSON text, of at most `recordBytes` bytes. `paths` is what is withheld of this one, in place of the guard's own. */
  encode(value: unknown, paths: PathNode | undefined = this.#guard.paths): string {
    return this.#encode(value, paths);
  }

  #encode(value: unknown, paths: PathNode | undefined): string {
    if (!this.#isBusy) {
      const text = this.#plainText(value, paths);
      if (text !== undefined) return text;
      this.#guard.again?.();
    }
    try {
      return taggedText(value, this.#limits, this.#guard, paths);
    } catch (fault) {
      return JSON.stringify({ $core: "unreadable", value: messageOf(fault) });
    }
  }

  /** Gives undefined for a value that the tagger has to write. */
  #plainText(value: unknown, paths: PathNode | undefined): string | undefined {
    this.#isBusy = true;
    try {
      let json = this.#walk.jsonOf(value);
      if (json !== NOT_PLAIN && paths !== undefined) json = withheldAt(value, json, paths, this.#guard);
      if (json === NOT_PLAIN) return undefined;
      const text = JSON.stringify(json) as string | undefined;
      if (text === undefined || (text.length * 3 > this.#most && utf8Length(text) > this.#most)) return undefined;
      return text;
    } catch {
      return undefined; // the tags say what it was
    } finally {
      this.#isBusy = false;
    }
  }

  /** Gives whatever a handler threw as a record holds it. `name` is the value's type where it is no Error. Long texts are cut at 16,384 characters. */
  error(thrown: unknown): ErrorValue {
    try {
      if (!(thrown instanceof Error)) return { name: typeof thrown, message: this.#text(textOf(thrown)) };
      const reader = new MemberReader();
      const read = (key: string): unknown => {
        const reading = reader.read(thrown, key);
        return "value" in reading ? reading.value : `unreadable: ${messageOf(reading.fault)}`;
      };
      const code = read("code");
      const stack = read("stack");
      const cause = read("cause");
      return {
        name: this.#text(textOf(read("name"))), message: this.#text(textOf(read("message"))),
        ...(typeof code === "string" ? { code: this.#text(code) } : {}),
        ...(typeof stack === "string" ? { stack: this.#text(stack) } : {}),
        ...(cause === undefined ? {} : { cause: JSON.parse(this.#encode(cause, undefined)) as unknown }),
      };
    } catch (fault) {
      return { name: "unreadable", message: this.#text(messageOf(fault)) };
    }
  }

  #text(text: string): string {
    const isLong = text.length > ERROR_TEXT;
    if (isLong) this.#limits.onCut?.();
    const looked = text.length > ERROR_TEXT + OVERLAP ? wholeCharacters(text, 0, ERROR_TEXT + OVERLAP) : text;
    try {
      const shown = this.#guard.text === undefined ? looked : this.#guard.text(looked);
      return isLong ? `${wholeCharacters(shown, 0, ERROR_TEXT)}…` : shown;
    } catch {
      return "[redacted failed]";
    }
  }
}

/** Characters of an error's message or stack: a deep stack has a hundred lines of a hundred and some characters. */
const ERROR_TEXT = 16_384;
/** What a detector needs to see of a secret that the cut goes through. */
const OVERLAP = 8_192;

/**
 * Gives a value as JSON text. Cost: one walk and one `JSON.stringify` for a plain payload; a value that holds anything else is written piece by
 * piece. For many values make one `ValueEncoder`, which learns.
 * @example
 * encodeValue({ at: new Date(0), n: 12n }); // {"at":{"$core":"Date","value":"1970-01-01T00:00:00.000Z"},"n":{"$core":"bigint","value":"12"}}
 */
export function encodeValue(value: unknown, options: EncodeOptions = {}): string {
  return new ValueEncoder(options).encode(value);
}

/** Gives whatever a handler threw as a record holds it. `name` is the value's type where it is no Error. */
export function encodeError(thrown: unknown, options: EncodeOptions = {}): ErrorValue {
  return new ValueEncoder(options).error(thrown);
}

function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "a value that cannot be shown";
  }
}
