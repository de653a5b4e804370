/** Running totals over the states of dispatches, kept up to date by what each change makes of one dispatch. States are places in `STATES`. */
import { ORPHAN } from "../../trace/columns.ts";
import type { DispatchState } from "../../trace/state.ts";
import { type DispatchTable, RUNNING, STATES } from "./dispatch_table.ts";

const UNHANDLED = STATES.indexOf("unhandled");

/** The totals of a log. */
export class StateCounts {
  readonly #dispatches: DispatchTable;
  readonly #isOwn: (type: number) => boolean;
  readonly #byState = new Float64Array(STATES.length);
  #orphans = 0;

  /** `isOwn` tells whether a type is the bus's own: that nobody handles those is nothing to count. */
  constructor(dispatches: DispatchTable, isOwn: (type: number) => boolean) {
    this.#dispatches = dispatches;
    this.#isOwn = isOwn;
  }

  /** A dispatch was added, running, with the ordinal of its cause, `ROOT` or `ORPHAN`. */
  begun(dispatch: number, state: number, cause: number): void {
    if (cause === ORPHAN) this.#orphans += 1;
    if (state !== RUNNING) this.#dispatches.setState(dispatch, state);
    this.#add(dispatch, state, 1);
  }

  /** A dispatch has come to a state, which may be the one it had. */
  changed(dispatch: number, state: number): void {
    const before = this.#dispatches.stateCode(dispatch);
    if (before === state) return;
    this.#add(dispatch, before, -1);
    this.#dispatches.setState(dispatch, state);
    this.#add(dispatch, state, 1);
  }

  /** `failed` counts what timed out, was aborted or found no answer, too: the sender did not get what it asked for. */
  values(): { failed: number; running: number; unhandled: number; orphans: number } {
    const of = (state: DispatchState): number => this.#byState[STATES.indexOf(state)] as number;
    return {
      failed: of("failed") + of("timedOut") + of("aborted") + of("unanswered"),
      running: of("running"),
      unhandled: of("unhandled"),
      orphans: this.#orphans,
    };
  }

  #add(dispatch: number, state: number, amount: number): void {
    if (state === UNHANDLED && this.#isOwn(this.#dispatches.type(dispatch))) return;
    (this.#byState[state] as number) += amount;
  }
}
