/**
 * Withholds: gives what stands in place of a secret, counts it, and remembers it, so that no error's message carries it out later. The
 * guards that an encoding asks are made here, of the rules that are in force.
 */
import { encodeValue } from "../encode.ts";
import type { Guard, PathNode } from "../guard.ts";
import { findsIn, replaceFinds, type Find } from "./detectors.ts";
import { pseudonymOf } from "./pseudonym.ts";
import { RecentSecrets, type Withheld } from "./recent_secrets.ts";
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

/** So far a payload is walked again for what an error may quote of it. */
const RECALL_LIMITS = { depth: 16, nodes: 2_000 } as const;

/** Withholds under some rules, for one log. */
export class Withholding {
  readonly #rules: Rules;
  readonly #hash: KeyedHash | undefined;
  readonly #secrets: RecentSecrets;
  readonly #counts: { redacted: number };

  constructor(rules: Rules, { hash, secrets, counts }: { readonly hash: KeyedHash | undefined; readonly secrets: RecentSecrets; readonly counts: { redacted: number } }) {
    this.#rules = rules;
    this.#hash = hash;
    this.#secrets = secrets;
    this.#counts = counts;
  }

  /** Gives what stands in place of a withheld value. */
  tag(value: unknown, by: string, how: Withheld): RedactedTag {
    this.#counts.redacted += 1;
    this.#secrets.remember(value, by, how);
    return this.#hash === undefined ? { $core: "redacted", by } : { $core: "redacted", by, as: pseudonymOf(value, this.#hash) };
  }

  /** Gives what stands in place of a whole text, in a member that is a text. */
  words(secret: string, by: string): string {
    this.#counts.redacted += 1;
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
  payloadGuard(paths: PathNode | undefined): Guard {
    const hasDetectors = this.#rules.detectors.length > 0;
    return this.#guard(paths, hasDetectors ? (text) => this.payloadText(text) : undefined);
  }

  /** The guard of errors, and of payloads that tell of a failure. */
  errorGuard(paths: PathNode | undefined): Guard {
    return this.#guard(paths, (text) => this.spokenText(text));
  }

  /** Remembers again what a payload withholds: an error, a reason or a note may quote it long after it was sent. */
  recall(data: unknown, paths: PathNode | undefined): void {
    const hide = (value: unknown, by: string): null => {
      this.#secrets.remember(value, by, "itself");
      return null;
    };
    encodeValue(data, { limits: RECALL_LIMITS, guard: { hidesKey: (key) => this.#rules.hidesKey(key), hide, ...(paths === undefined ? {} : { paths }) } });
  }

  #guard(paths: PathNode | undefined, text: ((text: string) => string) | undefined): Guard {
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
