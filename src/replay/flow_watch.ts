/** Watches the flows of a replay: when one has come together, so that the next root may be sent. */
import type { Clock, Core, Dispatch } from "../mod.ts";

/** How a flow ended: `together` as it was recorded, `short` when messages were still missing after the time it was given. */
export type FlowEnd = "together" | "short";

interface WatchedFlow {
  readonly expected: number;
  readonly silentMs: number;
  readonly resolve: (end: FlowEnd) => void;
  seen: number;
  open: number;
  cancel: (() => void) | undefined;
}

/**
 * Knows the open flows of a Core by the ids of their roots. A flow is over when nothing of it is open and as many messages
 * came as were recorded, or when nothing has happened in it for `settleMs` and as long as it took when it was recorded: a slow
 * handler is silent, too.
 */
export class FlowWatch {
  readonly #clock: Clock;
  readonly #settleMs: number;
  readonly #flows = new Map<number, WatchedFlow>();
  /** What happened in flows that nobody watches yet: a root that is handled within its sending is over when it is sent. */
  readonly #early = new Map<number, { seen: number; open: number }>();

  constructor(core: Core, { clock, settleMs }: { readonly clock: Clock; readonly settleMs: number }) {
    this.#clock = clock;
    this.#settleMs = settleMs;
    core.tap({
      dispatched: (dispatch) => this.#count(dispatch, 1, 1),
      settled: (dispatch) => this.#count(dispatch, 0, -1),
    });
  }

  /** Waits until the flow of the root `id` is over; it had `expected` messages and took `recordedMs` when it was recorded. */
  over(id: number, expected: number, recordedMs: number): Promise<FlowEnd> {
    return new Promise((resolve) => {
      const early = this.#early.get(id) ?? { seen: 0, open: 0 };
      this.#early.delete(id);
      const flow: WatchedFlow = { expected, silentMs: this.#settleMs + recordedMs, resolve, ...early, cancel: undefined };
      this.#flows.set(id, flow);
      this.#look(id, flow);
    });
  }

  /** Forgets what nobody asked for: the app's own flows. */
  forgetUnwatched(): void {
    this.#early.clear();
  }

  #count({ flow: id }: Dispatch, seen: number, open: number): void {
    const flow = this.#flows.get(id);
    if (flow !== undefined) {
      flow.seen += seen;
      flow.open += open;
      return this.#look(id, flow);
    }
    const early = this.#early.get(id) ?? { seen: 0, open: 0 };
    this.#early.set(id, { seen: early.seen + seen, open: early.open + open });
  }

  #look(id: number, flow: WatchedFlow): void {
    flow.cancel?.();
    flow.cancel = undefined;
    const isTogether = flow.open === 0 && flow.seen >= flow.expected;
    // One turn later: what a handler sends right after it was awaited still belongs to the flow.
    flow.cancel = this.#clock.setTimer(() => this.#end(id, flow, isTogether ? "together" : "short"), isTogether ? 0 : flow.silentMs);
  }

  #end(id: number, flow: WatchedFlow, end: FlowEnd): void {
    this.#flows.delete(id);
    flow.resolve(end);
  }
}
