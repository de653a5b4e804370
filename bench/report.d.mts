import type { Side } from "./statistics.d.mts";

export interface ReportedCase {
  readonly title: string;
  readonly targets: readonly { readonly against: string; readonly except?: readonly string[]; readonly most: number }[];
  /** The sides on each runtime, ours first. */
  readonly measured: readonly (readonly Side[])[];
}

export function report(run: {
  readonly date: string;
  readonly machine: string;
  readonly runtimes: readonly string[];
  readonly cases: readonly ReportedCase[];
  readonly memory?: readonly { readonly title: string; readonly measured: readonly (readonly { readonly name: string; readonly bytes: readonly number[] }[])[] }[];
}): string;
