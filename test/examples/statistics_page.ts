// What docs/commands.md shows of `core stats` and `core types` is what they print, and every member that it describes is there.
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, suite } from "../harness.ts";
import { core } from "../cli/core.ts";
import { inTemporaryFolder } from "../host/temporary.ts";

const test = suite("examples/statistics_page");
const PATIENT = { timeoutMs: 60_000 };
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const page = readFileSync(path("../../docs/commands.md"), "utf8");
const sectionOf = (command: string) => page.split(/^## /m).find((section) => section.startsWith(`core ${command}\n`)) ?? "";

/** Each command line of a section, with the block below it. */
const shown = ["stats", "types"].flatMap((command) =>
  [...sectionOf(command).matchAll(/^```sh\ncore (.*)\n```\n\n```(?:text|json)\n([^]*?)^```$/gm)].map(([, line = "", prints = ""]) => ({ line, prints })));

for (const { line, prints } of shown) {
  test(`docs/commands.md: core ${line} prints what stands under it`, async () => {
    await inTemporaryFolder(async (folder) => {
      copyFileSync(path("../recordings/v1/shop.jsonl"), join(folder, "run.jsonl"));

      const { code, stdout, stderr } = await core(line.split(" "), { cwd: folder });

      assert.equal([code, stderr, stdout], [0, "", prints]);
    });
  }, PATIENT);
}

test("docs/commands.md describes every member of what core stats and core types write as JSON, and no other", () => {
  for (const command of ["stats", "types"]) {
    const section = sectionOf(command);
    const object = JSON.parse(/^```json\n(.*)\n/m.exec(section)?.[1] ?? "") as { rows?: object[] };
    const described = [...section.slice(section.indexOf("| member | says |")).matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell = ""]) => cell.split(", ").map((name) => name.replaceAll("`", "")));

    assert.equal(described.sort(), Object.keys({ ...object, ...object.rows?.[0] }).sort());
  }
});

test("docs/commands.md shows both commands, as a table and as JSON", () => {
  assert.equal(shown.map(({ line }) => line.split(" ")[0]), ["stats", "stats", "stats", "types", "types"]);
});
