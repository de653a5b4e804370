/**
 * Several logs as one space of bytes, with borders: one after another as far as they go, then what is added to each as it is seen. A log that grows gives whole lines
 * only, so no line of one stands within a line of another; `finish()` adds what they end with.
 */
import type { OpenSource } from "./source.ts";
import { Stretches } from "./stretches.ts";

const NEWLINE = 10;
const LOOK_BACK = 64 * 1024;

/** From `from` on the bytes are those of the `log`-th log, up to the next border. */
export interface Border {
  /** In bytes. */
  readonly from: number;
  /** Which log it is, from 0. */
  readonly log: number;
}

/** Several logs as one. */
export interface JoinedSource extends OpenSource {
  /** Where the bytes of one log end and those of another begin, by offset. It grows with the bytes. */
  readonly borders: readonly Border[];
  /** Adds the ends of the logs that are no whole lines: nothing more will be looked for. */
  finish(): void;
}

/** Joins sources; they belong to it from now on. `look()` once before anything is there. */
export function joinSources(sources: readonly OpenSource[]): JoinedSource {
  return new Joined(sources);
}

class Joined implements JoinedSource {
  readonly borders: Border[] = [];
  readonly #sources: readonly OpenSource[];
  readonly #stretches = new Stretches();
  /** How much of each is in. */
  readonly #taken: number[];

  constructor(sources: readonly OpenSource[]) {
    this.#sources = sources;
    this.#taken = sources.map(() => 0);
  }

  get size(): number {
    return this.#stretches.size;
  }

  async look(): Promise<boolean> {
    const before = this.size;
    await Promise.all(this.#sources.map((source) => source.look()));
    this.#takeEach((source, taken) => wholeLinesEnd(source, taken));
    return this.size > before;
  }

  finish(): void {
    this.#takeEach((source) => source.size);
  }

  read(into: Uint8Array, offset: number): number {
    return this.#stretches.read(into, offset);
  }

  close(): void {
    for (const source of this.#sources) source.close();
  }

  #takeEach(endOf: (source: OpenSource, taken: number) => number): void {
    this.#sources.forEach((source, log) => {
      const taken = this.#taken[log] ?? 0;
      const end = endOf(source, taken);
      if (end === taken) return;
      this.#taken[log] = end;
      if (this.borders.at(-1)?.log === log) return this.#stretches.grow(end - taken);
      this.borders.push({ from: this.#stretches.add(source, taken, end - taken), log });
    });
  }
}

/** Behind the last newline of a source; `from` where there is none. */
function wholeLinesEnd(source: OpenSource, from: number): number {
  const buffer = new Uint8Array(LOOK_BACK);
  for (let end = source.size; end > from;) {
    const start = Math.max(from, end - LOOK_BACK);
    const piece = buffer.subarray(0, end - start);
    source.read(piece, start);
    const at = piece.lastIndexOf(NEWLINE);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return from;
}
