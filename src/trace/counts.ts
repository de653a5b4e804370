/** Running totals over the states of dispatches, kept up to date by what each change makes of one dispatch. */
import type { DispatchTrace } from "./dispatch_trace.ts";
import { isOwnMessage } from "./own_messages.ts";
import { stateOf, type DispatchState } from "./state.ts";

/** The totals of a history. */
export class HistoryCounts {
  readonly #byState = new Map<DispatchState, number>();
  #orphans = 0;

  /** A dispatch was added. */
  begun(trace: DispatchTrace): void {
    if (trace.isOrphan) this.#orphans += 1;
    this.#add(countedState(trace), 1);
  }

  /** `change` adds something to a dispatch, which may give it another state. */
  changing(trace: DispatchTrace, change: () => void): void {
    const before = countedState(trace);
    change();
    const after = countedState(trace);
    if (before === after) return;
    this.#add(before, -1);
    this.#add(after, 1);
  }

  /** `failed` counts what timed out, was aborted or found no answer, too: the sender did not get what it asked for. */
  values(): { failed: number; running: number; unhandled: number; orphans: number } {
    const of = (state: DispatchState): number => this.#byState.get(state) ?? 0;
    return {
      failed: of("failed") + of("timedOut") + of("aborted") + of("unanswered"),
      running: of("running"),
      unhandled: of("unhandled"),
      orphans: this.#orphans,
    };
  }

  #add(state: DispatchState, amount: number): void {
    this.#byState.set(state, (this.#byState.get(state) ?? 0) + amount);
  }
}

/** The bus's own messages are for whoever cares: that nobody does is nothing to count. */
function countedState(trace: DispatchTrace): DispatchState {
  const state = stateOf(trace);
  return state === "unhandled" && isOwnMessage(trace.record.type) ? "done" : state;
}
