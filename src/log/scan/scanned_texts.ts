/**
 * The texts of a scanner as strings, beside their bytes: each is decoded once, when somebody asks, and texts that came from a parser get their numbers
 * here. The scanner takes those over before it scans again, so nothing that it lent out moves meanwhile.
 */

/** Where a scanner keeps texts as bytes. */
export interface TextStore {
  /** One more than the highest number. */
  readonly length: number;
  bytesOf(number: number): Uint8Array;
  /** Takes a text with the next number, by its bytes; undefined: one that no line can hold as bytes. False: there is no room, now and ever after. */
  add(bytes: Uint8Array | undefined): boolean;
}

/** A half of a surrogate pair, which UTF-8 cannot say: only an escape in a line, `"\ud800"`, is such a text. */
const HALF = /\p{Surrogate}/u;

/** Texts as strings. */
export class ScannedTexts {
  readonly #store: TextStore;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #encoder = new TextEncoder();
  readonly #texts: string[] = [""];
  readonly #numbers = new Map<string, number>();

  /** Makes the strings of what a store keeps. */
  constructor(store: TextStore) {
    this.#store = store;
  }

  /** One more than the highest number. */
  get length(): number {
    return Math.max(this.#texts.length, this.#store.length);
  }

  textOf(number: number): string {
    this.#readOn();
    return this.#texts[number] ?? "";
  }

  find(text: string): number {
    this.#readOn();
    return this.#numbers.get(text) ?? 0;
  }

  numberOf(text: string): number {
    const number = this.find(text);
    return number === 0 ? this.#keep(text) : number;
  }

  /** Tells the store which texts have come since. */
  handOver(): void {
    for (let number = this.#store.length; number < this.#texts.length; number++) {
      const text = this.#texts[number]!;
      if (!this.#store.add(HALF.test(text) ? undefined : this.#encoder.encode(text))) return;
    }
  }

  #readOn(): void {
    while (this.#texts.length < this.#store.length) this.#keep(this.#decoder.decode(this.#store.bytesOf(this.#texts.length)));
  }

  #keep(text: string): number {
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }
}
