// Deno and Bun users take the sources as they are: what JSR would carry, in a folder of its own, without a build and without this clone.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findRuntime, root } from "../../scripts/runtimes.mjs";
import { assert, suite } from "../harness.ts";
import { type Finished, runCommand, runtimeName } from "../this_runtime.ts";

const test = suite("portable/sources");

/** The app of a stranger; each entry is imported, and what it gives is used. `name` is what that stranger calls the package. */
/** Where the source of an entry stands in the package. */
const { exports: SOURCES } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8")) as { exports: Record<string, string> };
const sourceOf = (entry: string): string => SOURCES[`.${entry}`] ?? "";

const appOf = (name: (entry: string) => string): string => `
import { createCore, type Outcome } from "${name("")}";
import { fakeClock } from "${name("/testing")}";
import { LOG_VERSION, type KnownRecord } from "${name("/log")}";
import { planReplay, type ReplayPlan } from "${name("/replay")}";
import type { Client } from "${name("/devtools")}";
export type All = [Outcome, KnownRecord, ReplayPlan, Client];
const core = await createCore();
core.registerAction<string>("user.*", (_core, { type, data }) => console.log(type, data));
const outcome: Outcome = await core.ACTION({ type: "user.created", data: "Ada" });
console.log(outcome.handled, fakeClock().now(), LOG_VERSION, typeof planReplay);
`;

const PRINTED = "user.created Ada\n1 0 1 function\n";

if (runtimeName === "deno") registerTests();
else test.skip("the sources are ready for JSR, and run as they are", "it runs once, on Deno, whose tools it takes; it starts Bun, too");

function registerTests(): void {
  const temporary = mkdtempSync(join(tmpdir(), "core-sources-"));
  const carried = join(temporary, "package");
  const published = { code: 1 as number | null, text: "", files: [] as string[] };
  test.before(async () => {
    // Slow types are looked for all the same; the types themselves are checked below, as a user's are.
    const { code, stdout, stderr } = await deno(["publish", "--dry-run", "--allow-dirty", "--no-check"], root);
    const text = stdout + stderr;
    const files = [...text.matchAll(/^ +(file:\S+) \([\d.]+[kM]?B\)$/gim)].map(([, url = ""]) => fileURLToPath(url).slice(root.length));
    Object.assign(published, { code, text, files });
    for (const file of files) cpSync(join(root, file), join(carried, file));
  });
  test.after(() => rmSync(temporary, { recursive: true, force: true }));

  test("deno publish --dry-run finds nothing but the one import that is known at run time only", () => {
    const problems = [...published.text.matchAll(/^(?:warning|error)\S*: .*\n +--> (.*):\d+:\d+/gm)].map(([all, file = ""]) => `${all.split(":")[0]} ${file.slice(root.length)}`);

    assert.equal(problems, ["warning[unanalyzable-dynamic-import] src/host/main_module.ts"]); // an app's own main module: it cannot stand there as text
    assert.match(published.text, "Success Dry run complete");
    assert.is(published.code, 0);
  }, { timeoutMs: 60_000 });

  test("JSR would carry the sources, the documents and nothing else", () => {
    const strange = published.files.filter((file) => !/^(src\/.+\.(ts|as)|docs\/.+\.(md|sql|json)|README\.md|CHANGELOG\.md|LICENSE|deno\.json)$/.test(file));

    assert.equal(strange, []);
    for (const file of ["LICENSE", "README.md", "deno.json", "src/mod.ts", "src/devtools/mod.ts"]) assert.ok(published.files.includes(file), file);
  });

  test("deno doc --lint finds nothing in the entries of deno.json", async () => {
    const entries = Object.values(SOURCES);

    // Together: a type that another entry exports is public.
    const { code, stderr } = await deno(["doc", "--lint", ...entries], carried);

    assert.equal({ code, stderr }, { code: 0, stderr: "Checked 5 files\n" });
  });

  test("deno doc --lint finds an export without a word about it", async () => {
    const folder = appIn("undocumented", "export const undocumented: number = 1;\n");

    const { code, stderr } = await deno(["doc", "--lint", "app.ts"], folder);

    assert.match(stderr, "missing-jsdoc");
    assert.is(code, 1);
  });

  test("an app on Deno imports the sources as a JSR package, type-checked, without a permission", async () => {
    const folder = appIn("deno", appOf((entry) => `@core-ipc/core${entry}`));
    writeFileSync(join(folder, "deno.json"), '{ "links": ["../package"], "imports": { "@core-ipc/core": "jsr:@core-ipc/core@^0.1.0" } }\n');

    const { code, stdout, stderr } = await deno(["run", "--check", "--quiet", "--no-prompt", "app.ts"], folder);

    assert.equal({ code, stdout, stderr }, { code: 0, stdout: PRINTED, stderr: "" });
  }, { timeoutMs: 60_000 });

  test("an app on Deno imports the sources by their path", async () => {
    const folder = appIn("path", appOf((entry) => pathToFileURL(join(carried, sourceOf(entry))).href));

    assert.equal(await deno(["run", "--quiet", "--no-prompt", "app.ts"], folder), { code: 0, stdout: PRINTED, stderr: "" });
  });

  const bun = findRuntime("bun");
  if (bun === undefined) return test.skip("an app on Bun imports the sources by their path", "bun is absent");
  test("an app on Bun imports the sources by their path", async () => {
    const folder = appIn("bun", appOf((entry) => join(carried, sourceOf(entry))));

    assert.equal(await runCommand(bun.path, ["app.ts"], { cwd: folder }), { code: 0, stdout: PRINTED, stderr: "" });
  });

  /** Makes a folder with this program as its app.ts. */
  function appIn(name: string, program: string): string {
    const folder = join(temporary, name);
    mkdirSync(folder);
    writeFileSync(join(folder, "app.ts"), program);
    return folder;
  }
}

function deno(args: readonly string[], cwd: string): Promise<Finished> {
  return runCommand(findRuntime("deno")?.path ?? "deno", args, { cwd, env: { NO_COLOR: "1" }, timeoutMs: 60_000 });
}
