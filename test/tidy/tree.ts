// The files of the clone, as the house rules see them: paths with their text, without what is installed or built.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One file: its path from the root with `/`, and its text ("" where it is not text). */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What git ignores: installed, built, or written by an installer. */
const IGNORED = /^(node_modules|dist|\.git|\.dist-.*|bun\.lock|.*\.tgz|\.DS_Store)$/;

/** Reads every file of the clone that git would keep. */
export function readTree(folder = ""): SourceFile[] {
  return readdirSync(root + folder).filter((name) => !IGNORED.test(name)).sort().flatMap((name) => {
    const path = folder + name;
    if (statSync(root + path).isDirectory()) return readTree(`${path}/`);
    const bytes = readFileSync(root + path);
    return [{ path, text: bytes.includes(0) ? "" : bytes.toString("utf8") }];
  });
}

/** Reads one JSON file of the clone. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(root + path, "utf8"));
}

/** Says whether a file is program text that the rules for code hold for. */
export function isCode(path: string): boolean {
  return /\.(ts|tsx|mjs)$/.test(path);
}
