/** Stands in for an encoder while payloads are left out for the budget: errors, reasons and notes stay, they are what one looks for. */
import { PayloadEncoder, type About } from "./payload_encoder.ts";

const LEFT_OUT = '{"$core":"cut","reason":"over budget"}';

/** Gives a tag in place of each payload, and counts them. */
export class LeanEncoder extends PayloadEncoder {
  readonly #encoder: PayloadEncoder;
  #leftOut = 0;

  constructor(encoder: PayloadEncoder) {
    super();
    this.#encoder = encoder;
  }

  /** How many payloads were left out. */
  get leftOut(): number {
    return this.#leftOut;
  }

  override data(): string {
    this.#leftOut += 1;
    return LEFT_OUT;
  }

  override value(): string {
    this.#leftOut += 1;
    return LEFT_OUT;
  }

  override error(thrown: unknown, about: About | undefined): string {
    return this.#encoder.error(thrown, about);
  }

  override text(text: string): string {
    return this.#encoder.text(text);
  }
}
