/** The scanner of logs: the quickest that this runtime can run. */
import { plainScanner } from "./plain_scanner.ts";
import type { Scanner, ScannerOptions } from "./scanner.ts";

/** Gives a scanner. Which one it is shows in nothing but its speed. */
export function scanner(options: ScannerOptions = {}): Scanner {
  return plainScanner(options);
}
