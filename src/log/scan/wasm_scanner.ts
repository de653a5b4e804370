/**
 * The scanner in WebAssembly: 64 bytes at a time, by SIMD. `assembly/` is its source, and `scan_wasm.ts` what is made of it. It is compiled when the first
 * scanner is made, at once: some milliseconds, without a permission, a file or an import.
 */
import { bytesOf } from "../base64.ts";
import { TEXT_BYTES } from "./byte_texts.ts";
import { SCAN_WASM } from "./scan_wasm.ts";
import { ScannedTexts } from "./scanned_texts.ts";
import { type Rows, rowsOver, type Scanner, type ScannerOptions } from "./scanner.ts";

/** What an instance of the module exports. */
export interface ScanExports {
  readonly memory: WebAssembly.Memory;
  scan(length: number): number;
  taken(): number;
  /** Where a column is, in the order of `Rows`; 12: the window; 13: its size; 14: how many rows there are at most. */
  place(which: number): number;
  limitTexts(bytes: number): void;
  textCount(): number;
  textAt(number: number): number;
  textLength(number: number): number;
  /** Where so many bytes may be put; 0 where there is no memory. */
  room(bytes: number): number;
  /** The number of the text that stands there; 0: there is no room. */
  intern(at: number, length: number): number;
  skipText(): number;
}

/** The module, compiled once: compiling costs some milliseconds, an instance of it next to nothing. */
const compiled: { module?: WebAssembly.Module } = {};

function theModule(): WebAssembly.Module {
  return compiled.module ??= new WebAssembly.Module(bytesOf(SCAN_WASM) ?? new Uint8Array(0));
}

/** Gives the module, to be instantiated elsewhere; undefined where it cannot be compiled. */
export function scanModule(): WebAssembly.Module | undefined {
  try {
    return theModule();
  } catch {
    return undefined;
  }
}

/** Gives a scanner in WebAssembly. @throws what the runtime says where it has no WebAssembly, or no SIMD. */
export function wasmScanner({ textBytes = TEXT_BYTES }: ScannerOptions = {}): Scanner {
  const scan = new WebAssembly.Instance(theModule()).exports as unknown as ScanExports;
  scan.limitTexts(textBytes);
  return new WasmScanner(scan);
}

class WasmScanner implements Scanner {
  readonly #scan: ScanExports;
  readonly #texts: ScannedTexts;
  #window: Uint8Array;
  #rows: Rows;

  constructor(scan: ScanExports) {
    this.#scan = scan;
    this.#window = windowOf(scan);
    this.#rows = rowsOf(scan);
    const bytesAt = (at: number, length: number) => new Uint8Array(scan.memory.buffer, at >>> 0, length >>> 0);
    this.#texts = new ScannedTexts({
      get length() {
        return scan.textCount() >>> 0;
      },
      bytesOf: (number) => bytesAt(scan.textAt(number), scan.textLength(number)),
      add(text) {
        if (text === undefined) return scan.skipText() !== 0;
        const at = scan.room(text.length);
        if (at === 0) return false;
        bytesAt(at, text.length).set(text);
        return scan.intern(at, text.length) !== 0;
      },
    });
  }

  get window(): Uint8Array {
    return this.#window;
  }

  get rows(): Rows {
    return this.#rows;
  }

  get taken(): number {
    return this.#scan.taken() >>> 0;
  }

  get texts(): number {
    return this.#texts.length;
  }

  scan(length: number): number {
    this.#texts.handOver();
    const count = this.#scan.scan(length);
    // Where memory has grown, the arrays over it are empty now.
    if (this.#window.length === 0) {
      this.#window = windowOf(this.#scan);
      this.#rows = rowsOf(this.#scan);
    }
    return count;
  }

  textOf(text: number): string {
    return this.#texts.textOf(text);
  }

  numberOf(text: string): number {
    return this.#texts.numberOf(text);
  }

  find(text: string): number {
    return this.#texts.find(text);
  }
}

function windowOf({ memory, place }: ScanExports): Uint8Array {
  return new Uint8Array(memory.buffer, place(12), place(13));
}

function rowsOf({ memory, place }: ScanExports): Rows {
  return rowsOver(memory.buffer, [place(0), place(1), place(2), place(3), place(4), place(5), place(6), place(7), place(8), place(9), place(10), place(11)], place(14));
}
