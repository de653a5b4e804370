// Builds the package into a folder of its own, packs it, and installs the tarball where nothing else is: what a stranger
// gets. It leaves the clone's dist/ alone, which other tests may be using.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Finished, runCommand } from "../this_runtime.ts";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Packed {
  /** What the tarball holds, by path. */
  readonly files: readonly string[];
  /** Its path. */
  readonly tarball: string;
  /** The folder it is installed in; its package.json names nothing else. */
  readonly app: string;
  /** The installed package. */
  readonly folder: string;
  /** Writes a file into the app's folder and gives its path. */
  write(name: string, text: string): string;
}

/** Fails with what a command printed unless it ended with 0. */
export function succeeded(finished: Finished): Finished {
  if (finished.code === 0) return finished;
  throw new Error(`It ended with ${finished.code}: ${finished.stdout}\n${finished.stderr}`);
}

/** Builds, packs and installs in an empty folder. Nothing is fetched: the package needs nothing, and npm is told to stay offline. */
export async function packAndInstall(temporary: string): Promise<Packed> {
  const env = { HOME: temporary, npm_config_cache: join(temporary, "cache"), npm_config_offline: "true", npm_config_update_notifier: "false" };
  const source = join(temporary, "source");
  const app = join(temporary, "app");
  mkdirSync(source);
  mkdirSync(app);

  const description = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { files: string[] };
  cpSync(join(root, "package.json"), join(source, "package.json"));
  for (const name of description.files.filter((entry) => entry !== "dist")) cpSync(join(root, name), join(source, name), { recursive: true });
  const build = [join(root, "scripts/build.mjs"), "--out", join(source, "dist")];
  succeeded(await runCommand(process.execPath, build, { timeoutMs: 60_000 }));

  const pack = await runCommand("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", temporary], { cwd: source, env });
  const [tarball] = JSON.parse(succeeded(pack).stdout) as [{ filename: string; files: { path: string }[] }];
  writeFileSync(join(app, "package.json"), '{ "name": "app", "private": true, "type": "module" }\n');
  const path = join(temporary, tarball.filename);
  const install = ["install", "--no-audit", "--no-fund", path];
  succeeded(await runCommand("npm", install, { cwd: app, env }));

  return {
    files: tarball.files.map((file) => file.path),
    tarball: path,
    app,
    folder: join(app, "node_modules", "core-ipc"),
    write(name, text) {
      writeFileSync(join(app, name), text);
      return join(app, name);
    },
  };
}
