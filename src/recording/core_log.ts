/** One Core's log while it is written: a recorder on the Core's tap, a sink under it, and what happens at the ends of the process. */
import { atEndOfTurn, idleTimer, systemClock } from "../host/clock.ts";
import { hostName, processId } from "../host/process.ts";
import { runtimeLabel } from "../host/runtime.ts";
import { Recorder } from "../log/recorder.ts";
import type { RecorderOptions } from "../log/recorder_options.ts";
import type { Sink } from "../log/sink.ts";
import { LIBRARY_VERSION } from "../log/version.ts";
import type { WatchedCore } from "./hook.ts";

export interface CoreLogOptions extends Pick<RecorderOptions, "encoder" | "budget" | "only" | "keepsOpen" | "triggers" | "onTrigger"> {
  /** Opens what it is written to; `at` gives milliseconds since the log began. @throws when it cannot be. */
  readonly open: (at: () => number) => Sink;
  /** Each record is written at once, rather than at the end of the turn. */
  readonly isImmediate?: boolean;
  readonly ringMs?: number | undefined;
  /** Told when something may have been written. */
  readonly onWritten?: () => void;
  /** Told of each write that failed. */
  readonly onFault: (error: unknown) => void;
}

/** A log that is being written. */
export class CoreLog {
  readonly core: WatchedCore;
  readonly #recorder: Recorder;
  readonly #tap: { dispose(): void };
  readonly #isImmediate: boolean;
  readonly #onWritten: () => void;

  /** Begins a log: what it is written to is open, and the Core is tapped, when this returns. @throws when it cannot be opened. */
  constructor(core: WatchedCore, { open, isImmediate = false, ringMs, onWritten = () => {}, onFault, ...more }: CoreLogOptions) {
    this.core = core;
    this.#isImmediate = isImmediate;
    this.#onWritten = onWritten;
    const startAt = systemClock.now();
    const startedAt = systemClock.date();
    const sink = open(() => systemClock.now() - startAt);
    this.#recorder = new Recorder({
      sink,
      schedule: (flush) => this.#schedule(flush),
      header: {
        run: runId(), name: core.name, library: LIBRARY_VERSION, runtime: runtimeLabel(), ...knownHost(), pid: processId(), startedAt,
        ...(ringMs === undefined ? {} : { ringMs }),
      },
      startAt, now: systemClock.now, later: idleTimer, date: systemClock.date, onFault, ...more,
    });
    this.#tap = core.tap(this.#recorder);
    if (this.#recorder.misconfigured !== undefined) {
      this.#tap.dispose();
      throw new Error(`Cannot record "${core.name}": ${this.#recorder.misconfigured.message}`, { cause: this.#recorder.misconfigured });
    }
    // The header and what is there already stand in the file before the app goes on: whoever waits for the log sees it at once.
    this.#recorder.flush();
  }

  /** Writes what is waiting now. */
  flush(): void {
    this.#recorder.flush();
  }

  /** Makes a flight recorder write, for a reason that no message gave. */
  trigger(on: string): void {
    this.#recorder.trigger(on);
  }

  /** The process ends, or may be about to: from now on nothing waits. One that goes on after all does so at the end of its turn. */
  processEnds(end: "ending" | "failing"): void {
    if (end === "ending") return this.#recorder.finish();
    this.#recorder.brace();
    atEndOfTurn(() => this.#recorder.resume());
  }

  /** How many lost records the log does not tell of. */
  get untold(): number {
    return this.#recorder.untold;
  }

  /** Takes the tap off, writes what is waiting and the totals, and closes what it is written to. */
  close(): void {
    this.#tap.dispose();
    this.#recorder.close();
  }

  #schedule(flush: () => void): void {
    const write = (): void => {
      flush();
      this.#onWritten();
    };
    if (this.#isImmediate) write();
    else atEndOfTurn(write);
  }
}

/** Six letters and digits: two runs in one file must differ, no more. */
function runId(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(6));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join("");
}

function knownHost(): { host?: string } {
  const host = hostName();
  return host === undefined ? {} : { host };
}
