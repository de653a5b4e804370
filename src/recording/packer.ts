/**
 * Packs the closed parts of a recording, one after another, off the thread and without haste. A packed part appears under its
 * name only when it is whole, and the plain one goes after that: whenever the process ends, one of the two is there.
 */
import { idleTimer, pause } from "../host/clock.ts";
import { names, remove, rename } from "../host/disk.ts";
import { gzipFile } from "../host/gzip.ts";
import { type ClosedPart, closedParts, eachClosedPart, folderOf } from "../host/part_names.ts";

/** Between two pieces of 256 kB the process may end by itself: packing is not what it lives for. */
const REST_MS = 1;

/** Behind the name of a packed part while it is written. */
const UNFINISHED = ".tmp";

export interface PackerOptions {
  /** Told of a part that cannot be packed; it stays plain, until the recording is opened again. */
  readonly onFault: (error: Error) => void;
}

/** Packs a recording's closed parts. */
export class Packer {
  readonly #recording: string;
  readonly #onFault: (error: Error) => void;
  readonly #stop = new AbortController();
  /** Parts that were removed, maybe while they were being packed. */
  readonly #forgotten = new Set<number>();
  readonly #failed = new Set<number>();
  #state: "idle" | "packing" | "again" = "idle";

  constructor(recording: string, { onFault }: PackerOptions) {
    this.#recording = recording;
    this.#onFault = onFault;
  }

  /** Looks for closed parts that are plain. */
  look(): void {
    if (this.#stop.signal.aborted) return;
    if (this.#state !== "idle") this.#state = "again";
    else void this.#packAll();
  }

  /** A part is about to be removed: a packed one must not appear after it. */
  forget(part: number): void {
    this.#forgotten.add(part);
  }

  /** Resolves when no plain part is left to be packed; keeps the process alive until then. */
  async packed(): Promise<void> {
    while (this.#state !== "idle") await pause(REST_MS);
  }

  /** Ends it. A part that is being packed stays plain. */
  stop(): void {
    this.#stop.abort();
  }

  async #packAll(): Promise<void> {
    do {
      this.#state = "packing";
      try {
        for (let part = await this.#nextPlain(); part !== undefined; part = await this.#nextPlain()) await this.#pack(part);
      } catch (error) {
        this.#fault(this.#recording, error);
      }
    } while (this.#isAskedAgain());
    this.#state = "idle";
  }

  #isAskedAgain(): boolean {
    return this.#state === "again" && !this.#stop.signal.aborted;
  }

  async #nextPlain(): Promise<ClosedPart | undefined> {
    if (this.#stop.signal.aborted) return undefined;
    const there = eachClosedPart(this.#recording, await names(folderOf(this.#recording)).later());
    return there.find(({ number, isPacked }) => !isPacked && !this.#failed.has(number) && !this.#forgotten.has(number));
  }

  async #pack({ number, path }: ClosedPart): Promise<void> {
    const packed = `${path}.gz`;
    const unfinished = `${packed}${UNFINISHED}`;
    try {
      await remove(unfinished).later();
      await gzipFile(path, unfinished, { signal: this.#stop.signal, rest: () => new Promise((resolve) => void idleTimer(resolve, REST_MS)) });
      await rename(unfinished, packed).later();
      await remove(this.#forgotten.has(number) ? packed : path).later();
    } catch (error) {
      this.#failed.add(number);
      await remove(unfinished).later().catch(() => {});
      // One that was removed meanwhile is gone as it should be.
      if (!this.#stop.signal.aborted && !this.#forgotten.has(number)) this.#fault(path, error);
    }
  }

  #fault(path: string, error: unknown): void {
    this.#onFault(new Error(`Cannot pack "${path}": ${error instanceof Error ? error.message : String(error)}`, { cause: error }));
  }
}

/** Gives the paths of what a packer left that came to no end. */
export function unfinishedParts(recording: string, namesThere: readonly string[]): string[] {
  const unfinished = namesThere.filter((name) => name.endsWith(`.gz${UNFINISHED}`)).map((name) => name.slice(0, -UNFINISHED.length));
  return closedParts(recording, unfinished).map(({ path }) => `${path}${UNFINISHED}`);
}
