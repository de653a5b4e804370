/**
 * The text of everything in a record that can carry a payload. All of it goes through here, so that what is secret is kept
 * out in one place.
 */
import type { Verb } from "../mod.ts";
import { encodeError, encodeValue } from "./encode.ts";
import { encodePayload } from "./withhold.ts";

/** What a payload belongs to, as far as that is known when it is sent. */
export interface About {
  readonly type: string;
  readonly verb: Verb;
  readonly source?: string | undefined;
  /** What its constant calls sensitive: all of it, or what these JSON Pointers point to. */
  readonly sensitive?: boolean | readonly string[] | undefined;
}

/** What was left out of the payloads of a run. */
export interface EncodedCounts {
  /** Places that were too large, too deep or too many. */
  readonly cut: number;
  /** Places that are secret. */
  readonly redacted: number;
  /** Payloads left out as a whole, because what redacts them failed. */
  readonly withheld: number;
}

/** Encodes the payloads of one run. */
export class PayloadEncoder {
  readonly counts: EncodedCounts = { cut: 0, redacted: 0, withheld: 0 };

  /** Gives a message's data as JSON text. */
  data(data: unknown, { sensitive }: About): string {
    return encodePayload(data, sensitive);
  }

  /** Gives an answer, or a value sent on a reply channel, as JSON text. */
  value(value: unknown, _about: About): string {
    return encodeValue(value);
  }

  /** Gives what was thrown as the JSON text of an error; a service's belongs to no message. */
  error(thrown: unknown, _about: About | undefined): string {
    return JSON.stringify(encodeError(thrown));
  }

  /** Gives a reason or a note without what is secret in it. */
  text(text: string): string {
    return text;
  }
}
