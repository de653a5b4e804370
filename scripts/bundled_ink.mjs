// ink as one file, for the loader: from its hundreds of modules a screen starts three times slower on Node, and every test of
// one pays for it. Made once per version, kept under node_modules/.cache; React stays outside, so that there is one.
import { existsSync, readFileSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const ink = fileURLToPath(new URL("../node_modules/ink/", import.meta.url));

/** Gives the URL of the bundle in `folder`, making it where it is not there yet; undefined when it cannot be made. */
export function bundledInk(folder) {
  try {
    const { version } = JSON.parse(readFileSync(join(ink, "package.json"), "utf8"));
    const file = join(folder, `ink-${version}.mjs`);
    if (!existsSync(file)) make(file);
    return pathToFileURL(file).href;
  } catch {
    return undefined; // ink itself does the same, slower
  }
}

function make(file) {
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  createRequire(import.meta.url)("esbuild").buildSync({
    entryPoints: [join(ink, "build/index.js")],
    outfile: draft,
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["react", "react/*"],
    alias: { "react-devtools-core": fileURLToPath(new URL("no_devtools.mjs", import.meta.url)) },
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "silent",
  });
  renameSync(draft, file); // whole or not at all: several processes start at once
}
