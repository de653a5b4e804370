/** Running totals over the states of dispatches, kept up to date by what each change makes of one dispatch. */
import { ORPHAN } from "../../trace/columns.ts";
import type { DispatchState } from "../../trace/state.ts";
import type { DispatchTable } from "./dispatch_table.ts";

/** The totals of a log. */
export class StateCounts {
  readonly #dispatches: DispatchTable;
  readonly #isOwn: (type: number) => boolean;
  readonly #byState = new Map<DispatchState, number>();
  #orphans = 0;

  /** `isOwn` tells whether a type is the bus's own: that nobody handles those is nothing to count. */
  constructor(dispatches: DispatchTable, isOwn: (type: number) => boolean) {
    this.#dispatches = dispatches;
    this.#isOwn = isOwn;
  }

  /** A dispatch was added. */
  begun(dispatch: number, state: DispatchState): void {
    if (this.#dispatches.cause(dispatch) === ORPHAN) this.#orphans += 1;
    this.#dispatches.setState(dispatch, state);
    this.#add(dispatch, state, 1);
  }

  /** A dispatch has come to a state, which may be the one it had. */
  changed(dispatch: number, state: DispatchState): void {
    const before = this.#dispatches.state(dispatch);
    if (before === state) return;
    this.#add(dispatch, before, -1);
    this.#dispatches.setState(dispatch, state);
    this.#add(dispatch, state, 1);
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

  #add(dispatch: number, state: DispatchState, amount: number): void {
    if (state === "unhandled" && this.#isOwn(this.#dispatches.type(dispatch))) return;
    this.#byState.set(state, (this.#byState.get(state) ?? 0) + amount);
  }
}
