// The log that a page of docs/lints shows, and what is found in it. Shared, registers nothing.
import { findingText } from "../../../cli/lint_text.ts";
import type { LogIndex } from "../../../src/log/log_index.ts";
import { logOf } from "../../log/log_of.ts";
import { linted } from "./linting.ts";

/** Gives the log of a page. */
export function logOfPage(markdown: string): LogIndex {
  return logOf(logTextOf(markdown));
}

/** The text of the log of a page: its `jsonl` blocks. One that says `i=1..50` stands for its lines fifty times, with `<i>`, `<i+1>`, `<i*100>` and `<#i>` (nothing for 1, else `#2`) put in. */
export function logTextOf(markdown: string): string {
  const blocks = [...markdown.matchAll(/^```jsonl(?: i=(\d+)\.\.(\d+))?\n([\s\S]*?)^```$/gm)];
  return blocks.map(([, from = "1", to = from, lines = ""]) => Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => filled(lines, Number(from) + at)).join("")).join("");
}

function filled(lines: string, i: number): string {
  return lines.replaceAll("<#i>", i === 1 ? "" : `#${i}`).replaceAll(/<i(?:([+*])(\d+))?>/g, (_, sign: string | undefined, by: string | undefined) => String(sign === "*" ? i * Number(by) : i + Number(by ?? 0)));
}

/** What all rules find in a page's log, as `core lint` prints it. */
export function foundInPage(markdown: string): { readonly rules: readonly string[]; readonly text: string } {
  const log = logOfPage(markdown);
  const { findings } = linted(log);
  return { rules: findings.map(({ rule }) => rule), text: findings.map((finding) => findingText(log, finding)).join("\n") };
}
