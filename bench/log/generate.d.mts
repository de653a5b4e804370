/** What is true of a generated log. */
export interface Facts {
  readonly bytes: number;
  readonly records: number;
  readonly dispatches: number;
  readonly failed: number;
  readonly types: Readonly<Record<string, number>>;
  readonly flow: number;
  readonly id: number;
}

export const LOGS: Readonly<Record<"github" | "small", unknown>>;
export const SMALL: number;
export function generate(name: keyof typeof LOGS, path: string, scale?: number): Facts;
