/**
 * All parts of a recording as one space of bytes, in the order in which they were written: closed parts, packed ones unpacked into a private file, and the newest,
 * which grows. When the newest is closed, its rest comes first and then the next one. A part that ends within a line gets a newline, so lines of two parts
 * are never one. What is missing, damaged or gone is told.
 */
import { type FileSource, fileSourceOf, openFileSource } from "../host/file_source.ts";
import { codeOf, fileInfo, reasonOf } from "../host/files.ts";
import { gunzipFile } from "../host/gzip.ts";
import { idAt, numberWhenClosed, openPartAfter, type OpenPart } from "../host/part_cursor.ts";
import { partPath } from "../host/part_names.ts";
import { openPrivateFile, type PrivateFile } from "../host/private_file.ts";
import { temporaryFolder } from "../host/process.ts";
import type { ScanAhead } from "../log/scan/ahead.ts";
import type { OpenSource } from "../log/source.ts";
import { type ByteReader, Stretches } from "../log/stretches.ts";
import { HeldParts } from "./held_parts.ts";
import { spoolFile } from "./pipe_source.ts";
import { scanAhead } from "./scan_ahead/scan_ahead.ts";
import type { FilePiece } from "./scan_ahead/scan_loop.ts";

/** So much of packed parts is unpacked at the most: a recording that large is rather kept plain, and a small file that claims more must not fill the disk. */
export const UNPACKED_BYTES: number = 64 * 1024 ** 3;

/** A second thread costs tens of milliseconds and some twenty megabytes: what is smaller is read sooner without. */
export const THREAD_BYTES: number = 64 * 1024 ** 2;

/** What of a recording could not be read. */
export interface PartProblem {
  /** The part, or the recording where parts are missing. */
  readonly path: string;
  /** Says it in words. */
  readonly message: string;
}

/** How a recording is opened. */
export interface PartsSourceOptions {
  /** Ends the opening, and each look; they reject with its reason. */
  readonly signal?: AbortSignal;
  /** Told of what cannot be read, when it is met. */
  readonly onProblem?: (problem: PartProblem) => void;
  /** Told how much was unpacked so far, in bytes. */
  readonly onUnpacked?: (bytes: number) => void;
  /** How many parts stay open at a time; `OPEN_PARTS` when absent. */
  readonly openParts?: number;
  /** `UNPACKED_BYTES` when absent. */
  readonly unpackedBytes?: number;
  /** A recording of so many bytes or more is scanned with the help of a second thread; `THREAD_BYTES` when absent, `Infinity` for never. */
  readonly threadBytes?: number;
}

/**
 * Opens a recording by the path of its newest part; also one part by its own path, and a pipe or device, which is read to its end. Packed parts are unpacked before
 * it resolves. Rejects with the `node:fs` error when there is nothing, or it may not be read. Needs the right to read the file and its folder.
 * @example
 * const source = await openPartsSource("run.jsonl");
 * const log = new LogIndex(source);
 * log.readAll();
 */
export async function openPartsSource(path: string, options: PartsSourceOptions = {}): Promise<OpenSource> {
  // Opening a pipe at once would wait for whoever writes, and it has no positions.
  if (fileInfo(path)?.kind === "other") return spoolFile(path, options.signal);
  const source = new Parts(path, options);
  try {
    await source.look();
    // Opening it says why there is nothing.
    if (source.isEmpty) openFileSource(path).close();
  } catch (error) {
    source.close();
    throw error;
  }
  return source;
}

class Parts implements OpenSource {
  readonly #path: string;
  readonly #options: PartsSourceOptions;
  readonly #held: HeldParts;
  readonly #stretches = new Stretches();
  readonly #aheads: ScanAhead[] = [];
  #unpacked: PrivateFile | undefined;
  /** The part that grows: its file is measured, and never closed before its end is known. */
  #newest: { part: OpenPart; file: FileSource } | undefined;
  /** The number of the last part. */
  #number = 0;
  #isEnded = false;
  #isClosed = false;

  constructor(path: string, options: PartsSourceOptions) {
    this.#path = path;
    this.#options = options;
    this.#held = new HeldParts((gone) => this.#tell(gone, `"${gone}" was removed: what stood there can be read no longer`), options.openParts);
  }

  get size(): number {
    return this.#stretches.size;
  }

  get isEmpty(): boolean {
    return this.#number === 0;
  }

  async look(): Promise<boolean> {
    const before = this.size;
    while (await this.#goOn());
    return this.size > before;
  }

  read(into: Uint8Array, offset: number): number {
    if (this.#isClosed) throw new Error(`Cannot read "${this.#path}": it was closed`);
    return this.#stretches.read(into, offset);
  }

  scanAhead(numberOf: (text: string) => number): ScanAhead | undefined {
    if (this.size < (this.#options.threadBytes ?? THREAD_BYTES)) return undefined;
    const pieces: FilePiece[] = [];
    for (const { start, bytes, base, isMended, place: { path, id } } of this.#stretches.all) {
      if (path === undefined || id === undefined) break;
      pieces.push({ start, bytes, base, isMended, path, id });
    }
    const ahead = scanAhead(pieces, numberOf);
    if (ahead !== undefined) this.#aheads.push(ahead);
    return ahead;
  }

  close(): void {
    this.#isClosed = true;
    for (const ahead of this.#aheads) ahead.stop();
    this.#newest?.file.close();
    this.#newest = undefined;
    this.#held.close();
    this.#unpacked?.close();
  }

  /** One step forward; whether there may be another. */
  async #goOn(): Promise<boolean> {
    this.#options.signal?.throwIfAborted();
    if (this.#isEnded || this.#isClosed) return false;
    if (this.#newest !== undefined) {
      const newest = this.#newest;
      // Asked first: what is written between the two is before its end.
      const there = idAt(this.#path);
      this.#measure(newest);
      if (there === undefined || there === this.#newest.part.id) return false;
      this.#closeNewest(this.#newest);
    }
    const next = openPartAfter(this.#path, this.#number);
    if (next === undefined) return false;
    if (this.#number > 0 && next.number > this.#number + 1) this.#tell(this.#path, `parts ${this.#number + 1} to ${next.number - 1} of "${this.#path}" are missing`);
    this.#number = next.number;
    await this.#begin(next);
    return true;
  }

  async #begin(part: OpenPart): Promise<void> {
    if (part.kind === "packed") {
      this.#isEnded = part.path === this.#path;
      return this.#unpack(part.path);
    }
    const file = fileSourceOf(part.fd, part.path);
    if (part.kind === "newest") this.#newest = { part, file };
    this.#stretches.add(part.kind === "newest" ? file : this.#held.hold(file), 0, file.size);
  }

  async #unpack(path: string): Promise<void> {
    const { signal, onUnpacked, unpackedBytes = UNPACKED_BYTES } = this.#options;
    const { source, append } = this.#unpacked ??= openPrivateFile();
    const from = source.size;
    const full = new AbortController();
    const take = (bytes: Uint8Array): void => {
      if (source.size + bytes.length > unpackedBytes) return full.abort();
      append(bytes);
      onUnpacked?.(source.size);
    };
    try {
      const how = await gunzipFile(path, (bytes) => full.signal.aborted ? undefined : take(bytes), signal === undefined ? full.signal : AbortSignal.any([signal, full.signal]));
      if (how !== "whole") this.#tell(path, `"${path}" ${how === "cut" ? "ends too early" : "is damaged"}: its beginning was read`);
    } catch (error) {
      signal?.throwIfAborted();
      if (full.signal.aborted) this.#tell(path, `"${path}" was not unpacked to its end: together with those before it has more than ${unpackedBytes.toLocaleString("en")} bytes`);
      else if (codeOf(error) === "ENOENT" && path !== this.#path) this.#tell(path, `"${path}" was removed before it was read`);
      else if (codeOf(error) === "ENOSPC") throw new Error(`Cannot unpack "${path}" into "${temporaryFolder()}": ${reasonOf(error)}`, { cause: error });
      else throw error;
    }
    this.#stretches.add(source, from, source.size - from);
  }

  #measure({ part, file }: { part: OpenPart; file: FileSource }): void {
    const added = file.measure();
    if (added >= 0) return this.#stretches.grow(added);
    this.#tell(part.path, `"${part.path}" became shorter while it was read: what stood there is gone, and reading goes on from its beginning`);
    this.#stretches.replace(file, shortened(part.path));
    file.close();
    const again = openFileSource(part.path);
    this.#newest = { part: { ...part, id: again.id }, file: again };
    this.#stretches.add(again, 0, again.size);
  }

  #closeNewest({ part, file }: { part: OpenPart; file: FileSource }): void {
    this.#number = numberWhenClosed(this.#path, part);
    this.#newest = undefined;
    const held = this.#held.hold(file);
    held.path = partPath(this.#path, this.#number);
    this.#stretches.replace(file, held);
  }

  #tell(path: string, message: string): void {
    this.#options.onProblem?.({ path, message });
  }
}

function shortened(path: string): ByteReader {
  return {
    read() {
      throw new Error(`Cannot read "${path}": it became shorter, and what stood there is gone`);
    },
  };
}
