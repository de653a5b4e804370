/** Where the bytes of a log come from: a file, the parts of a recording, memory, or something that makes them when asked. */
import type { StartScanAhead } from "./scan/ahead.ts";

/** Bytes by offset. Reading is at once: a window on the screen is some kilobytes. */
export interface Source {
  /** How many bytes there are now; it only grows. */
  readonly size: number;
  /** Reads bytes from `offset` on into `into`; gives how many: fewer than fit only at the end. @throws what the system says when it cannot. */
  read(into: Uint8Array, offset: number): number;
  /** Lets another thread scan further on in what there is now, for whoever reads it all. Absent: it cannot; undefined: it would not help. */
  readonly scanAhead?: StartScanAhead;
}

/** A source that is held open, and may grow. `size` changes only when it looks. */
export interface OpenSource extends Source {
  /** Looks what has been added; says whether there is more than before. Not two looks at a time. Rejects with what the system says when it cannot. */
  look(): Promise<boolean>;
  /** Gives back what it holds; what it had is no longer to be read. Again is harmless. */
  close(): void;
}

/** Gives a source over bytes in memory. */
export function memorySource(bytes: Uint8Array): Source {
  return {
    size: bytes.length,
    read(into, offset) {
      const part = bytes.subarray(offset, offset + into.length);
      into.set(part);
      return part.length;
    },
  };
}
