/** What the other thread does: it reads files, scans their lines and hands the rows over, slot by slot, until it has come to the end or nobody takes them. */
import type { ThreadFiles } from "../../host/thread.ts";
import type { ScanExports } from "../../log/scan/wasm_scanner.ts";
import type { CELL, HEAD, SharedPlaces } from "./shared_rows.ts";

/** Where some bytes of the source stand. */
export interface FilePiece {
  /** Where they begin in the source. */
  readonly start: number;
  readonly bytes: number;
  readonly path: string;
  /** Device and inode: another file by that path is not read. */
  readonly id: string;
  /** Where they begin in the file. */
  readonly base: number;
  /** A newline follows them in the source that the file does not have. */
  readonly isMended: boolean;
}

/** What the thread is told. */
export interface ScanJob {
  /** The scanner. */
  readonly module: WebAssembly.Module;
  readonly pieces: readonly FilePiece[];
  readonly shared: SharedArrayBuffer;
  readonly places: SharedPlaces;
  readonly cell: typeof CELL;
  readonly head: typeof HEAD;
  readonly limits: {
    readonly slotRows: number;
    readonly fullRows: number;
    readonly fullBytes: number;
    readonly slotTexts: number;
    readonly slotTextBytes: number;
    /** As of `ScannerOptions`. */
    readonly textBytes: number;
    readonly readBytes: number;
    /** So much it leaves to a reader who would wait. */
    readonly leftBytes: number;
    /** When nobody takes anything for so long, nobody will. */
    readonly idleMs: number;
  };
}

/** Runs on the other thread, by its source: it names nothing outside itself but what every runtime has. */
export function scanFurtherOn(files: ThreadFiles, { module, pieces, shared, places, cell, head, limits }: ScanJob): void {
  const NEWLINE = 10;
  const cells = new Int32Array(shared, places.cells, 16);
  const readerAt = new Float64Array(shared, places.read, 1);
  const scan = new WebAssembly.Instance(module).exports as unknown as ScanExports;
  scan.limitTexts(limits.textBytes);

  const columnsOver = (buffer: ArrayBufferLike, of: (column: number) => number, rows: number) => [
    new Uint8Array(buffer, of(0), rows), new Uint32Array(buffer, of(1), rows), new Uint32Array(buffer, of(2), rows), new Uint8Array(buffer, of(3), rows),
    new Uint32Array(buffer, of(4), rows), new Uint32Array(buffer, of(5), rows), new Float64Array(buffer, of(6), rows), new Float64Array(buffer, of(7), rows),
    new Float64Array(buffer, of(8), rows), new Float64Array(buffer, of(9), rows), new Float64Array(buffer, of(10), rows), new Float64Array(buffer, of(11), rows),
  ] as const;
  const mostRows = scan.place(14);
  const scanned = () => ({ window: new Uint8Array(scan.memory.buffer, scan.place(12), scan.place(13)), columns: columnsOver(scan.memory.buffer, (column) => scan.place(column), mostRows) });
  let { window, columns } = scanned();
  const slots = places.slots.map((slot) => ({
    head: new Float64Array(shared, slot.head, 8), columns: columnsOver(shared, (column) => slot.rows[column]!, limits.slotRows),
    textLengths: new Uint32Array(shared, slot.textLengths, limits.slotTexts), texts: new Uint8Array(shared, slot.texts, limits.slotTextBytes),
  }));

  let at = 0;
  let fd = -1;
  /** Opens the file of a piece; false where another file stands there now. */
  const opened = ({ path, id }: FilePiece): boolean => {
    if (fd !== -1) return true;
    fd = files.openSync(path, "r");
    const { dev, ino } = files.fstatSync(fd);
    return `${dev}:${ino}` === id;
  };
  const readPiece = (into: Uint8Array, offset: number): number => {
    for (; at < pieces.length; at++) {
      const piece = pieces[at]!;
      const rest = piece.start + piece.bytes - offset;
      if (rest > 0) return opened(piece) ? files.readSync(fd, into, 0, Math.min(into.length, rest), piece.base + offset - piece.start) : 0;
      if (rest === 0 && piece.isMended) {
        into[0] = NEWLINE;
        return 1;
      }
      if (fd !== -1) files.closeSync(fd);
      fd = -1;
    }
    return 0;
  };
  /** Reads at an offset, as much as one file gives at once; 0 at the end, and where it cannot. Offsets do not go back. */
  const read = (into: Uint8Array, offset: number): number => {
    try {
      return readPiece(into, offset);
    } catch {
      return 0;
    }
  };

  /** Where the lines begin that are scanned next, and how much from there on the window holds. */
  let [told, held] = [0, 0];
  /** Goes on at the first line that begins behind an offset; false where there is none. */
  const skipTo = (offset: number): boolean => {
    held = 0;
    for (let from = offset, got = 1; got > 0; from += got) {
      got = read(window.subarray(0, limits.readBytes), from);
      const found = window.subarray(0, got).indexOf(NEWLINE);
      told = from + found + 1;
      if (found !== -1) return true;
    }
    return false;
  };

  const say = (what: number, value: number): void => {
    Atomics.store(cells, what, value);
    Atomics.add(cells, cell.said, 1);
    Atomics.notify(cells, cell.said);
  };
  let filled = 0;
  let waits = -1;
  /** Waits for a slot that nobody reads, and says where its lines will begin; false when nobody will want them. */
  const open = (): boolean => {
    for (let taken = Atomics.load(cells, cell.taken); filled - taken >= slots.length; taken = Atomics.load(cells, cell.taken)) {
      if (Atomics.load(cells, cell.isStopped) !== 0 || Atomics.wait(cells, cell.taken, taken, limits.idleMs) === "timed-out") return false;
    }
    if (Atomics.load(cells, cell.isStopped) !== 0) return false;
    const before = waits;
    waits = Atomics.load(cells, cell.waits);
    if (waits !== before && !skipTo(Math.max(told, readerAt[0]!) + limits.leftBytes)) return false;
    slots[filled % slots.length]!.head[head.begins] = told;
    say(cell.opened, filled + 1);
    return true;
  };

  let [rows, bytes, texts, textBytes] = [0, 0, 0, 0];
  const handOver = (): void => {
    const slot = slots[filled % slots.length]!;
    slot.head[head.rows] = rows;
    slot.head[head.bytes] = bytes;
    slot.head[head.texts] = texts;
    say(cell.filled, ++filled);
    [rows, bytes, texts, textBytes] = [0, 0, 0, 0];
  };

  let knownTexts = 1;
  /** Adds what the last scan found to the open slot; false when it does not fit. */
  const add = (count: number, taken: number): boolean => {
    const newTexts = scan.textCount() - knownTexts;
    let newBytes = 0;
    for (let text = knownTexts; text < knownTexts + newTexts; text++) newBytes += scan.textLength(text);
    if (rows + count > limits.slotRows || texts + newTexts > limits.slotTexts || textBytes + newBytes > limits.slotTextBytes) return false;
    const slot = slots[filled % slots.length]!;
    for (let column = 0; column < columns.length; column++) slot.columns[column]!.set(columns[column]!.subarray(0, count), rows);
    const [, start, end] = slot.columns;
    for (let row = rows; bytes > 0 && row < rows + count; row++) {
      start[row]! += bytes;
      end[row]! += bytes;
    }
    for (; knownTexts < scan.textCount(); knownTexts++) {
      const length = scan.textLength(knownTexts);
      slot.texts.set(new Uint8Array(scan.memory.buffer, scan.textAt(knownTexts), length), textBytes);
      slot.textLengths[texts++] = length;
      textBytes += length;
    }
    rows += count;
    bytes += taken;
    return true;
  };

  /** Fills the open slot; false when the files hold no further line, or one that no window holds. */
  const fill = (): boolean => {
    while (rows < limits.fullRows && bytes < limits.fullBytes) {
      const got = held === window.length ? 0 : read(window.subarray(held, held + limits.readBytes), told + held);
      if (got === 0) return false;
      held += got;
      for (let count = mostRows; count === mostRows;) {
        count = scan.scan(held);
        const taken = scan.taken();
        if (window.length === 0) ({ window, columns } = scanned());
        // The reader scans it itself.
        if (!add(count, taken)) return rows > 0;
        window.copyWithin(0, taken, held);
        told += taken;
        held -= taken;
      }
    }
    return true;
  };

  try {
    while (open()) {
      const goesOn = fill();
      if (rows > 0) handOver();
      if (!goesOn) break;
    }
  } finally {
    say(cell.hasEnded, 1);
  }
}
