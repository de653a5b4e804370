/**
 * What two threads share of lines that one scans and the other takes: some slots, each with the rows of some lines, their new texts and what they are, and a few
 * numbers by which the threads know how far the other one is.
 */
import type { RowPlaces } from "../../log/scan/scanner.ts";

/** Whole numbers by which the threads wait for each other, at the beginning. */
export const CELL = {
  /** Grows with whatever the other thread says. */
  said: 0,
  /** Of how many slots it is known where their lines begin. */
  opened: 1,
  /** How many slots were filled. */
  filled: 2,
  /** How many of them the reader has taken and given back. */
  taken: 3,
  /** How often the reader has waited for a slot. */
  waits: 4,
  /** Not 0: nothing more is taken. */
  isStopped: 5,
  /** Not 0: nothing more is opened or filled. */
  hasEnded: 6,
} as const;

/** What stands at the beginning of a slot, as doubles. */
export const HEAD = { begins: 0, rows: 1, bytes: 2, texts: 3 } as const;

const CELLS_BYTES = 64;
const HEAD_BYTES = 64;

/** Room for the rows of a slot; as many as a scan gives at the most, or more. */
export const SLOT_ROWS = 16_384;
/** A slot with so many lines, or bytes of lines, is handed over: soon enough that nobody waits, late enough that handing over costs nothing. */
export const FULL_ROWS = 4_096;
export const FULL_BYTES: number = 4 * 1024 * 1024;
/** Room for the new texts of a slot, as UTF-8 one after the other, and for how many bytes each of them has. */
export const TEXT_BYTES: number = 256 * 1024;
export const SLOT_TEXTS = 16_384;
/** One that is filled, one that is taken, and some between them, so that neither thread waits for a hiccup of the other. */
const SLOTS = 6;

/** Where everything stands in the memory that is shared, in bytes. */
export interface SharedPlaces {
  readonly bytes: number;
  readonly cells: number;
  /** One double: up to where the reader has read. */
  readonly read: number;
  readonly slots: readonly SlotPlaces[];
}

export interface SlotPlaces {
  readonly head: number;
  readonly rows: RowPlaces;
  readonly textLengths: number;
  readonly texts: number;
}

/** Lays everything out. */
export function sharedPlaces(): SharedPlaces {
  let end = 0;
  const room = (bytes: number): number => {
    const from = end;
    end += Math.ceil(bytes / 64) * 64;
    return from;
  };
  const [cells, read] = [room(CELLS_BYTES), room(8)];
  const slots = Array.from({ length: SLOTS }, () => {
    const [head, narrow, wide, widest] = [room(HEAD_BYTES), () => room(SLOT_ROWS), () => room(SLOT_ROWS * 4), () => room(SLOT_ROWS * 8)];
    const rows: RowPlaces = [narrow(), wide(), wide(), narrow(), wide(), wide(), widest(), widest(), widest(), widest(), widest(), widest()];
    return { head, rows, textLengths: room(SLOT_TEXTS * 4), texts: room(TEXT_BYTES) };
  });
  return { bytes: end, cells, read, slots };
}
