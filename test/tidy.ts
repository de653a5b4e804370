// The house rules. Each holds for the clone, and is shown something that breaks it.
import { assert, suite } from "./harness.ts";
import { importsOutOfPlace } from "./tidy/floors.ts";
import { dependencies, type Manifests, unlikeEntries, unlikeVersions } from "./tidy/manifests.ts";
import { codeOf, importsOf } from "./tidy/scan.ts";
import { unlistedTests } from "./tidy/test_list.ts";
import { foreignPackages, machineTraces } from "./tidy/traces.ts";
import { readJson, readTree, type SourceFile } from "./tidy/tree.ts";
import { badNames, bannedWords, longFiles } from "./tidy/words.ts";

const test = suite("tidy");
const tree = readTree();
const manifests = {
  npm: readJson("package.json"),
  deno: readJson("deno.json"),
  lock: readJson("package-lock.json"),
  typescript: readJson("tsconfig.json"),
} as Manifests;

const file = (path: string, text: string): SourceFile[] => [{ path, text }];

test("floors: imports point down or sideways", () => assert.equal(importsOutOfPlace(tree), []));

const misplaced: readonly [what: string, path: string, specifier: string][] = [
  ["up", "src/log/a.ts", "../host/files.ts"],
  ["up from the core", "src/core/a.ts", "../mod.ts"],
  ["past the core's door", "src/trace/a.ts", "../core/tap.ts"],
  ["across, on one floor", "src/bridge/a.ts", "../devtools/mod.ts"],
  ["out of the house", "cli/a.ts", "../test/harness.ts"],
  ["at node: outside of the host", "src/devtools/a.ts", "node:fs"],
  ["at a package", "src/core/a.ts", "uvu"],
  ["at the wrong package", "inspector/a.tsx", "commander"],
  ["without an ending", "src/core/a.ts", "./outcome"],
];
for (const [what, path, specifier] of misplaced) {
  test(`floors: an import that points ${what} is found`, () => {
    assert.is(importsOutOfPlace(file(path, `import { a } from "${specifier}";\n`)).length, 1);
    assert.is(importsOutOfPlace(file(path, `const a = await import("${specifier}");\n`)).length, 1);
    assert.is(importsOutOfPlace(file(path, `export { a } from "${specifier}";\n`)).length, 1);
    assert.is(importsOutOfPlace(file(path, `import "${specifier}";\n`)).length, 1);
  });
}

test("floors: a file of src that stands in no room is found", () => {
  assert.is(importsOutOfPlace(file("src/attic/a.ts", "")).length, 1);
});

test("floors: imports down, sideways and by the door are left alone", () => {
  const text = 'import { a } from "./b.ts";\nimport { c } from "../mod.ts";\nimport { d } from "../trace/record.ts";\n// from "../cli/main.ts"\n';
  assert.equal(importsOutOfPlace(file("src/log/a.ts", text)), []);
});

test("words: no room says what it does not say", () => assert.equal(bannedWords(tree), []));

const said: readonly [what: string, path: string, line: string][] = [
  ["any as a type", "test/a.ts", "function f(a: any) {}"],
  ["any in brackets", "src/core/a.ts", "const a = new Map<string, any>();"],
  ["a cast to any", "cli/a.ts", "f(a as any);"],
  ["a list of any", "cli/a.ts", "let a: readonly any[] = [];"],
  ["a silenced compiler", "src/log/a.ts", "// @ts-ignore"],
  ["console", "src/log/a.ts", "console.log(1);"],
  ["the console of globalThis", "src/log/a.ts", "globalThis.console.log(1);"],
  ["a note of the core", "src/core/a.ts", "console.log(1);"],
  ["Deno", "inspector/a.ts", "Deno.exit(1);"],
  ["Bun", "src/core/a.ts", "Bun.write(a, b);"],
  ["process", "cli/a.ts", "process.exit(1);"],
  ["export *", "src/mod.ts", 'export * from "./a.ts";'],
  ["a default export", "src/core/a.ts", "export default class {}"],
];
for (const [what, path, line] of said) {
  test(`words: ${what} is found`, () => assert.is(bannedWords(file(path, `const a = 1;\n${line}\n`)).length, 1));
}

test("words: comments, strings and other words are left alone", () => {
  const text = '// console.log(a as any)\nconst a = "process.exit(Deno.args)"; // any\nconst any = task.process.id;\nconst b = `Bun.${a}`;\n';
  assert.equal(bannedWords(file("src/core/a.ts", text)), []);
});

test("words: what a room may say is left alone", () => {
  assert.equal(bannedWords(file("src/host/a.ts", "process.exit(1); Deno.args; Bun.main;\n")), []);
  assert.equal(bannedWords(file("cli/a.ts", "console.log(1);\n")), []);
  assert.equal(bannedWords(file("src/core/a.ts", "globalThis.console?.error(1);\n")), []);
});

test("sizes: no file of code is longer than 300 lines", () => assert.equal(longFiles(tree), []));

test("sizes: a file of 301 lines is found", () => {
  assert.equal(longFiles(file("src/core/a.ts", "\n".repeat(299) + "a\n")), []);
  assert.equal(longFiles(file("src/core/a.ts", "\n".repeat(300) + "a\n")), ["src/core/a.ts: 301 lines"]);
});

test("names: files are snake_case and say what they hold", () => assert.equal(badNames(tree), []));

test("names: odd ones are found", () => {
  for (const path of ["src/core/replyChannel.ts", "cli/Commands/a.ts", "src/log/my-file.ts", "cli/utils.ts", "test/a.test.ts"]) {
    assert.is(badNames(file(path, "")).length, 1, path);
  }
});

test("manifests: npm, Deno and TypeScript have the same entries", () => assert.equal(unlikeEntries(manifests), []));

test("manifests: an entry that one of them lacks is found", () => {
  assert.is(unlikeEntries({ ...manifests, deno: { ...manifests.deno, imports: {} } }).length, 1);
  assert.is(unlikeEntries({ ...manifests, npm: { ...manifests.npm, exports: {} } }).length, 1);
  assert.is(unlikeEntries({ ...manifests, typescript: {} }).length, 1);
  assert.is(unlikeEntries({ ...manifests, deno: { ...manifests.deno, exports: {} } }).length, 3);
});

test("manifests: versions are the same", () => assert.equal(unlikeVersions(manifests), []));

test("manifests: another version is found", () => {
  assert.is(unlikeVersions({ ...manifests, npm: { ...manifests.npm, version: "0.0.9" } }).length, 3);
});

test("manifests: the published package has no dependencies", () => assert.equal(dependencies(manifests), []));

test("manifests: a dependency is found", () => {
  assert.equal(dependencies({ ...manifests, npm: { dependencies: { ink: "8.0.0" } } }), ["dependencies: ink"]);
});

test("tests: every test file is in a list, once", () => assert.equal(unlistedTests(tree), []));

test("tests: a file that is not in the list, not there, or listed twice is found", () => {
  const list = { path: "test/all.ts", text: '  "log/a.ts",\n  "log/gone.ts",\n  "log/a.ts",\n  // "log/b.ts",\n' };
  const text = 'import { suite } from "../harness.ts";\nconst test = suite("log/a");\n';
  const files = [list, { path: "test/log/a.ts", text }, { path: "test/log/b.ts", text }];
  assert.equal(unlistedTests(files), [
    "test/log/b.ts: is in no list of tests",
    "test/log/gone.ts: is listed, and registers no test",
    "test/log/a.ts: is listed twice",
  ]);
});

test("traces: no file names a machine", () => assert.equal(machineTraces(tree), []));

test("traces: paths and registries of a machine are found", () => {
  const lines = ["home/ann", "Users/ann", "root", "work"].map((folder) => `/${folder}/core`);
  const hosts = ["registry.local:4873", "npm.registry.example"].map((host) => `http://${host}/uvu`);
  assert.equal([...lines, ...hosts].map((line) => machineTraces(file("README.md", line)).length), [1, 1, 1, 1, 1, 1]);
});

test("lock: every package comes from npm, with its checksum", () => {
  assert.equal(foreignPackages(manifests.lock), []);
  assert.equal(foreignPackages(readJson("test/portable/tools/package-lock.json")), []);
});

test("lock: a package from elsewhere, or without a checksum, is found", () => {
  const packages = { "": {}, a: { resolved: "http://localhost/a.tgz", integrity: "x" }, b: {}, c: { integrity: "y" } };
  assert.equal(foreignPackages({ packages }), ["a: comes from http://localhost/a.tgz", "b: has no checksum"]);
});

test("codeOf() tells code from comments, strings, templates and regular expressions", () => {
  const text = "a; // b\nc /* d\n */ e('f', \"g\", `h${{ i: `j${k}` }}l`, /m[/]\\/\"/.test(n)); o / p / q;";

  const code = codeOf(text, "comments and strings");

  assert.is(code.length, text.length);
  assert.is(code.replace(/\s+/g, " "), "a; c e( , , { i: k } , .test(n)); o / p / q;");
  assert.is(codeOf(text, "comments"), text.replace("// b", "    ").replace("/* d", "    ").replace(" */", "   "));
});

test("importsOf() gives every kind of import", () => {
  const text = 'import a from "1";\nimport {\n  b,\n} from "2";\nimport "3";\nexport { c } from "4";\nexport type { d } from "5";\nawait import("6");\n// import "7";\n';
  assert.equal(importsOf(text), ["1", "2", "3", "4", "5", "6"]);
});
