/** What a recorder writes of itself: under which terms it records, what is there, how much it captures, and its totals. */
import type { Effort } from "./effort.ts";
import type { LineBatch } from "./line_batch.ts";
import { headerLine } from "./log_header.ts";
import type { RecorderOptions } from "./recorder_options.ts";
import type { Registry } from "./registry.ts";
import type { Writing } from "./sink.ts";
import { clockLine } from "./write.ts";
import { degradedLine, endLine } from "./write_state.ts";

export interface OwnLinesOptions {
  readonly terms: RecorderOptions;
  readonly effort: Effort;
  readonly registry: Registry;
  readonly batch: () => LineBatch;
  /** Milliseconds since the run's start. */
  readonly at: () => number;
}

/** Makes the lines of one recorder. */
export class OwnLines {
  readonly #options: OwnLinesOptions;

  constructor(options: OwnLinesOptions) {
    this.#options = options;
  }

  /** `before` is how many dispatches earlier parts hold; undefined for the first one. */
  header(part: number, before: number | undefined): string {
    const { terms: { header, only, budget }, effort } = this.#options;
    return headerLine(header, {
      part, redaction: effort.encoder.names,
      ...(before === undefined ? {} : { before }), ...(only === undefined ? {} : { only: only.text }), ...(budget === undefined ? {} : { budget }),
    });
  }

  /** A header with what is there now. */
  beginning(part: number, before: number | undefined): string[] {
    const { terms, effort, registry, batch } = this.#options;
    const at = this.#options.at();
    const time = terms.date?.();
    const isAsEver = effort.capture === "all" && batch().writing !== "background";
    return [
      this.header(part, before), ...(time === undefined ? [] : [clockLine(at, time)]), ...(isAsEver ? [] : [this.degraded("as before this part")]),
      ...registry.lines(at, effort.encoder),
    ];
  }

  degraded(reason: string, writing: Writing = this.#options.batch().writing): string {
    const { capture, cost, budget } = this.#options.effort;
    return degradedLine(this.#options.at(), { capture, writing, reason, cost, budget });
  }

  end({ dispatches, skipped }: { readonly dispatches: number; readonly skipped: number }): string {
    const { terms: { sink: { bytes } }, effort: { encoder: { counts: { redacted, withheld } }, cut, meter }, batch } = this.#options;
    const at = this.#options.at();
    const { records, lost } = batch();
    const costMs = meter.totalMs();
    return endLine({ at, dispatches, records, ...(bytes === undefined ? {} : { bytes }), lost, skipped, cut, redacted, withheld, costMs, cost: at > 0 ? costMs / at : 0 });
  }
}
