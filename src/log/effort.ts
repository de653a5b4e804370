/** What recording costs, and what is captured so that it stays within its budget. */
import type { Dispatch } from "../mod.ts";
import type { Capture } from "../trace/record.ts";
import { Budget } from "./budget.ts";
import { CostMeter, type CostMeterOptions } from "./cost_meter.ts";
import { LeanEncoder } from "./lean_encoder.ts";
import { PayloadEncoder } from "./payload_encoder.ts";
import { WINDOW_MS } from "./windows.ts";

export interface EffortOptions extends CostMeterOptions {
  readonly encoder: PayloadEncoder | undefined;
  /** Absent: all that it needs. */
  readonly budget: number | undefined;
}

/** What one recorder captures, and what that costs. */
export class Effort {
  readonly meter: CostMeter;
  /** The share of the thread that may be taken; undefined for all. */
  readonly budget: number | undefined;
  /** Encodes whatever the budget is: errors, reasons. */
  readonly encoder: PayloadEncoder;
  readonly #lean: LeanEncoder;
  readonly #steps: Budget | undefined;
  #cost: number | undefined;

  /** @throws RangeError for a budget that is no share. */
  constructor({ encoder, budget, ...meter }: EffortOptions) {
    this.encoder = encoder ?? new PayloadEncoder();
    this.#lean = new LeanEncoder(this.encoder);
    this.budget = budget;
    this.#steps = budget === undefined ? undefined : new Budget(budget);
    this.meter = new CostMeter(meter);
  }

  get capture(): Capture {
    return this.#steps?.capture ?? "all";
  }

  /** What the last window cost, as a share of the thread; undefined before there was one. */
  get cost(): number | undefined {
    return this.#cost;
  }

  /** How many places were cut, or left out for the budget. */
  get cut(): number {
    return this.encoder.counts.cut + this.#lean.leftOut;
  }

  /** What encodes the payload of a dispatch. */
  forData({ cause }: Dispatch): PayloadEncoder {
    if (this.#steps === undefined) return this.encoder;
    switch (this.#steps.capture) {
      case "all": case "noAnswers": return this.encoder;
      case "noCausedPayloads": return cause === undefined ? this.encoder : this.#lean;
      default: return this.#lean;
    }
  }

  /** What encodes answers and replies. */
  forAnswers(): PayloadEncoder {
    return this.#steps === undefined || this.#steps.capture === "all" ? this.encoder : this.#lean;
  }

  /** A dispatch is left out as a whole. */
  leftOut({ verb, message: { type, source }, definition }: Dispatch): void {
    this.#lean.sent({ type, verb, source, sensitive: definition?.sensitive });
  }

  /** A time of `elapsedMs` is over; gives why less or more is captured from now on, undefined when nothing changes. */
  windowEnded(elapsedMs: number): string | undefined {
    const ms = this.meter.window();
    // What was spent in a long time of little use was spent at its beginning: the rest of it was quiet.
    const windows = Math.max(1, Math.floor(elapsedMs / WINDOW_MS));
    this.#cost = ms / (windows === 1 ? elapsedMs : WINDOW_MS);
    let reason = this.#steps?.windowEnded(this.#cost);
    for (let quiet = Math.min(windows - 1, 50); quiet > 0; quiet--) {
      this.#cost = 0;
      reason = this.#steps?.windowEnded(0) ?? reason;
    }
    return reason;
  }
}
