// The log and the tables of docs/filter.md. Shared, registers nothing.
import { readFileSync } from "node:fs";
import type { LogIndex } from "../../../src/log/log_index.ts";
import { parseFilter } from "../../../src/trace/filter/mod.ts";

export const page = readFileSync(new URL("../../../docs/filter.md", import.meta.url), "utf8");

/** The lines of the page's one `jsonl` block. */
export const pageLog = /^```jsonl\n([\s\S]*?)^```$/m.exec(page)![1]!;

/** The ids that a filter chooses: asked of one dispatch at a time, and over the columns of their log. */
export function chosenBy(text: string, log: LogIndex) {
  const filter = parseFilter(text);
  const passes = filter.over(log);
  const ordinals = Array.from({ length: log.dispatches.length }, (_, at) => at);
  return {
    traces: ordinals.filter((at) => filter.test(log.trace(at))).map((at) => log.dispatches.id(at)),
    columns: ordinals.filter((at) => passes(at)).map((at) => log.dispatches.id(at)),
  };
}
