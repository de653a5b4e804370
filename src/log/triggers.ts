/**
 * What makes a flight recorder write: an error, a handling that takes long, a signal, a message that passes a filter. Conditions are
 * read from text, the same that a trigger's record gives back.
 */
import type { Dispatch, EndedHandling, Handling, SettledDispatch } from "../mod.ts";
import { FilterError, parseSentFilter, type Filter } from "../trace/filter/mod.ts";
import { OpenHandlings } from "./open_handlings.ts";
import { passes } from "./passes.ts";

/** One condition, read. */
export type Condition =
  | { readonly kind: "error" | "signal"; readonly text: string }
  | { readonly kind: "slow"; readonly text: string; readonly ms: number }
  | { readonly kind: "filter"; readonly text: string; readonly filter: Filter };

const FORMS = 'write error, slow>500ms, signal, or a filter such as type:payment.failed';

/**
 * Reads conditions: `error`, `slow>500ms` (or `slow>2s`), `signal`, or a filter.
 * @throws SyntaxError that names the one that cannot be read, and what can
 * @example
 * parseConditions(["error", "slow>500ms", "type:payment.failed"]);
 */
export function parseConditions(texts: readonly string[]): Condition[] {
  return texts.map((text) => readCondition(text.trim()));
}

function readCondition(text: string): Condition {
  if (text === "error" || text === "signal") return { kind: text, text };
  if (/^slow\b/.test(text)) return slow(text);
  if (text === "") throw new SyntaxError(`Cannot read trigger "": it is empty; ${FORMS}`);
  try {
    return { kind: "filter", text, filter: parseSentFilter(text) };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new SyntaxError(`Cannot read trigger ${JSON.stringify(text)}: it is neither error, slow>500ms nor signal, and no filter (${error.message}); ${FORMS}`, { cause: error });
  }
}

function slow(text: string): Condition {
  const [, amount, unit] = /^slow\s*>\s*(\d+(?:\.\d+)?)\s*(ms|s)$/.exec(text) ?? [];
  const ms = Number(amount) * (unit === "s" ? 1000 : 1);
  if (!(ms > 0)) throw new SyntaxError(`Cannot read trigger ${JSON.stringify(text)}: a time in ms or s must stand after "slow>"; write for example slow>500ms or slow>2s`);
  return { kind: "slow", text, ms };
}

export interface TriggersOptions {
  readonly conditions: readonly Condition[];
  readonly now: () => number;
  readonly later: (run: () => void, ms: number) => () => void;
  /** A condition is met, by this dispatch, in its handling `n` where it was one. */
  readonly met: (on: string, dispatch: Dispatch, n?: number) => void;
}

const NOT_WELL: ReadonlySet<string> = new Set(["timedOut", "aborted", "refused"]);

/** Watches for conditions. Without one of a kind, its events cost a look at a list that is empty. */
export class Triggers {
  readonly #met: TriggersOptions["met"];
  readonly #filters: { readonly text: string; readonly filter: Filter }[] = [];
  /** A handling that is still open past its bound is met at once, not when it ends. */
  readonly #slow: { readonly text: string; readonly ms: number; readonly open: OpenHandlings }[] = [];
  #hasError = false;

  constructor({ conditions, now, later, met }: TriggersOptions) {
    this.#met = met;
    for (const condition of conditions) {
      const { text } = condition;
      if (condition.kind === "error") this.#hasError = true;
      if (condition.kind === "filter") this.#filters.push(condition);
      if (condition.kind !== "slow") continue;
      const open = new OpenHandlings({ afterMs: condition.ms, now, later, tell: ({ dispatch, n }) => met(text, dispatch, n) });
      this.#slow.push({ text, ms: condition.ms, open });
    }
  }

  dispatched(dispatch: Dispatch): void {
    for (const { text, filter } of this.#filters) if (passes(filter, dispatch)) this.#met(text, dispatch);
  }

  started(handling: Handling): void {
    for (const { open } of this.#slow) open.add(handling);
  }

  handled(handling: EndedHandling): void {
    const { dispatch, n } = handling;
    for (const { text, ms, open } of this.#slow) if (open.remove(handling) && handling.ms > ms) this.#met(text, dispatch, n);
    if (this.#hasError && handling.outcome === "failed") this.#met("error", dispatch, n);
  }

  settled(dispatch: SettledDispatch): void {
    if (this.#hasError && NOT_WELL.has(dispatch.outcome)) this.#met("error", dispatch);
  }

  stop(): void {
    for (const { open } of this.#slow) open.stop();
  }
}
