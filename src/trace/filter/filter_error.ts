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

/** Makes the error for a filter that cannot be read. */
export function mistake(what: string, at: number, hint?: string): FilterError {
  return new FilterError(`Cannot read filter: ${what}`, at, hint);
}
