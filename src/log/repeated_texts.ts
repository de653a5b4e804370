/**
 * The texts that stand in line after line, made once: what names a message and who handles it, the millisecond of a timestamp,
 * the beginning of a number. A line is then a few pieces put together. Made anew they cost more than all else in a small
 * record: `toISOString()` and the text of a fraction each 200 to 1,000 ns, a word between quotes 50 to 100.
 *
 * What is remembered is bounded, and a miss costs what it cost before.
 */
import type { Dispatch, SubscriptionInfo } from "../mod.ts";

/** How many texts are remembered before all are forgotten: far more than an app has types, and a few MB at the most. */
export const TEXTS = 10_000;

/** What stands in the lines of all messages of one type. */
interface TypeTexts {
  readonly verb: string;
  readonly handlers: number | undefined;
  /** As it was sent last. */
  readonly head: string;
  /** By subscription. */
  readonly handlings: Map<number, string>;
}

/** Remembers texts for the lines of one log. */
export class RepeatedTexts {
  readonly #types = new Map<string, TypeTexts>();
  readonly #sources = new Map<string | undefined, string>();
  readonly #ids = new Thousands();
  readonly #moments = new Thousands();
  readonly #durations = new Thousands();
  #size = 0;
  #phase: string | undefined;
  #time = Number.NaN;
  #timestamp = "";

  /** How many texts are remembered. */
  get size(): number {
    return this.#size;
  }

  /** Gives the members of a dispatch from its verb to the number of handlers. */
  head({ verb, handlers, message: { type } }: Dispatch): string {
    const known = this.#types.get(type);
    if (known !== undefined && known.verb === verb && known.handlers === handlers) return known.head;
    const members = `,"verb":"${verb}","type":${JSON.stringify(type)}`;
    const head = handlers === undefined ? members : `${members},"handlers":${handlers}`;
    if (known === undefined) this.#grow();
    this.#types.set(type, { verb, handlers, head, handlings: known?.handlings ?? new Map<number, string>() });
    return head;
  }

  /** Gives the members of a dispatch from its source to the opening quote of its timestamp. */
  tail({ phase, message: { source } }: Dispatch): string {
    // A Core starts up once: what was remembered before is of no use after.
    if (phase !== this.#phase) this.#sources.clear();
    this.#phase = phase;
    const known = this.#sources.get(source);
    if (known !== undefined) return known;
    const members = source === undefined ? "" : `,"source":${JSON.stringify(source)}`;
    const tail = `${members}${phase === undefined ? "" : `,"phase":"${phase}"`},"timestamp":"`;
    this.#grow();
    this.#sources.set(source, tail);
    return tail;
  }

  /** Gives the members of a handling from its type to what stands before its `ms`. A subscription is known by its id. */
  handling(type: string, { id, handler }: SubscriptionInfo): string {
    const handlings = this.#types.get(type)?.handlings;
    const known = handlings?.get(id);
    if (known !== undefined) return known;
    const made = `,"type":${JSON.stringify(type)},"handler":${JSON.stringify(handler)},"subscription":${id},"ms":`;
    if (handlings !== undefined) {
      this.#grow();
      handlings.set(id, made);
    }
    return made;
  }

  /** Gives the text of an id. */
  id(id: number): string {
    return this.#ids.whole(id);
  }

  /** Gives milliseconds with three decimals at the most: a moment, of which one follows the other. */
  at(ms: number): string {
    return this.#moments.thousandths(ms);
  }

  /** The same of a duration. */
  ms(ms: number): string {
    return this.#durations.thousandths(ms);
  }

  /** Gives a time as ISO 8601; empty for one that is no time. */
  timestamp(time: Date): string {
    const moment = time.getTime();
    if (moment !== this.#time) {
      this.#timestamp = Number.isNaN(moment) ? "" : time.toISOString();
      this.#time = moment;
    }
    return this.#timestamp;
  }

  #grow(): void {
    this.#size += 1;
    if (this.#size <= TEXTS) return;
    this.#types.clear();
    this.#sources.clear();
    this.#size = 1;
  }
}

/** The last three digits of a number after its thousands, and as decimals, without zeros at the end. */
const DIGITS: readonly string[] = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, "0"));
const DECIMALS: readonly string[] = DIGITS.map((digits) => `.${digits}`.replace(/\.?0+$/, ""));

/** Texts of numbers that are near each other: all but their last three digits is that of the one before. Above all Bun takes long over the digits of a number. */
class Thousands {
  #count = 0;
  #text = "0";

  /** A whole number, not negative. */
  whole(number: number): string {
    if (number < 1000) return String(number);
    const count = Math.floor(number / 1000);
    return this.#of(count) + (DIGITS[number - count * 1000] as string);
  }

  /** A number rounded to three decimals. */
  thousandths(number: number): string {
    const all = Math.round(number * 1000);
    const count = Math.floor(all / 1000);
    // Below zero the digits would have to be counted backwards, and where a double has no thousandths any more there are none.
    if (!(all >= 0 && all <= Number.MAX_SAFE_INTEGER)) return String(all / 1000);
    return this.#of(count) + (DECIMALS[all - count * 1000] as string);
  }

  #of(count: number): string {
    if (count !== this.#count) {
      this.#count = count;
      this.#text = String(count);
    }
    return this.#text;
  }
}
