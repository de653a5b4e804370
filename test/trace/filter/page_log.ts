// The log and the tables of docs/filter.md. Shared, registers nothing.
import { readFileSync } from "node:fs";
import type { Log } from "../../../src/trace/log.ts";
import { parseFilter } from "../../../src/trace/filter/mod.ts";
import { tracesOf } from "../../log/log_of.ts";

export const page = readFileSync(new URL("../../../docs/filter.md", import.meta.url), "utf8");

/** The lines of the page's one `jsonl` block. */
export const pageLog = /^```jsonl\n([\s\S]*?)^```$/m.exec(page)![1]!;

/** The same log, which tells what of it is read again: dispatches by their ordinals, lines by their numbers. */
export function watchedLog(log: Log, told: (what: "trace" | "lineText", which: number) => void): Log {
  return new Proxy(log, {
    get(target, key) {
      const member = Reflect.get(target, key, target) as unknown;
      if (typeof member !== "function") return member;
      return (...values: unknown[]) => {
        if (key === "trace" || key === "lineText") told(key, values[0] as number);
        return member.apply(target, values) as unknown;
      };
    },
  });
}

/** The ids that a filter chooses: asked of one dispatch at a time, and over the columns of the log. */
export function chosenBy(text: string, log: Log) {
  const filter = parseFilter(text);
  const passes = filter.over(log);
  return {
    traces: tracesOf(log).filter((trace) => filter.test(trace)).map(({ record }) => record.id),
    columns: tracesOf(log).filter(({ index }) => passes(index)).map(({ record }) => record.id),
  };
}
