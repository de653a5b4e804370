/** A runtime that was found and answered. */
export interface Runtime {
  readonly name: string;
  readonly path: string;
  readonly version: string;
  /** The arguments with which it runs a TypeScript file of this clone. */
  readonly run: readonly string[];
}

export const root: string;
export const RUNTIME_NAMES: readonly string[];
export function ownRuntime(): string;
export function askedRuntime(): string;
export function findRuntime(name: string): Runtime | undefined;
