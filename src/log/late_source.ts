/** A source whose bytes are still to come from somewhere: the log of an app that has made no Core yet. */
import type { OpenSource } from "./source.ts";

export class LateSource implements OpenSource {
  #source: OpenSource | undefined;
  /** How many bytes there were when it was looked last. */
  #looked = 0;
  #isClosed = false;

  get size(): number {
    return this.#looked;
  }

  /** From here on it is that source; what that has already is found by the next look. */
  become(source: OpenSource): void {
    if (this.#isClosed) source.close();
    else this.#source = source;
  }

  read(into: Uint8Array, offset: number): number {
    return this.#source?.read(into, offset) ?? 0;
  }

  async look(): Promise<boolean> {
    await this.#source?.look();
    const before = this.#looked;
    this.#looked = this.#source?.size ?? 0;
    return this.#looked > before;
  }

  close(): void {
    this.#isClosed = true;
    this.#source?.close();
  }
}
