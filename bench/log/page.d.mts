/** What one run found. */
export interface Sample {
  readonly ms: number;
  readonly cpuMs?: number;
  readonly peakMB?: number;
  readonly answer?: number | string;
  readonly figures?: Readonly<Record<string, number>>;
}

export interface Side {
  readonly name: string;
  readonly isOurs: boolean;
  /** Ours, but only to compare with. */
  readonly isBeside?: boolean;
  readonly runtime?: string;
  readonly samples: readonly Sample[];
  /** Why there are no samples. */
  readonly trouble?: string;
  /** It was stopped after so long. */
  readonly stoppedMs?: number;
}

/** At most so much; or so many times as fast as `against`; or at most so many ms more than it. */
export interface Target {
  readonly what: string;
  readonly most?: number;
  readonly against?: string;
  readonly times?: number;
  readonly plus?: number;
}

export interface MeasuredJob {
  readonly title: string;
  readonly sides: readonly Side[];
  readonly targets: readonly Target[];
}

export function page(run: {
  readonly date: string;
  readonly machine: string;
  readonly rounds: number;
  readonly versions: readonly string[];
  readonly missing: readonly string[];
  readonly logs: readonly { readonly title: string; readonly jobs: readonly MeasuredJob[] }[];
}): string;
export function tableOf(job: MeasuredJob): string;
export function agreedOf(sides: readonly Side[]): number | string | undefined;
export function verdict(target: Target, ours: Side, sides: readonly Side[]): string;
