import type { Target } from "./page.mjs";

export interface AskedSide {
  readonly run: unknown;
  answer?(text: string): number | string | undefined;
}

export interface Job {
  readonly title: string;
  readonly ours: Readonly<Record<string, AskedSide>>;
  readonly peers: Readonly<Record<string, AskedSide>>;
  readonly targets: readonly Target[];
}

/** A command line from what a side is asked. */
type Command = (args: never, more?: string) => unknown;

export function jobsOn(
  log: { readonly name: "github" | "small"; readonly path: string; readonly flow: number; readonly id: number },
  commands: { readonly open: Command; readonly core: Command; readonly sql: Command; readonly lnav: Command },
): readonly Job[];
