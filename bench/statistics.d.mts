export interface Side {
  readonly name: string;
  readonly ns: readonly number[];
}

export function quartiles(values: readonly number[]): { low: number; median: number; high: number };
export function ratio(ours: Side, peer: Side): { low: number; median: number; high: number };
export function judge(
  target: { readonly against: string; readonly except?: readonly string[]; readonly most: number },
  sides: readonly Side[],
): { peer: string; is: number; isMet: boolean; words: string } | undefined;
