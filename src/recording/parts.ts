/** The parts of a recording, read as the one stream of lines that they were written as, with bounded memory. */
import { fileInfo, namesIn, READ_BYTES, readAll } from "../host/files.ts";
import { gunzipFile } from "../host/gzip.ts";
import { closePart, openPartAfter, type OpenPart, readAt } from "../host/part_cursor.ts";
import { eachClosedPart, folderOf } from "../host/part_names.ts";

const NEWLINE = 10;

/** What of a recording could not be read. */
export interface PartProblem {
  /** The part, or the recording where parts are missing. */
  readonly path: string;
  /** Says it in words. */
  readonly message: string;
}

export interface ReadPartsOptions {
  /** Ends the reading; it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told where it stands: what comes after it was written after what is missing. */
  readonly onProblem?: (problem: PartProblem) => void;
}

/** Gives the files of a recording in order: closed parts, packed ones too, then the newest. None: there is no such recording. */
export function recordingParts(path: string): string[] {
  const closed = eachClosedPart(path, namesIn(folderOf(path))).map((part) => part.path);
  return fileInfo(path) === undefined ? closed : [...closed, path];
}

/**
 * Reads a recording, by the path of its newest part, up to the end that it has then; parts may be closed, packed or removed
 * meanwhile. Each chunk is only valid during its call; a promise that `onChunk` gives is waited for. A part that ends within
 * a line gets a newline, so lines of two parts are never one. Rejects with the `node:fs` error.
 */
export async function readParts(path: string, onChunk: (bytes: Uint8Array) => void | Promise<void>, options: ReadPartsOptions = {}): Promise<void> {
  // A pipe or a device has no parts, and opening it at once would wait for whoever writes.
  if (fileInfo(path)?.kind === "other") return readAll(path, onChunk, options.signal);
  const reader = new PartsReader(path, onChunk, options);
  for (let part = openPartAfter(path, 0); part !== undefined; part = part.path === path ? undefined : openPartAfter(path, part.number)) await reader.read(part);
  // Opening it says why there is nothing.
  if (reader.isEmpty) await readAll(path, onChunk, options.signal);
}

class PartsReader {
  readonly #path: string;
  readonly #onChunk: (bytes: Uint8Array) => void | Promise<void>;
  readonly #options: ReadPartsOptions;
  readonly #buffer = new Uint8Array(READ_BYTES);
  #before: OpenPart | undefined;
  #isAtLineEnd = true;

  constructor(path: string, onChunk: (bytes: Uint8Array) => void | Promise<void>, options: ReadPartsOptions) {
    this.#path = path;
    this.#onChunk = onChunk;
    this.#options = options;
  }

  /** Whether no part was there. */
  get isEmpty(): boolean {
    return this.#before === undefined;
  }

  async read(part: OpenPart): Promise<void> {
    const before = this.#before?.number;
    this.#before = part;
    try {
      if (before !== undefined && part.number > before + 1) this.#tell(this.#path, `parts ${before + 1} to ${part.number - 1} of "${this.#path}" are missing`);
      if (!this.#isAtLineEnd) await this.#hand(new Uint8Array([NEWLINE]));
      if (part.kind === "packed") await this.#unpack(part);
      else await this.#readPlain(part);
    } finally {
      closePart(part);
    }
  }

  async #readPlain({ fd }: OpenPart): Promise<void> {
    for (let position = 0;;) {
      this.#options.signal?.throwIfAborted();
      const bytes = await readAt(fd, this.#buffer, position);
      if (bytes === 0) return;
      position += bytes;
      await this.#hand(this.#buffer.subarray(0, bytes));
    }
  }

  async #unpack({ path }: OpenPart): Promise<void> {
    const how = await gunzipFile(path, (bytes) => this.#hand(bytes), this.#options.signal);
    if (how !== "whole") this.#tell(path, `"${path}" ${how === "cut" ? "ends too early" : "is damaged"}: its beginning was read`);
  }

  async #hand(bytes: Uint8Array): Promise<void> {
    this.#isAtLineEnd = bytes.at(-1) === NEWLINE;
    await this.#onChunk(bytes);
  }

  #tell(path: string, message: string): void {
    this.#options.onProblem?.({ path, message });
  }
}
