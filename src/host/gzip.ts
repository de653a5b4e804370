/**
 * Files packed with gzip and unpacked again, off the thread and with bounded memory. gzip, because every runtime and every
 * tool reads it, several members one after another too, and what can be read of a cut one is known to be the beginning.
 */
import { Buffer } from "node:buffer";
import fs from "node:fs";
import { createGunzip, createGzip, type Gunzip, type Gzip } from "node:zlib";
import { type OffThread, openOffThread } from "./off_thread.ts";

/** Read at once for packing: as `readAll()`. */
const PACK_BYTES = 256 * 1024;

/** Read at once for unpacking. gzip packs a thousand times at the best, so this makes 16 MB at the worst. */
const UNPACK_BYTES = 16 * 1024;

export interface GzipOptions {
  /** Ends it; it rejects then. */
  readonly signal: AbortSignal;
  /** Waited for between one piece and the next. */
  readonly rest: () => Promise<void>;
}

/** Packs a file into a new one, 0600. Rejects when there is one already, or with what goes wrong; then the new file may hold a beginning. */
export async function gzipFile(from: string, to: string, { signal, rest }: GzipOptions): Promise<void> {
  const source = await fs.promises.open(from, "r");
  let target: fs.promises.FileHandle | undefined;
  let offThread: OffThread | undefined;
  try {
    target = await fs.promises.open(to, "wx", 0o600);
    offThread = await openOffThread(to).later();
    let position = 0;
    const packer = new Pieces(createGzip());
    const buffer = new Uint8Array(PACK_BYTES);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await source.read(buffer, 0, buffer.byteLength, null);
      const pieces = bytesRead === 0 ? await packer.end() : await packer.write(buffer.subarray(0, bytesRead));
      for (const piece of pieces) {
        await writeAll(target, offThread, piece, position);
        position += piece.byteLength;
      }
      if (bytesRead === 0) return;
      await rest();
    }
  } finally {
    await source.close();
    offThread?.close();
    await target?.close();
  }
}

/** How much of a packed file could be read: all of it; up to where it ends too early; or up to where it is no gzip any more. */
export type Unpacked = "whole" | "cut" | "damaged";

/** Unpacks a file in chunks, each only valid during its call; a promise that `onChunk` gives is waited for. Rejects with the `node:fs` error when it cannot be read. */
export async function gunzipFile(file: string, onChunk: (bytes: Uint8Array) => void | Promise<void>, signal?: AbortSignal): Promise<Unpacked> {
  const source = await fs.promises.open(file, "r");
  const unpacker = new Pieces(createGunzip());
  try {
    const buffer = new Uint8Array(UNPACK_BYTES);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await source.read(buffer, 0, buffer.byteLength, null);
      // An empty file is a writer that came no further.
      if (bytesRead === 0 && unpacker.isUntouched) return "cut";
      for (const piece of bytesRead === 0 ? await unpacker.end() : await unpacker.write(buffer.subarray(0, bytesRead))) await onChunk(piece);
      if (unpacker.error !== undefined) return codeOfZlib(unpacker.error) === "Z_BUF_ERROR" ? "cut" : "damaged";
      if (bytesRead === 0) return "whole";
    }
  } finally {
    unpacker.destroy();
    await source.close();
  }
}

/** A transform of node:zlib that is given a piece at a time, and gives what came out of it: nothing of it is lost to an error that follows. */
class Pieces {
  readonly #stream: Gzip | Gunzip;
  readonly #ended: Promise<void>;
  #out: Uint8Array[] = [];
  isUntouched = true;
  error: Error | undefined;

  constructor(stream: Gzip | Gunzip) {
    this.#stream = stream;
    stream.on("data", (bytes: Uint8Array) => this.#out.push(bytes));
    this.#ended = new Promise((resolve) => {
      stream.once("end", resolve);
      stream.on("error", (error: Error) => {
        this.error ??= error;
        resolve();
      });
    });
  }

  async write(bytes: Uint8Array): Promise<Uint8Array[]> {
    this.isUntouched = false;
    await Promise.race([this.#ended, new Promise<void>((resolve) => this.#stream.write(Buffer.from(bytes), () => resolve()))]);
    return this.#take();
  }

  async end(): Promise<Uint8Array[]> {
    this.#stream.end();
    await this.#ended;
    return this.#take();
  }

  destroy(): void {
    this.#stream.destroy();
  }

  #take(): Uint8Array[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }
}

async function writeAll(target: fs.promises.FileHandle, offThread: OffThread | undefined, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.byteLength;) {
    at += offThread === undefined
      ? (await target.write(bytes, at, bytes.byteLength - at, position + at)).bytesWritten
      : await offThread.write(bytes.subarray(at), position + at);
  }
}

function codeOfZlib(error: Error): unknown {
  return "code" in error ? error.code : undefined;
}
