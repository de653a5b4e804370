// What docs/commands.md shows of the commands over records is what they print.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, suite } from "../harness.ts";
import { core } from "../cli/core.ts";
import { inTemporaryFolder } from "../host/temporary.ts";

const test = suite("examples/commands_page");
const PATIENT = { timeoutMs: 60_000 };
const read = (relative: string): string => readFileSync(fileURLToPath(new URL(relative, import.meta.url)), "utf8");

const COMMANDS = ["check", "grep", "tail"];
/** What is said on standard error, and the exit code, where they are not the usual ones. */
const WORDS: Readonly<Record<string, { code?: number; stderr?: string }>> = {
  "check bug.jsonl --repair": { code: 1 },
  'tail web-1.jsonl web-2.jsonl -n 3 --only "type:cart.* or type:mail.*"': { stderr: 'note: merged by wall clock; the clocks of "web-1", "web-2" may be apart\n' },
};

const shop = read("../recordings/v1/shop.jsonl");
const lines = shop.split(/(?<=\n)/);
/** The files that the page speaks of: a small shop's recording, one with a line of another program in it and a torn end, and the shop's twice, on two hosts. */
const FILES: Readonly<Record<string, string>> = {
  "run.jsonl": shop,
  "bug.jsonl": `${lines.slice(0, 12).join("")}{"level":"info","msg":"listening on 8080"}\n${lines.slice(12, -1).join("")}${lines.at(-1)?.slice(0, 20)}`,
  "web-1.jsonl": shop,
  "web-2.jsonl": shop.replace('"host":"web-1"', '"host":"web-2"').replace("19:10:02.583Z", "19:10:02.580Z"),
};

const page = read("../../docs/commands.md");
const sectionOf = (command: string): string => page.split(/^## /m).find((section) => section.startsWith(`core ${command}\n`)) ?? "";

/** Each command line of a section, with the block below it. */
const shown = COMMANDS.flatMap((command) =>
  [...sectionOf(command).matchAll(/^```sh\ncore (.*)\n```\n\n```text\n([^]*?)^```$/gm)].map(([, line = "", prints = ""]) => ({ line, prints })));

for (const { line, prints } of shown) {
  test(`docs/commands.md: core ${line} prints what stands under it`, () => inTemporaryFolder(async (folder) => {
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
    const words = [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, inside]) => inside ?? word);

    const { code, stdout, stderr } = await core(words, { cwd: folder });

    const { code: expected = 0, stderr: said = "" } = WORDS[line] ?? {};
    assert.equal([code, stderr, stdout], [expected, said, prints]);
  }), PATIENT);
}

test("docs/commands.md shows each of these commands twice", () => {
  assert.equal(shown.map(({ line }) => line.split(" ")[0]), COMMANDS.flatMap((command) => [command, command]));
});
