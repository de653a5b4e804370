// The package as a stranger gets it: packed, installed into an empty folder, run by Node, Deno and Bun.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRuntime, type Runtime, RUNTIME_NAMES } from "../../scripts/runtimes.mjs";
import { assert, suite } from "../harness.ts";
import { runCommand, runtimeName } from "../this_runtime.ts";
import { type Packed, packAndInstall, root, succeeded } from "./packed.ts";

const test = suite("package/pack");

const APP = `
import { createCore } from "core-ipc";
import "core-ipc/log";
import "core-ipc/replay";
import "core-ipc/testing";
const core = await createCore();
core.registerAction("user.*", (_, message) => console.log("handled", message.type, message.data.id));
const outcome = await core.ACTION({ type: "user.created", data: { id: "123" } });
console.log(outcome.ok, outcome.handled);
`;

/** Names every entry that an app can import; the compiler reads the declarations whole, without skipLibCheck. */
const TYPED = `
import { createCore, type Core, type Outcome } from "core-ipc";
import * as log from "core-ipc/log";
import * as replay from "core-ipc/replay";
import * as testing from "core-ipc/testing";
const core: Core = await createCore();
const outcome: Outcome = await core.ACTION({ type: "user.created", data: { id: "123" } });
// @ts-expect-error A message has a type.
await core.ACTION({ data: 1 });
export const all = [outcome.ok satisfies boolean, log, replay, testing];
`;

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: "es2022", lib: ["es2023", "dom", "esnext.disposable"], module: "nodenext", strict: true, skipLibCheck: false, types: [],
    exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true,
  },
  files: ["typed.ts"],
});

if (runtimeName === "node") registerTests();
else test.skip("the packed package works on Node, Deno and Bun", "it runs once, on Node, which starts the other two");

function registerTests(): void {
  let packed: Packed;
  const temporary = mkdtempSync(join(tmpdir(), "core-package-"));
  test.before(async () => {
    packed = await packAndInstall(temporary);
  });
  test.after(() => rmSync(temporary, { recursive: true }));
  const slow = { timeoutMs: 90_000 }; // the first test waits for the build

  test("npm pack carries what is needed, and nothing else", () => {
    const strange = packed.files.filter((file) => !/^(dist|docs)\/|^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(file));

    assert.equal(strange, []);
    for (const file of ["LICENSE", "README.md", "dist/THIRD_PARTY_LICENSES.txt"]) assert.ok(packed.files.includes(file), file);
  }, slow);

  test("every entry and every command of package.json is there", () => {
    const description = JSON.parse(readFileSync(join(packed.folder, "package.json"), "utf8")) as {
      exports: Record<string, string | Record<string, string>>;
      bin: Record<string, string>;
    };
    const named = [...Object.values(description.exports), description.bin].flatMap((entry) => typeof entry === "string" ? [entry] : Object.values(entry));

    assert.equal(named.filter((file) => !existsSync(join(packed.folder, file))), []);
  });

  test("npm install brings the package and nothing with it", () => {
    assert.equal(readdirSync(join(packed.app, "node_modules")).filter((name) => !name.startsWith(".")), ["core-ipc"]);
  });

  test("the entries share one copy of the core", () => {
    const copies = packed.files.filter((file) => /^dist\/(?!cli\/).*\.js$/.test(file)).filter((file) =>
      /^\/\/ src\/core\/errors\.ts$/m.test(readFileSync(join(packed.folder, file), "utf8"))
    );

    assert.is(copies.length, 1, copies.join(" "));
  });

  test("no bundle names the machine that built it", () => {
    const named = packed.files.filter((file) => readFileSync(join(packed.folder, file), "utf8").includes(root));

    assert.equal(named, []);
  });

  test("the licences of what the command carries go with it", () => {
    const text = readFileSync(join(packed.folder, "dist/THIRD_PARTY_LICENSES.txt"), "utf8");

    for (const name of ["ink 8", "react 19", "commander 15", "yoga-layout 3"]) assert.match(text, `\n${name}`);
    assert.match(text, "Permission is hereby granted");
  });

  test("the declarations serve a strict consumer", async () => {
    packed.write("typed.ts", TYPED);
    packed.write("tsconfig.json", TSCONFIG);

    const finished = await runCommand(join(root, "node_modules/.bin/tsc"), ["-p", packed.app], { cwd: packed.app });

    assert.is(finished.stdout, "");
    assert.is(finished.code, 0);
  }, slow);

  for (const name of RUNTIME_NAMES) registerOn(name, () => packed);

  test("the packed demo runs without a terminal on each runtime", async () => {
    const runtimes = RUNTIME_NAMES.map((name) => findRuntime(name)).filter((runtime) => runtime !== undefined);

    const finished = await Promise.all(runtimes.map((runtime) => commandOn(runtime, packed, ["demo"]))); // it takes its time, so together

    for (const each of finished) assert.match(succeeded(each).stdout, "github.");
  }, { timeoutMs: 30_000 });
}

function runOn({ name, path }: Runtime, { app }: Packed, file: string, args: readonly string[] = []) {
  return runCommand(path, [...(name === "deno" ? ["run", "-A"] : []), file, ...args], { cwd: app });
}

const commandOn = (runtime: Runtime, packed: Packed, args: readonly string[]) =>
  runOn(runtime, packed, join(packed.folder, "dist/cli/main.js"), args);

function registerOn(name: string, installed: () => Packed): void {
  const runtime = findRuntime(name);
  if (runtime === undefined) return test.skip(`the packed package works on ${name}`, `${name} is absent`);
  test(`an app imports the packed package on ${name}`, async () => {
    const app = installed().write("app.mjs", APP);

    const finished = await runOn(runtime, installed(), app);

    assert.is(succeeded(finished).stdout, "handled user.created 123\ntrue 1\n");
  });

  test(`the packed command tells its version on ${name}`, async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

    const finished = await commandOn(runtime, installed(), ["--version"]);

    assert.match(succeeded(finished).stdout, version);
  });

  test(`the packed command shows an app's messages on ${name}`, async () => {
    const app = installed().write("app.mjs", APP);

    const finished = await commandOn(runtime, installed(), ["tail", app]);

    assert.match(succeeded(finished).stdout, "user.created");
  }, { timeoutMs: 20_000 });
}
