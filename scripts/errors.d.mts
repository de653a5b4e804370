/** A code of the table of errors, with what its comment says. */
export interface DocumentedError {
  readonly code: string;
  readonly cause: string;
  readonly mend: string;
  readonly detail: readonly { readonly name: string; readonly type: string }[];
}

export function codesOf(text: string): DocumentedError[];
export function errorsPage(text: string): string;
