/**
 * The files of a recording that stay open while they are read: a part that its writer removes meanwhile stays readable. So many at a time; what was not read for
 * longest is closed first, and opened again by its path when it is asked for. One that was removed by then is gone, and that is said.
 */
import { openFileSource, type FileSource } from "../host/file_source.ts";
import { codeOf } from "../host/files.ts";

/** A spool has nine parts. Systems give a process 256 descriptors at the least: a quarter of them. */
export const OPEN_PARTS = 64;

/** A part that can be read. */
export interface HeldPart {
  /** Where it stands now: the newest gets another name when it is closed. */
  path: string;
  readonly id: string;
  /** Reads from an offset of the part; as `Source.read()`. @throws Error when it was removed, or became shorter */
  read(into: Uint8Array, offset: number): number;
}

/** Holds the parts of one recording open, up to `most` of them. */
export class HeldParts {
  readonly #most: number;
  readonly #onGone: (path: string) => void;
  /** The one that was read last stands last. */
  readonly #open = new Map<HeldPart, FileSource>();

  constructor(onGone: (path: string) => void, most: number = OPEN_PARTS) {
    this.#onGone = onGone;
    this.#most = most;
  }

  /** Takes an open file over, and may close another. */
  hold(file: FileSource): HeldPart {
    const part: HeldPart = { path: file.path, id: file.id, read: (into, offset) => this.#of(part).read(into, offset) };
    this.#put(part, file);
    return part;
  }

  close(): void {
    for (const file of this.#open.values()) file.close();
    this.#open.clear();
  }

  #of(part: HeldPart): FileSource {
    const file = this.#open.get(part) ?? this.#openAgain(part);
    this.#open.delete(part);
    this.#put(part, file);
    return file;
  }

  #put(part: HeldPart, file: FileSource): void {
    this.#open.set(part, file);
    for (const [other, its] of this.#open) {
      if (this.#open.size <= this.#most) return;
      its.close();
      this.#open.delete(other);
    }
  }

  #openAgain(part: HeldPart): FileSource {
    const file = opened(part.path);
    if (file?.id === part.id) return file;
    file?.close();
    this.#onGone(part.path);
    throw new Error(`Cannot read "${part.path}": it was removed while it was not open; at most ${this.#most} parts are at a time`);
  }
}

function opened(path: string): FileSource | undefined {
  try {
    return openFileSource(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
