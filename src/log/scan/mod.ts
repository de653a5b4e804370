/** The scanner of logs: the quickest that this runtime can run. */
import { plainScanner } from "./plain_scanner.ts";
import type { Scanner, ScannerOptions } from "./scanner.ts";
import { wasmScanner } from "./wasm_scanner.ts";

/** Gives a scanner: in WebAssembly, or in plain TypeScript where that or its SIMD is not to be had. Which one it is shows in nothing but its speed. */
export function scanner(options: ScannerOptions = {}): Scanner {
  try {
    return wasmScanner(options);
  } catch {
    return plainScanner(options);
  }
}
