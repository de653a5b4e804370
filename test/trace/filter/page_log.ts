// The log and the tables of docs/filter.md. Shared, registers nothing.
import { readFileSync } from "node:fs";
import { LogReader } from "../../../src/log/reader.ts";
import { History } from "../../../src/trace/history.ts";
import { parseFilter } from "../../../src/trace/filter/mod.ts";
import { logOf } from "../../log/log_of.ts";

export const page = readFileSync(new URL("../../../docs/filter.md", import.meta.url), "utf8");

/** The lines of the page's one `jsonl` block. */
export const pageLog = /^```jsonl\n([\s\S]*?)^```$/m.exec(page)![1]!;

/** A log by both its readers. */
export function bothOf(text: string) {
  const history = new History();
  const reader = new LogReader();
  for (const item of [...reader.push(new TextEncoder().encode(text)), ...reader.end()]) history.add(item);
  return { history, log: logOf(text) };
}

/** The ids that a filter chooses: asked of one dispatch at a time, over a history and over an index, and over its columns. */
export function chosenBy(text: string, { history, log }: ReturnType<typeof bothOf>) {
  const filter = parseFilter(text);
  const passes = filter.over(log);
  const ordinals = [...history.dispatches.keys()];
  return {
    history: history.dispatches.filter((trace) => filter.test(trace)).map(({ record }) => record.id),
    index: ordinals.filter((at) => filter.test(log.trace(at))).map((at) => log.dispatches.id(at)),
    columns: ordinals.filter((at) => passes(at)).map((at) => log.dispatches.id(at)),
  };
}
