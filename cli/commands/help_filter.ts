/** `core help filter`: the language in one screen, from the same table as docs/filter.md. */
import { writeOut } from "../../src/host/process.ts";
import { FILTER_MEMBERS } from "../../src/trace/filter/mod.ts";
import { EXIT } from "../exit.ts";

/** How conditions are joined. */
const JOINED: readonly (readonly [filter: string, chooses: string])[] = [
  ["type:user.* ms>5", 'both: words side by side mean "and"'],
  ["type:user.* or type:cart.*", "either"],
  ["not (failed or unhandled)", "neither"],
];

const WIDTH = 80;

/**
 * Gives what the command prints.
 *
 *     type:user.*              one more segment: user.created, not
 *                              user.address.changed
 */
export function filterHelp(): string {
  const rows = FILTER_MEMBERS.flatMap(({ name, examples }) => name === "type" || name === "data" ? examples.slice(0, 3) : examples.slice(0, 1));
  const column = 2 + Math.max(...[...rows, ...JOINED].map(([filter]) => filter.length)) + 2;
  const line = ([filter, chooses]: readonly [string, string]): string => {
    const [first = "", ...more] = wrapped(chooses.replaceAll("`", ""), WIDTH - column);
    return [`  ${filter}`.padEnd(column) + first, ...more.map((text) => " ".repeat(column) + text)].join("\n");
  };
  return `A filter chooses messages: in the inspector after /, in commands with --only.

${JOINED.map(line).join("\n")}

${rows.map(line).join("\n")}

Quotes hold spaces: source:"my shop". After ":" stand names in which * is any
characters, or /regular expressions/i. docs/filter.md says the rest.

Example: core tail run.jsonl --only "type:user.*"
`;
}

/** Prints what a filter can say. */
export async function helpFilter(): Promise<number> {
  await writeOut(filterHelp());
  return EXIT.ok;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
