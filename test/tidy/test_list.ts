// The list of test files is written by hand, so that a file is run because somebody meant it; this says what it lacks.
import { codeOf, importsOf } from "./scan.ts";
import type { SourceFile } from "./tree.ts";

/** The lists, each the file that runs what it names. */
const LISTS = ["test/all.ts", "test/soak.ts"];

/** Names test files that no list names, that two name, and names without a file. */
export function unlistedTests(files: readonly SourceFile[]): string[] {
  const listed = files.filter(({ path }) => LISTS.includes(path)).flatMap(({ text }) => namesIn(text));
  const registering = files.filter(isTestFile).map(({ path }) => path);
  return [
    ...registering.filter((path) => !listed.includes(path)).map((path) => `${path}: is in no list of tests`),
    ...listed.filter((path) => !registering.includes(path)).map((path) => `${path}: is listed, and registers no test`),
    ...listed.filter((path, index) => listed.indexOf(path) !== index).map((path) => `${path}: is listed twice`),
  ];
}

function namesIn(text: string): string[] {
  return [...codeOf(text, "comments").matchAll(/^\s*"([^"]+\.tsx?)",/gm)].map(([, name]) => `test/${name}`);
}

/** A test file takes `suite` from the harness and calls it. */
function isTestFile({ path, text }: SourceFile): boolean {
  if (!path.startsWith("test/") || path === "test/harness.ts") return false;
  const fromHarness = importsOf(text).some((specifier) => specifier.endsWith("/harness.ts"));
  return fromHarness && /\bsuite\(/.test(codeOf(text, "comments and strings"));
}
