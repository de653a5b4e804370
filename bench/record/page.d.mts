import type { Case, Sample, Target } from "./cases.mjs";

/** The samples of each side, round by round. */
export type Samples = Readonly<Record<string, readonly Sample[]>>;
export type MeasuredCase = Case & { readonly measured: readonly Samples[] };

export interface Runtime {
  readonly name: string;
  readonly version: string;
}

export function page(run: {
  readonly date: string;
  readonly machine: string;
  readonly rounds: number;
  readonly runtimes: readonly Runtime[];
  readonly cases: readonly MeasuredCase[];
  readonly encoding?: readonly string[];
}): string;
export function caseOf(each: MeasuredCase, runtimes: readonly Runtime[]): string;
export function verdict(each: Case, target: Target, runtime: string, samples: Samples): string;
