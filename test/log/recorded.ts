// A recorded Core in a test's hand: a fake clock, a sink in memory, what was written as data. Shared, registers nothing.
import { createCore, withClock, withOnError, type Core, type CoreOption } from "../../src/mod.ts";
import { fakeClock, type FakeClock } from "../../src/testing/mod.ts";
import { Recorder } from "../../src/log/recorder.ts";
import type { RecorderOptions } from "../../src/log/recorder_options.ts";
import type { Batch, Loss, Sink, Writing } from "../../src/log/sink.ts";
import type { LogIndex } from "../../src/log/log_index.ts";
import { readersAgree } from "./log_digest.ts";
import { logOf } from "./log_of.ts";

export type Line = Readonly<Record<string, unknown>> & { readonly kind: string };

/** A sink that does what a test tells it. */
export class MemorySink implements Sink {
  readonly batches: Batch[] = [];
  /** The parts, each as its text. */
  readonly parts: string[] = [""];
  isFull = false;
  isClosed = false;
  wantsPart = false;
  writing: Writing = "turn";
  loss: Loss | undefined;
  finished = 0;

  write(batch: Batch): void {
    if (this.isFull) throw new Error("ENOSPC");
    this.batches.push(batch);
    this.parts[this.parts.length - 1] += batch.text;
  }

  beginPart(head: Batch): void {
    if (this.isFull) throw new Error("ENOSPC");
    this.batches.push(head);
    this.parts.push(head.text);
    this.wantsPart = false;
  }

  takeLoss(): Loss | undefined {
    const { loss } = this;
    this.loss = undefined;
    return loss;
  }

  /** Loses the batch that was taken last, as a disk does that fails after it was written to. */
  loseLast(): void {
    const part = this.parts.at(-1) ?? "";
    const batch = this.batches.at(-1);
    if (batch === undefined || batch.text === part || !part.endsWith(batch.text) || this.loss !== undefined) return;
    this.batches.pop();
    this.parts[this.parts.length - 1] = part.slice(0, -batch.text.length);
    const { records, from, to } = batch;
    this.loss = { lost: records, reason: "the disk stalled", ...(from === undefined || to === undefined ? {} : { from, to }) };
  }

  finish(): void {
    this.finished += 1;
  }

  close(): void {
    this.isClosed = true;
  }

  get text(): string {
    return this.parts.join("");
  }

  lines(kind?: string): Line[] {
    const all = linesOf(this.text);
    return kind === undefined ? all : all.filter((line) => line.kind === kind);
  }
}

export function linesOf(text: string): Line[] {
  return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Line);
}

/** What a log amounts to; the second reader must make the same of it. */
export function logOfText(text: string): LogIndex {
  readersAgree(new TextEncoder().encode(text));
  return logOf(text);
}

export interface RecordedCore {
  readonly core: Core;
  readonly clock: FakeClock;
  readonly recorder: Recorder;
  readonly sink: MemorySink;
  /** What was written so far, of one kind or all. */
  lines(kind?: string): Line[];
}

/** A Core that is recorded from now on; lines are written when `recorder.flush()` is called, or `lines()`. */
export async function recordedCore(
  more: Partial<RecorderOptions> | ((clock: FakeClock) => Partial<RecorderOptions>) = {}, ...options: CoreOption[]
): Promise<RecordedCore> {
  const clock = fakeClock();
  const core = await createCore(withClock(clock), withOnError(() => {}), ...options);
  const sink = new MemorySink();
  const recorder = new Recorder({
    sink, schedule: () => {}, header: { run: "r", name: "shop", startedAt: clock.date() },
    startAt: clock.now(), now: () => clock.now(), later: (run, ms) => clock.setTimer(run, ms), date: () => clock.date(),
    ...(typeof more === "function" ? more(clock) : more),
  });
  core.tap(recorder);
  return {
    core, clock, recorder, sink,
    lines(kind) {
      recorder.flush();
      return sink.lines(kind);
    },
  };
}
