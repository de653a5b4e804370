// A log as an index, from what a test writes out. Shared, registers nothing.
import { LogIndex } from "../../src/log/log_index.ts";
import { memorySource } from "../../src/log/source.ts";

/** Reads a log from its text, or from records, one a line. */
export function logOf(text: string | readonly object[]): LogIndex {
  const whole = typeof text === "string" ? text : text.map((record) => `${JSON.stringify(record)}\n`).join("");
  const index = new LogIndex(memorySource(new TextEncoder().encode(whole)));
  index.readAll();
  return index;
}
