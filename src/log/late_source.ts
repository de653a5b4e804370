/** A source whose bytes are still to come from somewhere: the log of an app that has made no Core yet. */
import type { OpenSource } from "./source.ts";

export class LateSource implements OpenSource {
  #source: OpenSource | undefined;
  #isClosed = false;

  get size(): number {
    return this.#source?.size ?? 0;
  }

  /** From here on it is that source. */
  become(source: OpenSource): void {
    if (this.#isClosed) source.close();
    else this.#source = source;
  }

  read(into: Uint8Array, offset: number): number {
    return this.#source?.read(into, offset) ?? 0;
  }

  look(): Promise<boolean> {
    return this.#source?.look() ?? Promise.resolve(false);
  }

  close(): void {
    this.#isClosed = true;
    this.#source?.close();
  }
}
