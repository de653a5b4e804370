// The programs of the pages are run, and print what stands under them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { assert, suite } from "../harness.ts";
import { runCommand, runScript, runtimeName } from "../this_runtime.ts";
import { jsonsOf, programsOf } from "./fenced.ts";

const test = suite("examples/snippets");

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const guide = read("docs/guide.md");

/** In the clone, so that "core-ipc" means its sources; a name that git and the house rules pass over. */
const folder = new URL(`.dist-snippets-${process.pid}/`, root);
const pathOf = (name: string): string => fileURLToPath(new URL(name, folder));

test.after(() => rmSync(folder, { recursive: true, force: true }));

/** What a program left, in the order of the pages. */
interface Ran {
  readonly printed: string;
  readonly failed: string;
}

/** Runs one program after the other in one process, and says of each what it printed, on every runtime alike: lists as JSON. */
const RUNNER = `
const write = console.log;
const text = (values) => values.map((value) => typeof value === "object" ? JSON.stringify(value) : String(value)).join(" ") + "\\n";
const all = [];
for (let index = 0; index < COUNT; index++) {
  let printed = "";
  let failed = "";
  console.log = (...values) => { printed += text(values); };
  console.error = (...values) => { failed += text(values); };
  try {
    await import("./program_" + index + ".ts");
  } catch (error) {
    failed += String(error);
  }
  all.push({ printed, failed });
}
write(JSON.stringify(all));
`;

const PAGES = ["docs/guide.md", "docs/migration.md", "docs/recording.md"];
const pages = PAGES.flatMap((page) => programsOf(read(page)).map((program) => ({ page, ...program })));
const here = pages.filter(({ runtimes }) => runtimes.length === 0 || runtimes.includes(runtimeName));
let ran: readonly Ran[] = [];

test.before(async () => {
  mkdirSync(folder, { recursive: true });
  for (const [index, { code, files }] of here.entries()) {
    for (const file of files) writeFileSync(pathOf(file.name), file.code);
    writeFileSync(pathOf(`program_${index}.ts`), code);
  }
  writeFileSync(pathOf("runner.ts"), RUNNER.replace("COUNT", String(here.length)));
  const { code, stdout, stderr } = await runScript(pathOf("runner.ts"));
  assert.equal({ code, stderr }, { code: 0, stderr: "" });
  ran = JSON.parse(stdout) as Ran[];
});

for (const program of pages) {
  const { page, title, prints, runtimes } = program;
  const name = `${page}: "${title}" prints what stands under it`;
  const index = here.indexOf(program);
  if (index < 0) test.skip(name, `it is for ${runtimes.join(" and ")}, and this is ${runtimeName}`);
  else test(name, () => assert.equal(ran[index], { printed: prints, failed: "" }));
}

if (runtimeName === "node") {
  test(`${PAGES.join(", ")}: their programs are well typed`, async () => {
    const files = here.map((_, index) => `program_${index}.ts`);
    writeFileSync(pathOf("tsconfig.json"), JSON.stringify({ extends: "../tsconfig.json", files, include: [] }));
    const checked = await runCommand(process.execPath, [fileURLToPath(new URL("node_modules/typescript/bin/tsc", root)), "-p", pathOf("tsconfig.json")]);
    assert.equal(checked, { code: 0, stdout: "", stderr: "" });
  }, { timeoutMs: 60_000 });
} else test.skip(`${PAGES.join(", ")}: their programs are well typed`, `it is looked at once, on node, and this is ${runtimeName}`);

const projects = { deno: "deno.json", bun: "tsconfig.json" } as const;
for (const [runtime, file] of Object.entries(projects)) {
  const name = `guide.md: its ${file} lets a ${runtime} project take the clone`;
  if (runtimeName !== runtime) {
    test.skip(name, `it is for ${runtime}, and this is ${runtimeName}`);
    continue;
  }
  test(name, async () => {
    const settings = jsonsOf(guide, runtime);
    mkdirSync(pathOf("app"), { recursive: true });
    // The folder stands in the clone: what is "../core" beside it is two folders up from here.
    writeFileSync(pathOf(`app/${file}`), settings.replaceAll("../core/", "../../"));
    writeFileSync(pathOf("app/app.ts"), 'import { createCore } from "core-ipc";\nimport { fakeClock } from "core-ipc/testing";\nconsole.log((await createCore()).name, fakeClock().now());\n');

    const ran = await runCommand(process.execPath, [...(runtime === "deno" ? ["run"] : []), "app.ts"], { cwd: pathOf("app") });

    assert.equal(ran, { code: 0, stdout: "core 0\n", stderr: "" });
  });
}

test("programsOf() gives each program with its title, its runtimes, its files and what it prints", () => {
  const text = "# A\n\n## B\n\n```ts file=w.ts\nw;\n```\n\n```ts deno bun\nb;\n```\n\n```text\nout\n```\n";
  assert.equal(programsOf(text), [{ title: "B", code: "b;\n", prints: "out\n", runtimes: ["deno", "bun"], files: [{ name: "w.ts", code: "w;\n" }] }]);
});

test("programsOf() refuses a program that says not what it prints", () => {
  assert.throws(() => programsOf("## B\n\n```ts\nb;\n```\n\nwords\n\n```text\nout\n```\n"), { message: 'Cannot read the programs: one under "B" says not what it prints' });
});
