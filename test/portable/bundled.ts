// The program as one file of JavaScript without a place of its own: what a bundler makes of it for a browser. Shared, registers nothing.
import { build } from "esbuild";
import { root } from "../../scripts/runtimes.mjs";

/** Bundles and minifies an entry of this folder, as an app would be that goes to a browser. */
export async function bundled(entry: string, platform: "browser" | "neutral" = "browser"): Promise<string> {
  const { outputFiles: [file] } = await build({
    absWorkingDir: root,
    entryPoints: [`test/portable/${entry}`],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform,
    external: ["node:*"],
    write: false,
    logLevel: "silent",
  });
  if (file === undefined) throw new Error(`Cannot bundle "${entry}": esbuild gave nothing`);
  return file.text;
}
