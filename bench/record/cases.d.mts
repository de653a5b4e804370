/** What one process measured. */
export type Sample = Readonly<Record<string, number | boolean>>;

export interface Measure {
  readonly title: string;
  readonly digits: number;
  of(sample: Sample): number;
}

export interface Target {
  readonly measure: string;
  /** Whose target it is; absent: the first side's. */
  readonly ours?: string;
  readonly against?: string;
  readonly least?: Readonly<Record<string, number>>;
  readonly most?: number;
  readonly whole?: number;
}

export interface Case {
  readonly title: string;
  readonly sides: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly measures: readonly Measure[];
  /** It is measured so many times at the most. */
  readonly rounds?: number;
  /** The side that is taken off ours. */
  readonly minus?: string;
  readonly targets: readonly Target[];
}

export const CASES: readonly Case[];
