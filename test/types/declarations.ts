// The declared types: what must compile and what must not, as a user's compiler sees it. In test/types/must/ an unexpected error fails, and
// so does a line that is expected not to compile and does.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildDeclarations, runCompiler } from "../../scripts/declarations.mjs";
import { assert, suite } from "../harness.ts";
import { runtimeName } from "../this_runtime.ts";

const test = suite("types/declarations");
const must = fileURLToPath(new URL("must/", import.meta.url));

if (runtimeName === "node") registerTests();
else test.skip("the declarations allow what must compile, and refuse what must not", "a compiler says the same on every runtime: it runs once, on Node");

function registerTests(): void {
  const folder = mkdtempSync(join(tmpdir(), "core-types-"));
  test.before(() => buildDeclarations(folder));
  test.after(() => rmSync(folder, { recursive: true }));

  /** Compiles files against the declarations alone. */
  const compile = (name: string, files: readonly string[]) => {
    const project = join(folder, `${name}.json`);
    const compilerOptions = {
      target: "es2022", lib: ["es2023", "dom", "esnext.disposable"], module: "nodenext", moduleResolution: "nodenext", types: [], strict: true, noEmit: true,
      exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, allowImportingTsExtensions: true, skipLibCheck: true,
      paths: { "core-ipc": [join(folder, "src", "mod.d.ts")] },
    };
    writeFileSync(project, JSON.stringify({ compilerOptions, files }));
    return runCompiler(["-p", project, "--pretty", "false"]);
  };

  test("the declarations allow what must compile, and refuse what must not", () => {
    const files = readdirSync(must).map((name) => join(must, name));

    assert.equal(compile("must", files), { status: 0, printed: "" });
    assert.is(files.length, 7);
  }, { timeoutMs: 60_000 });

  test("a line that compiles although it must not is found", () => {
    const wrong = join(folder, "wrong.ts");
    writeFileSync(wrong, 'import { defineMessage } from "core-ipc";\n// @ts-expect-error It compiles.\ndefineMessage("a");\ndefineMessage(1);\n');

    const { status, printed } = compile("wrong", [wrong]);

    assert.not.equal(status, 0);
    assert.match(printed, /wrong\.ts\(2,1\): error TS2578: Unused '@ts-expect-error' directive/);
    assert.match(printed, /wrong\.ts\(4,15\): error TS2345/);
  }, { timeoutMs: 60_000 });
}
