/**
 * The file of one part while it is written: where its next byte goes, and what has come of a batch when the disk takes only
 * a piece of it. All of it is steps, so it is done at once or off the thread.
 *
 * The place moves on only when a batch is over. A batch that is under way can so be written again from its beginning, over itself.
 */
import { byteAt, close, cutAt, lookAt, openForWriting, type DiskEntry, type DiskFile, type OpenMode, writeAt } from "../host/disk.ts";
import { reasonOf } from "../host/files.ts";
import { ReusedBytes } from "../host/reused_bytes.ts";
import { ask, type Steps } from "../host/steps.ts";
import type { Batch, Loss } from "../log/sink.ts";
import { lossOfLines } from "./losses.ts";

const NEWLINE = 10;

/** A part's file, open for writing. */
export class PartFile {
  /** Device and inode: whatever it is called, this is the file. */
  readonly id: string;
  readonly #file: DiskFile;
  /** A batch whose writing is abandoned keeps the buffer that it has: the system may still read from it. */
  readonly #bytes = new ReusedBytes();
  #end: number;
  #isTorn: boolean;

  /** Goes on in a file that is open; `isTorn`: its last line has no end. */
  constructor(file: DiskFile, entry: DiskEntry, isTorn: boolean) {
    this.#file = file;
    this.id = entry.id;
    this.#end = entry.bytes;
    this.#isTorn = isTorn;
  }

  /** Opens it; a last line without its end is ended before the first batch. @throws as `openForWriting()`. */
  static *open(path: string, mode: OpenMode): Steps<PartFile> {
    const { file, entry } = yield* openForWriting(path, mode);
    try {
      const isTorn = entry.bytes > 0 && (yield* ask(byteAt(file, entry.bytes - 1))) !== NEWLINE;
      return new PartFile(file, entry, isTorn);
    } catch (error) {
      yield* ask(close(file));
      throw error;
    }
  }

  /** How many bytes it has. */
  get bytes(): number {
    return this.#end;
  }

  /**
   * Writes a batch at the end. When only its first lines could be written, those stay, and the loss of the others is given.
   * @throws the `node:fs` error when no line of it could be.
   */
  *append({ text, pieces = [text] }: Batch): Steps<Loss | undefined> {
    const begin = this.#end;
    const lead = this.#isTorn ? 1 : 0;
    const bytes = this.#bytes.take(lead === 1 ? ["\n", ...pieces] : pieces);
    let done = 0;
    try {
      // A file system may take less than it was given: a full disk takes what fits, then refuses.
      while (done < bytes.byteLength) {
        const taken = yield* ask(writeAt(this.#file, bytes, done, begin + done));
        if (taken === 0) throw new Error("the disk took nothing");
        done += taken;
      }
    } catch (error) {
      done = Math.min(bytes.byteLength, Math.max(done, (yield* this.#size()) - begin));
      const whole = done === 0 ? 0 : bytes.lastIndexOf(NEWLINE, done - 1) + 1;
      yield* this.#keep(begin, done, whole);
      if (whole === bytes.byteLength) return undefined;
      if (whole <= lead) throw error;
      return lossOfLines(new TextDecoder().decode(bytes.subarray(whole)), `writing failed: ${reasonOf(error)}`);
    }
    this.#bytes.giveBack(bytes);
    this.#end = begin + done;
    this.#isTorn = false;
    return undefined;
  }

  /** Keeps the whole lines of what was taken, so that no piece of a line stands in the middle of the file; on a disk that lets nothing be taken back, it is ended later. */
  *#keep(begin: number, done: number, whole: number): Steps<void> {
    try {
      if (whole < done) yield* ask(cutAt(this.#file, begin + whole));
      this.#end = begin + whole;
      if (whole > 0) this.#isTorn = false;
    } catch {
      this.#end = begin + done;
      this.#isTorn = true;
    }
  }

  /** How large the file is: Deno does not say how much of a refused write was taken. */
  *#size(): Steps<number> {
    try {
      return (yield* ask(lookAt(this.#file))).bytes;
    } catch {
      return 0;
    }
  }

  /** Says what has become of it: how many names it has, how many bytes. */
  *look(): Steps<DiskEntry> {
    return yield* ask(lookAt(this.#file));
  }

  /** Somebody else changed it: goes on at its end as it is now. */
  *goOnAt(bytes: number): Steps<void> {
    this.#end = bytes;
    this.#isTorn = bytes > 0 && (yield* this.#isTornAt(bytes));
  }

  *close(): Steps<void> {
    yield* ask(close(this.#file));
  }

  *#isTornAt(end: number): Steps<boolean> {
    try {
      return (yield* ask(byteAt(this.#file, end - 1))) !== NEWLINE;
    } catch {
      // It may be written, not read (Deno): an empty line is better than two that are one.
      return true;
    }
  }
}
