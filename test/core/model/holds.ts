// Checks a property within a time: how many runs fit into it depends on the machine, but too few are a failure.
import fc from "fast-check";
import { assert } from "../../harness.ts";

export interface Extent {
  readonly seed: number;
  readonly runs: number;
  /** Ends after so long. */
  readonly limitMs: number;
  /** Fewer would say nothing. */
  readonly atLeast: number;
}

/** How long a failure may be made smaller: past this the smallest so far is told. */
const SHRINKING_MS = 4_000;

/** Fails with the smallest value that breaks the property, its seed and its path. */
export async function holds<Values>(property: fc.IAsyncProperty<Values>, { seed, runs, limitMs, atLeast }: Extent): Promise<void> {
  const details = await fc.check(property, { seed, numRuns: runs, interruptAfterTimeLimit: limitMs });
  if (details.failed) {
    const path = details.counterexamplePath ?? "";
    const smaller = await fc.check(property, { seed, path, endOnFailure: false, interruptAfterTimeLimit: SHRINKING_MS });
    const { counterexample, counterexamplePath, errorInstance } = smaller.failed ? smaller : details;
    const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
    throw new Error(`It fails with seed ${seed} and path "${counterexamplePath}" on ${fc.stringify(counterexample)}\n${why}`);
  }
  assert.ok(details.numRuns >= atLeast, `only ${details.numRuns} runs fitted into ${limitMs} ms`);
}
