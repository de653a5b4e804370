/** The log of a Core that holds a ring of itself: whoever watches sees first what the ring holds, so an incident that is over can still be seen. */
import type { LivingRecording } from "../recording/hook.ts";
import { LogFile } from "../recording/log_file.ts";
import type { WatchedLog } from "./agent.ts";
import { spoolSettings } from "./spool.ts";

export interface AttachedLogOptions {
  readonly path: string;
  readonly onFault: (message: string) => void;
}

/** Opens a log that begins with what a ring holds, and follows it. @throws when the file cannot be made. */
export function attachLog(ring: NonNullable<LivingRecording["ring"]>, { path, onFault }: AttachedLogOptions): WatchedLog {
  const { rotate, keep, writing } = spoolSettings(path);
  const file = new LogFile({
    path, mode: "new", writing, ...(rotate === undefined ? {} : { rotate }), ...(keep === undefined ? {} : { keep }),
    onFault: ({ message }) => onFault(message),
  });
  ring.attach(file);
  return {
    path,
    get bytes() { return file.bytes; },
    // The ring belongs to the app's own recording, which hears of the process's end by itself.
    processEnds() {},
    close: () => ring.detach(file),
  };
}
