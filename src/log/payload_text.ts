/**
 * The text of one payload as it grows, within a bound of bytes. Large texts and bytes are kept apart until all else is written: then they share
 * what room there is, and the largest give way first. Where the rest alone is too large, the walk is asked to go again, cutting as it goes.
 */
import { fairShare, tooLarge, utf8Length } from "./cut.ts";
import { RECORD_BYTES, type WalkLimits } from "./walk_limits.ts";

/** A text or bytes, to be written whole or cut. */
export interface Large {
  /** Bytes of its JSON text, or less where it is longer than any payload may be. */
  readonly size: number;
  /** The true size of what stood there, in bytes. */
  readonly bytes: () => number;
  readonly whole: () => string;
  /** Its beginning, as JSON text of at most so many bytes or of next to nothing. */
  readonly beginning: (bytes: number) => string;
}

/** Where a text was, to go back to. */
export interface Mark {
  readonly out: string;
  readonly used: number;
  readonly larges: number;
  readonly cuts: number;
}

/** What a tag says beside its reason, and a little room. */
export const CUT_FRAME = 128;

/** Room for what is written past the end: the closing brackets and tags of nested values. */
const SLACK = 4_096;

/** Collects one payload's text. */
export class PayloadText {
  readonly #limits: WalkLimits;
  readonly #most: number;
  readonly #larges: { readonly before: string; readonly large: Large }[] = [];
  #out = "";
  #used = 0;
  #cuts = 0;
  /** Where a value has to be over, in bytes from the beginning; only while it cuts. */
  end: number;
  /** Cut as you go: it is known that the whole does not fit. */
  readonly isCutting: boolean;

  constructor(limits: WalkLimits, isCutting: boolean) {
    this.#limits = limits;
    this.#most = limits.recordBytes ?? RECORD_BYTES;
    this.isCutting = isCutting;
    this.end = this.#most - Math.min(SLACK, this.#most / 4);
  }

  /** Bytes so far, or characters while nothing is cut: no more than bytes. */
  get used(): number {
    return this.#used;
  }

  /** Whether it is too large already: going on is for nothing. */
  get isOver(): boolean {
    return !this.isCutting && this.#used > this.#most;
  }

  /** Whether a value of any size may begin here. */
  get hasRoom(): boolean {
    return !this.isCutting || this.#used + CUT_FRAME <= this.end;
  }

  add(text: string): void {
    this.#out += text;
    this.#used += this.isCutting ? utf8Length(text) : text.length;
  }

  addLarge(large: Large): void {
    this.#larges.push({ before: this.#out, large });
    this.#out = "";
    this.#used += CUT_FRAME;
  }

  /** Writes that something is not here; `size` such as `"items":12`. */
  addCut(reason: string = tooLarge(this.#limits), size: string = ""): void {
    this.#cuts += 1;
    this.add(`{"$core":"cut","reason":${JSON.stringify(reason)}${size === "" ? "" : `,${size}`}}`);
  }

  countCut(): void {
    this.#cuts += 1;
  }

  mark(): Mark {
    return { out: this.#out, used: this.#used, larges: this.#larges.length, cuts: this.#cuts };
  }

  /** Takes back what was written since. */
  rewind(mark: Mark): void {
    this.#out = mark.out;
    this.#larges.length = mark.larges;
    this.#used = mark.used;
    this.#cuts = mark.cuts;
  }

  /** Gives the whole; undefined where it is too large and has to be written again, cutting. Tells of each cut. */
  finish(): string | undefined {
    if (this.isOver) return undefined;
    const structure = utf8Length(this.#out) + this.#larges.reduce((sum, { before }) => sum + utf8Length(before), 0);
    const sizes = this.#larges.map(({ large }) => large.size);
    const isWhole = structure + sizes.reduce((sum, size) => sum + size, 0) <= this.#most;
    const room = this.#most - structure - this.#larges.length * CUT_FRAME;
    if (!isWhole && room < 0) return this.isCutting ? this.#nothing() : undefined;
    const share = isWhole ? Infinity : fairShare(sizes, room);
    let text = "";
    for (const { before, large } of this.#larges) text += before + (large.size <= share ? large.whole() : this.#beginning(large, share));
    this.#tellCuts();
    return text + this.#out;
  }

  #beginning(large: Large, share: number): string {
    this.#cuts += 1;
    return `{"$core":"cut","reason":"${tooLarge(this.#limits)}","bytes":${large.bytes()},"value":${large.beginning(share)}}`;
  }

  /** Even what has to be said of each part does not fit. */
  #nothing(): string {
    this.#cuts = 1;
    this.#tellCuts();
    return `{"$core":"cut","reason":"${tooLarge(this.#limits)}"}`;
  }

  #tellCuts(): void {
    for (let told = 0; told < this.#cuts; told++) this.#limits.onCut?.();
  }
}

/** An object of so few members is written whole or not at all where there is no room for a tag for each. */
export const FEW = 8;

/** Room kept for each of the members that are still to come, where there is. */
const LATER = 1_024;

/** Gives where a member has to be over, so that something of the `count` members after it is kept, too. */
export function endBefore(end: number, used: number, count: number): number {
  return end - Math.min(Math.max(0, end - used) / 2, LATER * count);
}

/** What listing keys takes at the least, each with a tag that its value was cut. */
export function floorOf(keys: readonly string[]): number {
  let bytes = 0;
  for (const key of keys) bytes += key.length * 3 + CUT_FRAME;
  return bytes;
}
