// core-ipc/testing under each runtime's own test runner: it needs no framework, and every framework sees that it throws.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { assert, suite } from "../harness.ts";
import { type RuntimeName, runCommand, runtimeName } from "../this_runtime.ts";

const test = suite("testing/runners");

const root = new URL("../../", import.meta.url);
/** In the clone, so that "core-ipc" means its sources; a name that git and the house rules pass over. */
const folder = new URL(`.dist-runners-${process.pid}/`, root);
test.before(() => mkdirSync(folder, { recursive: true }));
test.after(() => rmSync(folder, { recursive: true, force: true }));

const BODY = `
import { createCore } from "core-ipc";
import { expectMessages, recordMessages } from "core-ipc/testing";

for (const expected of ["user.created", "user.deleted"]) {
  test("expects " + expected, async () => {
    const core = await createCore();
    recordMessages(core);
    await core.ACTION({ type: "user.created" });
    expectMessages(core, [expected]);
  });
}
`;

interface Runner {
  readonly name: string;
  readonly imports: string;
  readonly args: readonly string[];
  readonly passed: RegExp;
  readonly failed: RegExp;
}

const RUNNERS: Record<RuntimeName, Runner> = {
  node: {
    name: "node:test",
    imports: 'import { test } from "node:test";',
    args: ["--import", fileURLToPath(new URL("scripts/node_loader.mjs", root)), "--test-reporter=tap"],
    passed: /^# pass 1$/m,
    failed: /^# fail 1$/m,
  },
  bun: { name: "bun:test", imports: 'import { test } from "bun:test";', args: ["test"], passed: /^ 1 pass$/m, failed: /^ 1 fail$/m },
  deno: { name: "Deno.test", imports: "const { test } = Deno;", args: ["test", "-A", "--no-check"], passed: /1 passed/, failed: /1 failed/ },
};
const { name, imports, args, passed, failed } = RUNNERS[runtimeName];

test(`expectMessages() passes and fails a test of ${name}, and its lists are shown`, async () => {
  const file = fileURLToPath(new URL("own_test.ts", folder));
  writeFileSync(file, `${imports}\n${BODY}`);

  const { code, stdout, stderr } = await runCommand(process.execPath, [...args, file], { env: { NO_COLOR: "1", NODE_TEST_CONTEXT: undefined } });

  const printed = stdout + stderr;
  assert.ok(code !== 0);
  assert.match(printed, passed);
  assert.match(printed, failed);
  assert.match(printed, 'number 1 has the type "user.created", not "user.deleted"');
  assert.match(printed, "> 1 ACTION user.created a root");
}, { timeoutMs: 30_000 });
