/** A file that grows by whole texts, each handed to the system before the call returns. */
import { Buffer } from "node:buffer";
import fs from "node:fs";

/** A file that text is appended to. */
export interface FileSink {
  readonly path: string;
  /** How many bytes were written through this sink. */
  readonly bytes: number;
  /** Has handed the whole text to the system when it returns: what was written survives a SIGKILL of this process. */
  write(text: string): void;
  close(): void;
}

export interface AppendSinkOptions {
  /** 0600 unless given: a log holds payloads. */
  readonly mode?: number;
  /** Refuses a file that is there already (`EEXIST`). */
  readonly exclusive?: boolean;
}

/** Opens a file for appending, synchronously; a link is not followed. @throws the `node:fs` error when it cannot be opened. */
export function appendSink(file: string, options: AppendSinkOptions = {}): FileSink {
  const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = fs.constants;
  const flags = O_WRONLY | O_CREAT | O_APPEND | (O_NOFOLLOW ?? 0) | (options.exclusive === true ? O_EXCL : 0);
  const fd = fs.openSync(file, flags, options.mode ?? 0o600);
  let bytes = 0;
  let isTorn = false;
  let open = true;
  return {
    path: file,
    get bytes() { return bytes; },
    write(text) {
      const chunk = Buffer.from(isTorn ? `\n${text}` : text, "utf8");
      // A file system may take less than it was given: a full disk takes what fits, then refuses.
      for (let at = 0; at < chunk.byteLength;) {
        const written = fs.writeSync(fd, chunk, at, chunk.byteLength - at);
        at += written;
        bytes += written;
        // Should the rest be refused, what is written next must not be taken for the end of this line.
        isTorn = at < chunk.byteLength;
      }
    },
    close() {
      if (open) fs.closeSync(fd);
      open = false;
    },
  };
}
