// What the documents for readers say is tried: the README's program, its commands, and every link.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { EXIT } from "../../cli/exit.ts";
import { assert, suite } from "../harness.ts";
import { runScript } from "../this_runtime.ts";

const test = suite("examples/readme");

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

const readme = read("README.md");

/** The text of the first fenced block of a language. */
function blockOf(markdown: string, language: string): string {
  return new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "m").exec(markdown)?.[1] ?? "";
}

/** In the clone, so that "core-ipc" means its sources; a name that git and the house rules pass over. */
const folder = new URL(`.dist-readme-${process.pid}/`, root);

test.after(() => rmSync(folder, { recursive: true, force: true }));

test("README.md: its ten lines do what they say", async () => {
  const program = blockOf(readme, "ts");
  assert.is(program.split("\n").filter((line) => line !== "").length, 10);
  mkdirSync(folder, { recursive: true });
  const file = fileURLToPath(new URL("ten_lines.ts", folder));
  writeFileSync(file, program);

  const ran = await runScript(file);

  assert.equal(ran, { code: 0, stdout: "Welcome, Ada!\nhandled by 1 ok: true\n", stderr: "" });
});

test("README.md: its capture is 120 columns wide and 30 rows high", () => {
  const rows = blockOf(readme, "text").trimEnd().split("\n");

  assert.is(rows.length, 30);
  assert.is(Math.max(...rows.map((row) => [...row].length)), 120);
});

test("README.md and CONTRIBUTING.md: the scripts that they name are there", () => {
  const scripts = JSON.parse(read("package.json")).scripts as Record<string, string>;
  const tasks = JSON.parse(read("deno.json")).tasks as Record<string, string>;
  const text = readme + read("CONTRIBUTING.md");

  const named = [...text.matchAll(/\b(?:npm run|bun run|deno task) [\w:]+|\bnpm test\b/g)].map(([command]) => command);

  assert.ok(named.length > 8);
  const missing = named.filter((command) => {
    const name = command.split(" ").at(-1) ?? "";
    return command.startsWith("deno") ? tasks[name] === undefined : scripts[name] === undefined;
  });
  assert.equal(missing, []);
});

test("README.md: the commands in its table are there, with their options", async () => {
  const lines = [...readme.matchAll(/^\| `core (\w+)([^`]*)` \|/gm)];
  const commands = [...new Set(lines.map(([, command = ""]) => command))];
  assert.equal(commands, ["inspect", "record", "tail", "stats", "grep", "now", "why", "types", "lint", "check", "replay", "list", "demo"]);

  for (const command of commands) {
    const { code, stdout } = await runScript(fileURLToPath(new URL("cli/main.ts", root)), [command, "--help"]);
    assert.is(code, 0);
    const uses = lines.filter(([, name]) => name === command).map(([, , rest = ""]) => rest).join(" ");
    for (const option of uses.match(/(?<=\s)--?[a-z][\w-]*/g) ?? []) {
      assert.ok(new RegExp(`^ +.*${option}\\b`, "m").test(stdout), `core ${command} has no ${option}`);
    }
  }
}, { timeoutMs: 30_000 });

test("README.md: each test that its table of guarantees names is there, under that title", () => {
  const table = readme.slice(readme.indexOf("### Guarantees"), readme.indexOf("## The command"));
  const named = [...table.matchAll(/\[[\w ]+\]\((test\/[\w/]+\.ts)\) "(.+?)"(?=<br>| \|\n)/g)].map(([, path = "", title = ""]) => ({ path, title }));

  assert.is(named.length, table.split("](").length - 1, "a link without the title of a test");
  assert.ok(named.length > 100);
  const sources = named.map(({ path }) => existsSync(new URL(path, root)) ? read(path).replaceAll('\\"', '"') : "");
  const missing = named.filter(({ title }, index) => !sources[index]?.includes(`test("${title}"`));
  assert.equal(missing, []);
  const rows = table.split("\n").filter((row) => row.startsWith("| ") && !row.startsWith("| promise"));
  assert.equal(rows.filter((row) => !row.includes("](test/")), []);
});

test("README.md: its exit codes are those of the command, and of signals", () => {
  const codes = [...readme.matchAll(/^\| ([\d, ]+) \| /gm)].flatMap(([, row = ""]) => row.split(", ").map(Number));

  assert.equal(codes, [...Object.values(EXIT), 130, 143]);
});

test("documents: every link to a file of the clone leads somewhere", () => {
  const documents = ["", "docs/", "docs/decisions/"].flatMap((path) =>
    readdirSync(new URL(path, root)).filter((name) => name.endsWith(".md")).map((name) => path + name)
  );

  const broken = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)]
      .filter(([, target = ""]) => !existsSync(new URL(target, new URL(document, root))))
      .map(([link]) => `${document}: ${link}`)
  );

  assert.ok(documents.length > 10);
  assert.equal(broken, []);
});
