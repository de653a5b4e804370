/** `record()`: what an app calls to record a Core of its own. */
import { contextCarrier } from "../host/async_context.ts";
import { onProcessEnd } from "../host/process_end.ts";
import type { Core } from "../mod.ts";
import { currentHook, livingRecordings, setHook } from "./hook.ts";
import { type RecordOptions, settingsOf } from "./record_options.ts";
import { CoreRecording } from "./recording.ts";

export type { RecordOptions } from "./record_options.ts";

/** A recording that goes on. */
export interface Recording {
  /** The newest part, an absolute path. */
  readonly path: string;
  /** Writes what is waiting for the end of the turn now; a flight recorder goes on holding what it holds. */
  flush(): void;
  /** Makes a flight recorder write what it holds, and what follows; `on` is said in the log. Without a ring it only marks the place. */
  trigger(on?: string): void;
  /** Ends it: writes what is waiting and the totals, and gives the file up. While the disk is slow that goes on off the thread: see `closed`. Again is harmless. */
  close(): void;
  /** Resolves when it is closed and all that was taken is in the file, or lost and told. */
  readonly closed: Promise<void>;
  /** Does what `close()` does, at the end of a `using` block. */
  [Symbol.dispose](): void;
}

/**
 * Records a Core into a file, from now on: every message with its payload as it was sent, who handled it, how long that took, and what
 * failed. Order: the file is open, and locked against other writers, when this returns; what a turn of the event loop sent is in the
 * file at its end; a normal end of the process, `process.exit()` and an uncaught error lose nothing.
 *
 * Cost: at most 2 % of the app's thread unless `budget` says otherwise; memory: one batch of 64 kB, 32 MB while the disk is slow, and a ring of 64 MB
 * at the most. Needs, on Deno, to read and write the file and `<file>.lock`, with `rotate` its folder.
 *
 * @throws TypeError, SyntaxError or RangeError for an option that cannot be used, Error "Cannot record to …" for a file that cannot be
 * written, is a link, or is being recorded to already. After it has returned, nothing is thrown into the app: see `onFault`.
 * @example
 * const recording = record(core, { file: "incidents.jsonl", ring: "30s", on: ["error", "slow>500ms"], redact: ["key:email"] });
 * await core.ACTION({ type: "order.placed" });
 * recording.close();
 * await recording.closed;
 */
export function record(core: Pick<Core, "name" | "tap">, options: RecordOptions): Recording {
  // So that what a service sends through the core that it kept has its cause, too; an agent brings its own.
  if (currentHook() === undefined) setHook({ carrier: contextCarrier() });
  const settings = settingsOf(options);
  const recording = new CoreRecording(core, settings, { mode: "append", onFault: options.onFault });
  const recordings = livingRecordings();
  recordings.add(recording);
  const stop = onProcessEnd((end) => recording.processEnds(end));
  const close = (): void => {
    if (!recordings.delete(recording)) return;
    stop();
    recording.close();
  };
  return {
    path: recording.path,
    flush: () => recording.flush(),
    trigger: (on = "asked") => recording.trigger(on),
    close,
    closed: recording.closed,
    [Symbol.dispose]: close,
  };
}
