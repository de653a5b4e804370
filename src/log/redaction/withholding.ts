/**
 * Withholds: gives what stands in place of a secret, and remembers it, so that no error's message carries it out later. The
 * guards that an encoding asks are made here, of the rules that are in force.
 */
import type { Guard } from "../guard.ts";
import { findsIn, replaceFinds, type Find } from "./detectors.ts";
import { pseudonymOf } from "./pseudonym.ts";
import type { RecentSecrets, Withheld } from "./recent_secrets.ts";
import type { Rules } from "./rules.ts";

/** What stands in place of a secret. */
export interface RedactedTag {
  readonly $core: "redacted";
  /** Which rule: `key`, `path`, `sensitive`, `filter`, `custom`; `failed`: what redacts it failed. */
  readonly by: string;
  /** Its pseudonym; absent: there was no key to make one with. */
  readonly as?: string;
}

/** A keyed hash of a text, in hexadecimal digits. */
export type KeyedHash = (text: string) => string;

/** What was withheld, as it stands in a JSON text. */
const WITHHELD = /\{"\$core":"redacted"|\[redacted [a-z]+(?: [0-9a-f]{12})?\]/g;

/** Withholds under some rules, for one log. */
export class Withholding {
  readonly #rules: Rules;
  readonly #hash: KeyedHash | undefined;
  readonly #secrets: RecentSecrets;
  #hasWithheld = false;

  constructor(rules: Rules, secrets: RecentSecrets, hash: KeyedHash | undefined) {
    this.#rules = rules;
    this.#hash = hash;
    this.#secrets = secrets;
  }

  /** How many places of a JSON text were withheld. They are counted where they stand: a walk may be made twice, and one withheld value hide another. */
  countIn(json: string): number {
    if (!this.#hasWithheld) return 0;
    this.#hasWithheld = false;
    return json.match(WITHHELD)?.length ?? 0;
  }

  /** Gives what stands in place of a withheld value. */
  tag(value: unknown, by: string, how: Withheld): RedactedTag {
    this.#hasWithheld = true;
    this.#secrets.remember(value, by, how);
    return this.#hash === undefined ? { $core: "redacted", by } : { $core: "redacted", by, as: pseudonymOf(value, this.#hash) };
  }

  /** Gives what stands in place of a whole text, in a member that is a text. */
  words(secret: string, by: string): string {
    this.#hasWithheld = true;
    return this.#hash === undefined ? `[redacted ${by}]` : `[redacted ${by} ${pseudonymOf(secret, this.#hash)}]`;
  }

  /** Gives a text of a payload without what detectors find. */
  payloadText(text: string): string {
    return this.#without(text, findsIn(text, this.#rules.detectors));
  }

  /** Gives a text about a payload (an error's, a reason, a note) without that, and without secrets that were withheld lately. */
  spokenText(text: string): string {
    return this.#without(text, [...findsIn(text, this.#rules.detectors), ...this.#secrets.findsIn(text)]);
  }

  /** The guard of payloads. */
  payloadGuard(): Guard {
    return this.#guard(this.#rules.detectors.length === 0 ? undefined : (text) => this.payloadText(text));
  }

  /** The guard of errors, and of payloads that tell of a failure. */
  errorGuard(): Guard {
    return this.#guard((text) => this.spokenText(text));
  }

  /** The guard under which a payload is walked again to remember what it withholds; what it gives is for nobody. */
  recallGuard(): Guard {
    const hide = (value: unknown, by: string): null => {
      this.#secrets.remember(value, by, "itself");
      return null;
    };
    return { hidesKey: (key) => this.#rules.hidesKey(key), hide };
  }

  #guard(text: ((text: string) => string) | undefined): Guard {
    const { paths } = this.#rules;
    return {
      hidesKey: (key) => this.#rules.hidesKey(key),
      hide: (value, by) => this.tag(value, by, "itself"),
      errorText: (spoken) => this.spokenText(spoken),
      ...(text === undefined ? {} : { text }), ...(paths === undefined ? {} : { paths }),
    };
  }

  #without(text: string, finds: readonly Find[]): string {
    return finds.length === 0 ? text : replaceFinds(text, finds, (secret, by) => this.words(secret, by));
  }
}
