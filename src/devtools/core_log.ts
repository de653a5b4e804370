/** One Core's log while it is written: a recorder on the Core's tap, a file under it, and what happens when either fails. */
import { atEndOfTurn, idleTimer, systemClock } from "../host/clock.ts";
import type { FileSink } from "../host/files.ts";
import { hostName, processId } from "../host/process.ts";
import { runtimeLabel } from "../host/runtime.ts";
import { Recorder } from "../log/recorder.ts";
import { LIBRARY_VERSION } from "../log/version.ts";
import type { WatchedCore } from "./hook.ts";

export interface CoreLogOptions {
  /** Opens the file. @throws when it cannot be. */
  readonly open: (at: () => number) => FileSink;
  /** The file has grown. */
  readonly onGrown: (log: CoreLog) => void;
  /** Writing failed; told once. */
  readonly onFault: (error: unknown) => void;
}

/** A log that is being written. */
export class CoreLog {
  readonly core: WatchedCore;
  readonly #sink: FileSink;
  readonly #recorder: Recorder;
  readonly #tap: { dispose(): void };
  #pace: "turns" | "atOnce" = "turns";
  #hasFailed = false;

  /** Begins a log: the file exists, and the Core is tapped, when this returns. @throws when the file cannot be made. */
  constructor(core: WatchedCore, options: CoreLogOptions) {
    this.core = core;
    const startAt = systemClock.now();
    const startedAt = systemClock.date();
    this.#sink = options.open(() => systemClock.now() - startAt);
    const grown = (): void => options.onGrown(this);
    this.#recorder = new Recorder({
      sink: {
        write: ({ text }) => {
          this.#sink.write(text);
          grown();
        },
        close: () => this.#sink.close(),
      },
      schedule: (flush) => this.#schedule(flush),
      header: { run: runId(), name: core.name, library: LIBRARY_VERSION, runtime: runtimeLabel(), ...knownHost(), pid: processId(), startedAt },
      startAt,
      now: systemClock.now,
      later: idleTimer,
      date: systemClock.date,
      onFault: (error: unknown) => {
        if (!this.#hasFailed) options.onFault(error);
        this.#hasFailed = true;
      },
    });
    this.#tap = core.tap(this.#recorder);
    // The header and what is there already stand in the file before the app goes on: whoever waits for the log sees it at once.
    this.#recorder.flush();
  }

  /** The log's absolute path. */
  get path(): string {
    return this.#sink.path;
  }

  /** How many bytes of it were written. */
  get bytes(): number {
    return this.#sink.bytes;
  }

  /** Writes what is waiting now. */
  flush(): void {
    this.#recorder.flush();
  }

  /** From now on nothing waits for the end of a turn: there may be none. `turns` goes back. */
  setPace(pace: "turns" | "atOnce"): void {
    this.#pace = pace;
    if (pace === "atOnce") this.flush();
  }

  /** Takes the tap off, writes what is waiting, and closes the file. */
  close(): void {
    this.#tap.dispose();
    this.#recorder.close();
  }

  #schedule(flush: () => void): void {
    if (this.#pace === "atOnce") flush();
    else atEndOfTurn(flush);
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
