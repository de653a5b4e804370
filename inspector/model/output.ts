/** What the app printed, as lines. Bounded: the oldest lines go, and how many went is shown in their place. */

/** Lines kept. An app that prints without end must not fill the memory; this many pages through in a minute of PgUp. */
export const OUTPUT_LINES = 5000;

/** One line that the app printed. */
export interface OutputLine {
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

/** The lines so far; the last of each stream may still grow. */
export interface Output {
  readonly lines: readonly OutputLine[];
  /** How many lines went because there were too many. */
  readonly dropped: number;
  /** What each stream printed after its last line end. */
  readonly unfinished: Readonly<Record<"stdout" | "stderr", string>>;
}

/** Nothing was printed. */
export function noOutput(): Output {
  return { lines: [], dropped: 0, unfinished: { stdout: "", stderr: "" } };
}

/** Adds `text` that the app printed on `stream`. Lines of the two streams stand in the order in which they were ended. */
export function addOutput(output: Output, stream: "stdout" | "stderr", text: string): Output {
  const pieces = (output.unfinished[stream] + text).split("\n");
  const rest = pieces.pop() ?? "";
  const added = pieces.map((line) => ({ stream, text: line }));
  const all = [...output.lines, ...added];
  const dropped = Math.max(0, all.length - OUTPUT_LINES);
  return {
    lines: dropped > 0 ? all.slice(dropped) : all,
    dropped: output.dropped + dropped,
    unfinished: { ...output.unfinished, [stream]: rest },
  };
}

/** Gives all lines, the unfinished ones last. */
export function outputLines(output: Output): readonly OutputLine[] {
  const unfinished = (["stdout", "stderr"] as const)
    .filter((stream) => output.unfinished[stream] !== "")
    .map((stream) => ({ stream, text: output.unfinished[stream] }));
  return unfinished.length === 0 ? output.lines : [...output.lines, ...unfinished];
}
