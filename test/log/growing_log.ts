// A log in memory that a test adds records to. Shared, registers nothing.
import { LogIndex } from "../../src/log/log_index.ts";
import type { Source } from "../../src/log/source.ts";

/** Bytes that more are added to. */
export class GrowingSource implements Source {
  #bytes = new Uint8Array(0);

  get size(): number {
    return this.#bytes.length;
  }

  add(bytes: Uint8Array): void {
    const more = new Uint8Array(this.#bytes.length + bytes.length);
    more.set(this.#bytes);
    more.set(bytes, this.#bytes.length);
    this.#bytes = more;
  }

  read(into: Uint8Array, offset: number): number {
    const part = this.#bytes.subarray(offset, offset + into.length);
    into.set(part);
    return part.length;
  }
}

/** A log, and what adds records or text to it and has that read. */
export interface Growing {
  readonly log: LogIndex;
  add(...lines: readonly (object | string)[]): void;
}

export function growingLog(): Growing {
  const source = new GrowingSource();
  const log = new LogIndex(source);
  return {
    log,
    add(...lines) {
      source.add(new TextEncoder().encode(lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("")));
      while (log.readMore());
    },
  };
}
