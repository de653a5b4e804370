/**
 * Writes a recording part by part: lines at the end of `run.jsonl`; a new part under a passing name until its first lines
 * are in it, so that whoever reads never sees one without its header, and a full disk leaves the old one where it is.
 *
 * Once a second it looks whether its file is still the one that stands at the path. All of it is steps.
 */
import { type DiskEntry, look, lookIfAllowed, names, type OpenMode, remove, rename } from "../host/disk.ts";
import { closedParts, folderOf, partPath } from "../host/part_names.ts";
import { ask, doNow, type Steps } from "../host/steps.ts";
import type { Batch, Loss } from "../log/sink.ts";
import { WrittenTally } from "./written_tally.ts";
import { PartFile } from "./part_file.ts";

/** How often it is looked whether the file is still there: what is lost with one that was removed is a second's records. */
export const LOOK_EVERY_MS = 1_000;

/**
 * What has become of the file. `here`: it stands at its path. `moved`: it has another name by now, and goes on there until a
 * new part begins. `cut`: somebody shortened it. `removed`: what is written to it is gone.
 */
type Place = "here" | "moved" | "cut" | "removed";

export interface PartsWriterOptions {
  readonly path: string;
  /** Records are lost that had been taken. */
  readonly onLost: (loss: Loss) => void;
  readonly onFault: (error: Error) => void;
}

/** Writes the parts of one recording. */
export class PartsWriter {
  readonly #options: PartsWriterOptions;
  #part: PartFile;
  #place: Place = "here";
  #hasFolder = true;
  #lookedAt = 0;
  /** The highest number of a closed part that this writer has seen: numbers do not begin again when the cap has removed all. */
  #closed = 0;
  /** What was written since the file was last seen at its path. */
  readonly #sinceLook = new WrittenTally();
  /** The part that `begin()` found. */
  #before: PartFile | undefined;
  /** A new part with its first lines in it that has not got its name yet. */
  #coming: PartFile | undefined;

  /** Goes on with a part that is open. */
  constructor(part: PartFile, options: PartsWriterOptions) {
    this.#part = part;
    this.#options = options;
  }

  /** Whether a new part must begin, and can: the file is not what it was. */
  get needsPart(): boolean {
    return this.#place !== "here" && this.#hasFolder;
  }

  /** How many bytes the part has. */
  get bytes(): number {
    return this.#part.bytes;
  }

  /** Writes a batch. @throws when no line of it is written. */
  *append(batch: Batch): Steps<void> {
    if (Math.abs(batch.at - this.#lookedAt) >= LOOK_EVERY_MS) yield* this.#look(batch.at);
    if (this.#place === "removed") throw new Error(this.#hasFolder ? "its file was removed" : `there is no folder "${folderOf(this.#options.path)}" any more`);
    const loss = yield* this.#part.append(batch);
    this.#sinceLook.add(batch);
    if (loss !== undefined) this.#options.onLost(loss);
  }

  /** Begins a new part. @throws when it cannot: then the old one goes on. */
  *begin(head: Batch): Steps<void> {
    this.#before = this.#part;
    yield* this.#look(head.at);
    if (this.#place === "here") yield* this.#rotate(head);
    else if (this.#place === "cut") yield* whole(this.#part, head);
    else yield* this.#reopen(head);
    this.#place = "here";
    this.#hasFolder = true;
    this.#sinceLook.clear();
  }

  /**
   * A `begin()` was abandoned, and its last call may still be under way: whichever file it leaves at the path goes on. Closes
   * none. @throws as `append()`.
   */
  settle(head: Batch): void {
    const coming = this.#coming;
    this.#coming = undefined;
    if (this.#part !== this.#before) return;
    const { path } = this.#options;
    const there = coming === undefined ? undefined : look(path).now();
    if (coming !== undefined && there === undefined) rename(comingPath(path), path).now();
    if (coming !== undefined && (there === undefined || there.id === coming.id)) this.#part = coming;
    // Its file is nowhere, or elsewhere: a new one begins, as it does when there is time.
    else if (this.#place === "removed") this.#part = doNow(opened(path, "append", head));
    else doNow(whole(this.#part, head));
  }

  /** Goes on where it is, after a while in which another process may have written to the file. */
  *resume(): Steps<void> {
    const { bytes } = yield* this.#part.look();
    if (bytes !== this.#part.bytes) yield* this.#part.goOnAt(bytes);
  }

  *close(): Steps<void> {
    yield* this.#part.close();
  }

  *#rotate(head: Batch): Steps<void> {
    const { path } = this.#options;
    const fresh = yield* this.#fresh(head);
    this.#coming = fresh;
    try {
      this.#closed = yield* freeNumber(path, this.#closed);
      const closed = partPath(path, this.#closed);
      yield* ask(rename(path, closed));
      try {
        yield* ask(rename(comingPath(path), path));
      } catch (error) {
        yield* ask(rename(closed, path));
        throw error;
      }
    } catch (error) {
      this.#coming = undefined;
      yield* fresh.close();
      yield* ask(remove(comingPath(path)));
      throw error;
    }
    this.#coming = undefined;
    yield* this.#goOnWith(fresh);
  }

  /** Makes the new part under its passing name, with its first lines. */
  *#fresh(head: Batch): Steps<PartFile> {
    const path = comingPath(this.#options.path);
    // One that is there was left by a process that died here; nothing but its first lines is in it.
    yield* ask(remove(path));
    try {
      return yield* opened(path, "new", head);
    } catch (error) {
      yield* ask(remove(path));
      throw error;
    }
  }

  /** The file is elsewhere, or nowhere: begins one at the path. What stands there by now (a tool that moves logs away may have made it) is added to. */
  *#reopen(head: Batch): Steps<void> {
    yield* this.#goOnWith(yield* opened(this.#options.path, "append", head));
  }

  *#goOnWith(part: PartFile): Steps<void> {
    const old = this.#part;
    this.#part = part;
    yield* old.close();
  }

  *#look(at: number): Steps<void> {
    this.#lookedAt = at;
    let own: DiskEntry;
    let there: DiskEntry | undefined;
    try {
      own = yield* this.#part.look();
      there = yield* ask(lookIfAllowed(this.#options.path));
      if (this.#place !== "here" && this.#place !== "cut") this.#hasFolder = (yield* ask(look(folderOf(this.#options.path))))?.kind === "folder";
    } catch {
      // A disk that cannot be looked at will say so when it is written to.
      return;
    }
    yield* this.#judge(own, there);
  }

  *#judge(own: DiskEntry, there: DiskEntry | undefined): Steps<void> {
    const was = this.#place;
    if (own.names === 0) this.#place = "removed";
    else if (there !== undefined && there.id !== own.id) this.#place = "moved";
    else if (there === undefined && (yield* this.#isGoneFromPath())) this.#place = "moved";
    else if (own.bytes < this.#part.bytes) this.#place = "cut";
    if (this.#place === was) {
      if (was === "here") this.#sinceLook.clear();
      return;
    }
    if (this.#place === "cut") yield* this.#part.goOnAt(own.bytes);
    this.#hasFolder = (yield* ask(lookIfAllowed(folderOf(this.#options.path)))) !== undefined || this.#place === "cut";
    this.#tell(this.#place);
  }

  /** Nothing was seen at the path: nothing is there, or it may not be looked at. */
  *#isGoneFromPath(): Steps<boolean> {
    try {
      return (yield* ask(look(this.#options.path))) === undefined;
    } catch {
      return false;
    }
  }

  #tell(place: Place): void {
    const { path, onFault, onLost } = this.#options;
    const loss = this.#sinceLook.loss("the file was removed, or cut, while it was written");
    if (place !== "moved" && loss !== undefined) onLost(loss);
    this.#sinceLook.clear();
    const what = place === "moved" ? "was moved away: what was written to it is there" : place === "cut" ? "was cut by another program" : "was removed";
    onFault(new Error(`"${path}" ${what}; the recording goes on in ${place === "cut" ? "it" : this.#hasFolder ? "a new file" : "a new file when there is a folder for it"}`));
  }
}

/** Removes what a rotation left that came to no end. */
export function* removeUnfinished(recording: string): Steps<void> {
  yield* ask(remove(comingPath(recording)));
}

/** Moves the newest part away, to make room for a new one. @throws the `node:fs` error. */
export function* moveAway(recording: string): Steps<void> {
  yield* ask(rename(recording, partPath(recording, yield* freeNumber(recording, 0))));
}

/** A number that no closed part has: after the highest that is there, or was. Nothing is replaced: what is there was looked at under the lock. */
function* freeNumber(recording: string, highest: number): Steps<number> {
  const there = closedParts(recording, yield* ask(names(folderOf(recording)))).at(-1)?.number ?? 0;
  return Math.max(there, highest) + 1;
}

/** Opens what stands at the path, or makes it, and writes a part's first lines. */
function* opened(path: string, mode: OpenMode, head: Batch): Steps<PartFile> {
  const part = yield* PartFile.open(path, mode);
  try {
    yield* whole(part, head);
    return part;
  } catch (error) {
    yield* part.close();
    throw error;
  }
}

/** A part's first lines are written whole, or it does not begin. */
function* whole(part: PartFile, head: Batch): Steps<void> {
  const loss = yield* part.append(head);
  if (loss !== undefined) throw new Error(loss.reason);
}

/** The passing name of a part whose first lines are being written. */
function comingPath(recording: string): string {
  return `${recording}.next`;
}
