/** Scans the files of a source on another thread, ahead of whoever reads them. */
import { runOnThread } from "../../host/thread.ts";
import type { ScanAhead, ScannedLines } from "../../log/scan/ahead.ts";
import { ROW, type Rows, rowsOver } from "../../log/scan/scanner.ts";
import { scanModule } from "../../log/scan/wasm_scanner.ts";
import { type FilePiece, scanFurtherOn, type ScanJob } from "./scan_loop.ts";
import { CELL, FULL_BYTES, FULL_ROWS, HEAD, sharedPlaces, SLOT_ROWS, SLOT_TEXTS, TEXT_BYTES } from "./shared_rows.ts";

/** So much is left to a reader who would wait. */
const LEFT_BYTES = 2 * 1024 * 1024;
const READ_BYTES = 64 * 1024;
/** Texts that the thread keeps beside the reader's: lines with others are parsed. */
const KEPT_TEXT_BYTES = 16 * 1024 * 1024;
/** A reader who takes nothing for so long has forgotten it. */
const IDLE_MS = 60_000;
/** A thread that hands nothing over for so long gets no time, or is dead. */
const PATIENCE_MS = 1_000;

/** Starts a thread over files; undefined where there can be none. */
export function scanAhead(pieces: readonly FilePiece[], numberOf: (text: string) => number): ScanAhead | undefined {
  const module = scanModule();
  if (module === undefined || pieces.length === 0) return undefined;
  const places = sharedPlaces();
  const shared = new SharedArrayBuffer(places.bytes);
  const limits = {
    slotRows: SLOT_ROWS, fullRows: FULL_ROWS, fullBytes: FULL_BYTES, slotTexts: SLOT_TEXTS, slotTextBytes: TEXT_BYTES, textBytes: KEPT_TEXT_BYTES, readBytes: READ_BYTES, leftBytes: LEFT_BYTES, idleMs: IDLE_MS,
  };
  const job: ScanJob = { module, pieces, shared, places, cell: CELL, head: HEAD, limits };
  return runOnThread(scanFurtherOn, job) ? new Ahead(job, numberOf) : undefined;
}

class Ahead implements ScanAhead {
  readonly #cells: Int32Array;
  readonly #read: Float64Array;
  readonly #slots: readonly { readonly head: Float64Array; readonly rows: Rows; readonly textLengths: Uint32Array; readonly texts: Uint8Array }[];
  readonly #numberOf: (text: string) => number;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** From the thread's numbers of texts to the reader's. */
  readonly #mine: number[] = [0];
  #taken = 0;
  #holdsSlot = false;

  constructor({ shared, places }: ScanJob, numberOf: (text: string) => number) {
    this.#cells = new Int32Array(shared, places.cells, 16);
    this.#read = new Float64Array(shared, places.read, 1);
    this.#slots = places.slots.map(({ head, rows, textLengths, texts }) => ({
      head: new Float64Array(shared, head, 8), rows: rowsOver(shared, rows, SLOT_ROWS), textLengths: new Uint32Array(shared, textLengths, SLOT_TEXTS), texts: new Uint8Array(shared, texts, TEXT_BYTES),
    }));
    this.#numberOf = numberOf;
  }

  begins(read: number): number | "later" | "never" {
    this.#read[0] = read;
    this.#giveBack();
    // The thread takes its time to start; from then on it says at once where it goes on.
    if (Atomics.load(this.#cells, CELL.opened) === 0 && Atomics.load(this.#cells, CELL.hasEnded) === 0) return "later";
    return this.#waitFor(CELL.opened) ? this.#slot.head[HEAD.begins]! : "never";
  }

  next(): ScannedLines | undefined {
    if (Atomics.load(this.#cells, CELL.filled) === this.#taken) Atomics.add(this.#cells, CELL.waits, 1);
    if (!this.#waitFor(CELL.filled)) return undefined;
    this.#holdsSlot = true;
    const { head, rows, texts, textLengths } = this.#slot;
    const count = head[HEAD.rows]!;
    this.#learn(texts, textLengths.subarray(0, head[HEAD.texts]));
    this.#renumber(rows, count);
    return { rows, count, bytes: head[HEAD.bytes]! };
  }

  stop(): void {
    Atomics.store(this.#cells, CELL.isStopped, 1);
    Atomics.notify(this.#cells, CELL.taken);
  }

  get #slot(): { readonly head: Float64Array; readonly rows: Rows; readonly textLengths: Uint32Array; readonly texts: Uint8Array } {
    return this.#slots[this.#taken % this.#slots.length]!;
  }

  #giveBack(): void {
    if (!this.#holdsSlot) return;
    this.#holdsSlot = false;
    Atomics.store(this.#cells, CELL.taken, ++this.#taken);
    Atomics.notify(this.#cells, CELL.taken);
  }

  /** Waits until one more slot is opened, or filled, than were taken. */
  #waitFor(which: typeof CELL.opened | typeof CELL.filled): boolean {
    const cells = this.#cells;
    for (;;) {
      const said = Atomics.load(cells, CELL.said);
      if (Atomics.load(cells, which) > this.#taken) return true;
      if (Atomics.load(cells, CELL.hasEnded) !== 0) return Atomics.load(cells, which) > this.#taken;
      if (Atomics.wait(cells, CELL.said, said, PATIENCE_MS) === "timed-out") return false;
    }
  }

  #learn(bytes: Uint8Array, lengths: Uint32Array): void {
    let from = 0;
    for (const length of lengths) {
      // A copy: shared bytes are not decoded.
      this.#mine.push(this.#numberOf(this.#decoder.decode(bytes.slice(from, from + length))));
      from += length;
    }
  }

  #renumber({ kind, type, who }: Rows, count: number): void {
    const mine = this.#mine;
    for (let row = 0; row < count; row++) {
      if (kind[row] === ROW.other) continue;
      type[row] = mine[type[row]!]!;
      who[row] = mine[who[row]!]!;
    }
  }
}
