/** Who caused whom, from the causes' side: made when it is asked for the first time, and gone on with as the log grows. */
import type { DispatchColumns } from "../../trace/columns.ts";
import { WideColumn } from "./live_columns.ts";

/** The dispatches that each dispatch caused. */
export class Children {
  readonly #dispatches: DispatchColumns;
  /** The first and the last that a dispatch caused, and the next of the same cause: how far behind it is, 0 for none. */
  readonly #first = new WideColumn();
  readonly #last = new WideColumn();
  readonly #next = new WideColumn();

  #length = 0;

  constructor(dispatches: DispatchColumns) {
    this.#dispatches = dispatches;
  }

  /** Gives them in the order of their records. */
  of(dispatch: number): number[] {
    this.#goOn();
    const children: number[] = [];
    for (let at = dispatch, step = this.#first.at(dispatch); step > 0; step = this.#next.at(at)) {
      at += step;
      children.push(at);
    }
    return children;
  }

  #goOn(): void {
    for (; this.#length < this.#dispatches.length; this.#length++) {
      const dispatch = this.#length;
      this.#first.add(dispatch);
      this.#last.add(dispatch);
      this.#next.add(dispatch);
      const cause = this.#dispatches.cause(dispatch);
      if (cause < 0) continue;
      const last = this.#last.at(cause);
      if (last === 0) this.#first.set(cause, dispatch - cause);
      else this.#next.set(cause + last, dispatch - cause - last);
      this.#last.set(cause, dispatch - cause);
    }
  }
}
