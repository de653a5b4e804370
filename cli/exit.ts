/** Exit codes, and the error that carries one: what went wrong, where, and what to try. */

/** Whose fault it was. 130 and 143 are given by signals, and `record` and a headless `inspect` give the app's own code. */
export const EXIT = {
  ok: 0,
  /** The work says no: diverged, open, not whole. */
  no: 1,
  /** The command line is wrong. */
  usage: 2,
  /** What it was pointed at is wrong: a missing file, no log, an app that makes no Core. */
  badInput: 3,
  /** A defect of ours. */
  defect: 70,
} as const;

/** Something to try, and what it does. */
export type Try = readonly [command: string, what?: string];

/** An error that is shown to a person as it is, and ends the command. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: number;
  readonly tries: readonly Try[];

  constructor(message: string, { code = EXIT.badInput, tries = [], cause }: { code?: number; tries?: readonly Try[]; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.tries = tries;
  }
}

/**
 * Gives an error as it is printed:
 *
 * ```
 * Cannot read "bug.jsonl": line 48,213 is not a record: unexpected end of line
 * Try: core check bug.jsonl   shows every defect
 * ```
 */
export function errorText({ message, tries }: CliError): string {
  const width = Math.max(0, ...tries.map(([command]) => command.length));
  const lines = tries.map(([command, what], at) => `${at === 0 ? "Try: " : "     "}${what === undefined ? command : `${command.padEnd(width)}   ${what}`}`);
  return `${[message, ...lines].join("\n")}\n`;
}
