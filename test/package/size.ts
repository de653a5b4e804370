// Budgets: what an app takes with it, and what a command loads before it does anything.
import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { assert, suite } from "../harness.ts";
import { runtimeName } from "../this_runtime.ts";
import { root } from "./packed.ts";

const test = suite("package/size");

/** The budget: `core-ipc` costs an app less than this, minified and gzipped. */
const CORE_BYTES = 10_000;

function bundle(entry: string) {
  return build({
    absWorkingDir: root,
    entryPoints: [{ out: "entry", in: entry }],
    bundle: true,
    minify: true,
    splitting: true,
    outdir: "out",
    format: "esm",
    target: "es2022",
    platform: "node",
    write: false,
    metafile: true,
    alias: { "react-devtools-core": `${root}scripts/no_devtools.mjs` },
    logLevel: "silent",
  });
}

if (runtimeName === "node") {
  test(`the core is under ${CORE_BYTES} bytes, minified and gzipped`, async () => {
    const { outputFiles } = await bundle("src/mod.ts");

    const bytes = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0);
    assert.ok(bytes < CORE_BYTES, `the core is ${bytes} bytes`);
    assert.ok(bytes > 1000, `the core is ${bytes} bytes: was it bundled at all?`);
  });

  test("the command starts without ink and React: they come with a screen", async () => {
    const { metafile } = await bundle("cli/main.ts");

    const loaded = loadedAtStart(metafile, "out/entry.js");
    const inputs = loaded.flatMap((file) => Object.keys(metafile.outputs[file]?.inputs ?? {}));
    assert.ok(inputs.includes("cli/main.ts"));
    assert.equal(inputs.filter((file) => /node_modules\/(ink|react|yoga-layout)\//.test(file)), []);
  });
} else {
  test.skip("budgets of bundles", "they are the same on every runtime: measured once, on Node");
}

/** The chunks that a file imports statically, itself included. */
function loadedAtStart(metafile: { outputs: Record<string, { imports: { path: string; kind: string }[] }> }, entry: string): string[] {
  const loaded = new Set([entry]);
  for (const file of loaded) {
    for (const { path, kind } of metafile.outputs[file]?.imports ?? []) {
      if (kind === "import-statement" && metafile.outputs[path] !== undefined) loaded.add(path);
    }
  }
  return [...loaded];
}
