// What the tools of its users say of the package, packed and installed: publint and attw of the tarball, linters of a program on it.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { findRuntime } from "../../scripts/runtimes.mjs";
import { assert, suite } from "../harness.ts";
import { type Packed, packAndInstall, root } from "../package/packed.ts";
import { runCommand, runtimeName } from "../this_runtime.ts";

const test = suite("portable/users_tools");
const tools = join(root, "test/portable/tools");
const modules = join(tools, "node_modules");

const whole = "the packed package suits its users' tools";
const node = findRuntime("node")?.path;
const deno = findRuntime("deno")?.path;

if (runtimeName !== "bun") test.skip(whole, "it is the same package on every runtime: looked at once, by the suite that is done first, Bun's");
else if (node === undefined || deno === undefined) test.skip(whole, "the tools need Node and Deno");
else if (!existsSync(modules)) test.skip(whole, "they are absent: npm ci --prefix test/portable/tools");
else registerTests(node, deno);

function registerTests(node: string, deno: string): void {
  let packed: Packed;
  const temporary = mkdtempSync(join(tmpdir(), "core-tools-"));
  test.before(async () => {
    packed = await packAndInstall(temporary);
    packed.write("tsconfig.json", TSCONFIG);
    packed.write("readme.ts", programsOf("README.md")[0] ?? "");
    packed.write("forgotten.ts", programsOf("docs/linting.md")[0] ?? "");
    packed.write("linting.ts", programsOf("docs/linting.md")[1] ?? "");
    packed.write("careless.ts", "export const careless: any = 1;\n");
  });
  test.after(() => rmSync(temporary, { recursive: true }));
  const slow = { timeoutMs: 60_000 }; // the first test waits for the build, and each starts a tool that is not made to be quick

  test("publint finds nothing in the tarball, not even a suggestion", async () => {
    const { code, stdout } = await tool("publint/src/cli.js", ["run", packed.tarball, "--strict"]);

    assert.match(stdout, "All good!");
    assert.is(code, 0);
  }, slow);

  test("attw finds every entry's types, for those who import", async () => {
    const { code, stdout } = await tool("@arethetypeswrong/cli/dist/index.js", [packed.tarball, "--profile", "esm-only", "--format", "json"]);

    const { analysis } = JSON.parse(stdout) as { analysis: { entrypoints: Record<string, unknown> } };
    assert.equal(Object.keys(analysis.entrypoints), [".", "./testing", "./log", "./replay", "./devtools", "./package.json"]);
    assert.is(code, 0);
  }, slow);

  // Each linter gets two programs that have to be clean, and one in which it has to find something.
  const title = "the README's program and that of docs/linting.md pass";

  test(`${title} typescript-eslint's type-checked rules, which find a forgotten ACTION`, async () => {
    const args = ["--config", join(tools, "eslint.config.mjs"), "--format", "json", "readme.ts", "linting.ts", "forgotten.ts"];

    const { stdout } = await tool("eslint/bin/eslint.js", args);

    const files = JSON.parse(stdout) as { filePath: string; messages: { line: number; ruleId: string }[] }[];
    assert.equal(files.map(({ filePath, messages }) => [basename(filePath), ...messages.map(({ line, ruleId }) => `${line} ${ruleId}`)]), [
      ["forgotten.ts", "4 @typescript-eslint/no-floating-promises"],
      ["linting.ts"],
      ["readme.ts"],
    ]);
  }, slow);

  test(`${title} oxlint --type-aware, which finds a forgotten ACTION`, async () => {
    const ours = join(root, "node_modules/.bin");
    const env = { OXLINT_TSGOLINT_PATH: join(ours, "tsgolint") };

    const { stdout } = await runCommand(join(ours, "oxlint"), ["--type-aware", "--format", "json", "readme.ts", "linting.ts", "forgotten.ts"], { cwd: packed.app, env });

    const { diagnostics, number_of_files } = JSON.parse(stdout) as {
      diagnostics: { filename: string; code: string; labels: { span: { line: number } }[] }[];
      number_of_files: number;
    };
    assert.equal(diagnostics.map(({ filename, labels: [label], code }) => `${filename} ${label?.span.line} ${code}`), ["forgotten.ts 4 typescript(no-floating-promises)"]);
    assert.is(number_of_files, 3);
  }, slow);

  test(`${title} deno lint, which finds an any`, async () => {
    const { stdout, stderr } = await runCommand(deno, ["lint", "--no-config", "--compact", "readme.ts", "linting.ts", "careless.ts"], { cwd: packed.app, env: { NO_COLOR: "1" } });

    const lines = (stdout + stderr).trim().split("\n").filter((line) => line !== "").map((line) => line.replace(/^file:.*\//, ""));
    assert.equal(lines, ["careless.ts: line 1, col 24 - `any` type is not allowed (no-explicit-any)", "Found 1 problem", "Checked 3 files"]);
  }, slow);

  test("the program of docs/linting.md does what its comments say", async () => {
    assert.equal(await runCommand(deno, ["run", "--no-prompt", "linting.ts"], { cwd: packed.app }), { code: 0, stdout: "reply.unhandled\n", stderr: "" });
  }, slow);

  function tool(path: string, args: readonly string[]) {
    return runCommand(node, [join(modules, path), ...args], { cwd: packed.app, env: { NO_COLOR: "1", FORCE_COLOR: undefined } });
  }
}

const TSCONFIG = JSON.stringify({
  compilerOptions: { target: "es2022", lib: ["es2023", "dom", "esnext.disposable"], module: "nodenext", strict: true, types: [], noEmit: true },
  include: ["*.ts"],
});

/** The TypeScript programs of a document, in order. */
function programsOf(document: string): string[] {
  return [...readFileSync(join(root, document), "utf8").matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, program = ""]) => program);
}
