/** A place in a text that is to be replaced. */
export interface Span {
  readonly start: number;
  /** The offset after its last character. */
  readonly end: number;
}
