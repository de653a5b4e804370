/** A file that is not there yet, written from its beginning to its end; whoever gives up takes it away again. */
import fs from "node:fs";

/** A file that is being written. */
export interface NewFile {
  /** Writes further bytes; they may be kept back for a while. @throws the `node:fs` error. */
  write(bytes: Uint8Array): void;
  /** Writes what was kept back, and closes it. @throws the `node:fs` error. */
  close(): void;
  /** Closes it, and removes it. */
  discard(): void;
}

const KEPT_BYTES = 256 * 1024;

/** Makes a file, 0600. @throws the `node:fs` error; `EEXIST` where something stands there, also a link that leads nowhere. */
export function openNewFile(path: string): NewFile {
  const fd = fs.openSync(path, "wx", 0o600);
  const kept = new Uint8Array(KEPT_BYTES);
  let length = 0;
  const writeAll = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length;) at += fs.writeSync(fd, bytes, at, bytes.length - at);
  };
  const flush = (): void => {
    writeAll(kept.subarray(0, length));
    length = 0;
  };
  return {
    write(bytes) {
      if (length + bytes.length > KEPT_BYTES) flush();
      if (bytes.length > KEPT_BYTES) return writeAll(bytes);
      kept.set(bytes, length);
      length += bytes.length;
    },
    close() {
      flush();
      fs.closeSync(fd);
    },
    discard() {
      fs.closeSync(fd);
      fs.rmSync(path, { force: true });
    },
  };
}
