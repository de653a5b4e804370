/** A filter that cannot be read, with the place and what was probably meant. */
export class FilterError extends SyntaxError {
  /** The offset in the filter's text at which reading stopped. */
  readonly at: number;
  /** What to write instead; absent where nothing is near. */
  readonly hint?: string;

  /** Makes an error about the place `at` of a text. */
  constructor(message: string, at: number, hint?: string) {
    super(hint === undefined ? message : `${message}; ${hint}`);
    this.name = "FilterError";
    this.at = at;
    if (hint !== undefined) this.hint = hint;
  }
}
