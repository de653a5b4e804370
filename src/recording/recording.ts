/**
 * A Core that is recorded into a file that stays: a recorder on its tap, perhaps a ring in memory, and the file. What goes wrong with it
 * is told in words, each once, and never thrown into the app.
 */
import { systemClock } from "../host/clock.ts";
import { complain, onSignal } from "../host/process.ts";
import { absolutePath, fileInfo, reasonOf, removeQuietly } from "../host/files.ts";
import { keyedHash } from "../host/keyed_hash.ts";
import { passes } from "../log/passes.ts";
import { PayloadEncoder } from "../log/payload_encoder.ts";
import { Ring } from "../log/ring.ts";
import { parseConditions } from "../log/triggers.ts";
import { parseSentFilter } from "../trace/filter/mod.ts";
import { CoreLog } from "./core_log.ts";
import type { WatchedCore } from "./hook.ts";
import { LogFile } from "./log_file.ts";
import type { RecordingSettings } from "./record_options.ts";
import { type Tell, tellOnce } from "./tell_once.ts";

export interface RecordingOptions {
  /** `new`: there must be no such file. */
  readonly mode: "new" | "append";
  /** Told in words what went wrong, each once. Absent: a line on standard error. */
  readonly onFault?: ((message: string) => void) | undefined;
  /** Told when something may have been written. */
  readonly onWritten?: () => void;
  /** A flight recorder that nothing happened to leaves its file, empty: whoever started the app sees by it that there was a Core. */
  readonly leavesEmpty?: boolean;
}

/** A Core that is being recorded. */
export class CoreRecording {
  readonly core: WatchedCore;
  /** The newest part, an absolute path. */
  readonly path: string;
  readonly #log: CoreLog;
  readonly #file: LogFile;
  readonly #ring: Ring | undefined;
  readonly #removesEmpty: boolean;
  readonly #tell: Tell;
  #hasToldLoss = false;
  #stopListening: () => void = () => {};
  /** What the file does at the ends of the process: it hears of them here, after the log has. */
  readonly #atEnds = new Set<(end: "ending" | "failing") => void>();

  /** The file is open and locked, and the Core is tapped, when this returns. @throws SyntaxError, TypeError or RangeError for a setting, Error when the file cannot be recorded to. */
  constructor(core: WatchedCore, settings: RecordingSettings, { mode, onFault = (message) => complain(`core-ipc: ${message}`), onWritten, leavesEmpty = false }: RecordingOptions) {
    const { ringMs, on, only, budget, redact, writing, rotate, keep, gzip } = settings;
    // Whatever cannot be read is refused before anything is opened.
    const triggers = parseConditions(on);
    const filter = only === undefined ? undefined : parseSentFilter(only);
    const tell = this.#tell = tellOnce(onFault, systemClock.now);
    const encoder = new PayloadEncoder({ rules: redact, hash: keyedHash(), onFault: tell });
    const onBroken = (error: unknown): void => tell(wordsFor(this.path, error));
    this.core = core;
    this.path = absolutePath(settings.file);
    this.#removesEmpty = !leavesEmpty && fileInfo(this.path) === undefined;
    const file = this.#file = new LogFile({
      path: this.path, mode, gzip, writing, onFault: onBroken,
      onProcessEnd: (run) => {
        this.#atEnds.add(run);
        return () => this.#atEnds.delete(run);
      },
      ...(rotate === undefined ? {} : { rotate }), ...(keep === undefined ? {} : { keep }),
    });
    let ring: Ring | undefined;
    try {
      this.#log = new CoreLog(core, {
        open: (at) => {
          ring = ringMs === undefined ? undefined : new Ring({ ringMs, now: at, destination: () => file, onFault: onBroken });
          return ring ?? file;
        },
        isImmediate: writing === "record" && ringMs === undefined,
        ringMs, encoder, triggers, onFault: onBroken,
        keepsOpen: ringMs !== undefined || rotate !== undefined,
        onTrigger: () => this.#ring?.release(),
        ...(budget === undefined ? {} : { budget }),
        ...(filter === undefined ? {} : { only: { text: filter.text, test: (dispatch) => passes(filter, dispatch) } }),
        ...(onWritten === undefined ? {} : { onWritten }),
      });
    } catch (error) {
      file.close();
      this.#removeEmpty();
      throw error;
    }
    this.#ring = ring;
    if (on.includes("signal")) this.#stopListening = onSignal("SIGUSR2", () => this.trigger("signal"));
  }

  /** How many bytes of it were written. */
  get bytes(): number {
    return this.#file.bytes;
  }

  /** Resolves when it is closed and all that was taken is written, or lost and told. */
  get closed(): Promise<void> {
    return this.#file.closed;
  }

  /** What a flight recorder holds, for whoever watches now. */
  get ring(): Ring | undefined {
    return this.#ring;
  }

  flush(): void {
    this.#log.flush();
  }

  trigger(on: string): void {
    this.#log.trigger(on);
  }

  processEnds(end: "ending" | "failing"): void {
    this.#log.processEnds(end);
    for (const run of this.#atEnds) run(end);
    if (end === "ending") this.#over();
  }

  close(): void {
    this.#stopListening();
    this.#log.close();
    // A ring that nothing happened to has never asked for its file.
    this.#file.close();
    this.#over();
  }

  #over(): void {
    this.#removeEmpty();
    const { untold } = this.#log;
    if (untold === 0 || this.#hasToldLoss) return;
    this.#hasToldLoss = true;
    this.#tell(`${untold} records of the log of "${this.core.name}" were lost, and "${this.path}" takes no record that says so`, true);
  }

  /** A flight recorder that nothing happened to leaves nothing. */
  #removeEmpty(): void {
    if (this.#removesEmpty && this.#file.bytes === 0) removeQuietly(this.path);
  }
}

function wordsFor(path: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith("Cannot ") ? message : `Cannot write the recording "${path}": ${reasonOf(error)}`;
}
