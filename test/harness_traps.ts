// Each way in which a test run could look like a success, tried in a process of its own.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, suite } from "./harness.ts";
import { type Finished, runScript } from "./this_runtime.ts";

const test = suite("harness");
const one = fileURLToPath(new URL("./one.ts", import.meta.url));
const harness = new URL("./harness.ts", import.meta.url).href;

async function withTestFile(body: string, act: (file: string) => Promise<Finished>): Promise<Finished> {
  const folder = mkdtempSync(join(tmpdir(), "core-harness-"));
  try {
    const file = join(folder, "trap.ts");
    writeFileSync(file, `import { suite, assert } from "${harness}";\nconst test = suite("trap");\n${body}\n`);
    return await act(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs `body` as a test file through test/one.ts. */
const runTests = (body: string) => withTestFile(body, (file) => runScript(one, [file]));

const lastLine = (finished: Finished) => finished.stdout.trimEnd().split("\n").at(-1);

const PASSING = 'test("passes", () => assert.is(1, 1));';

test("run() ends with 0 and the tally when everything passes", async () => {
  const finished = await runTests(PASSING);

  assert.is(lastLine(finished), "1 passed, 0 failed");
  assert.is(finished.code, 0);
});

test("run() counts a failed assertion", async () => {
  const finished = await runTests(`${PASSING} test("fails", () => assert.is(1, 2));`);

  assert.is(lastLine(finished), "1 passed, 1 failed");
  assert.is(finished.code, 1);
});

test("run() counts a thrown string", async () => {
  const finished = await runTests(`${PASSING} test("throws", () => { throw "a string"; });`);

  assert.is(lastLine(finished), "1 passed, 1 failed");
  assert.match(finished.stdout, "A string was thrown: a string");
  assert.is(finished.code, 1);
});

test("run() counts a test without an assertion", async () => {
  const finished = await runTests(`${PASSING} test("asserts nothing", () => {});`);

  assert.is(lastLine(finished), "1 passed, 1 failed");
  assert.is(finished.code, 1);
});

test("run() fails every test of a suite whose before hook fails", async () => {
  const finished = await runTests(`test.before(() => { throw new Error("no set-up"); }); ${PASSING}`);

  assert.is(lastLine(finished), "0 passed, 1 failed");
  assert.match(finished.stdout, "no set-up");
  assert.is(finished.code, 1);
});

test("run() counts a failing after hook", async () => {
  const finished = await runTests(`test.after(() => { throw new Error("left over"); }); ${PASSING}`);

  assert.is(lastLine(finished), "1 passed, 1 failed");
  assert.is(finished.code, 1);
});

test("run() fails the test whose afterEach hook fails", async () => {
  const finished = await runTests(`test.afterEach(() => { throw new Error("left over"); }); ${PASSING}`);

  assert.is(lastLine(finished), "0 passed, 1 failed");
  assert.is(finished.code, 1);
});

test("run() stops waiting for a promise that never settles", async () => {
  const finished = await runTests('test("hangs", () => new Promise(() => {}), { timeoutMs: 50 });');

  assert.is(lastLine(finished), "0 passed, 1 failed");
  assert.match(finished.stdout, "longer than its limit of 50 ms");
  assert.is(finished.code, 1);
});

test("run() fails the test during which a rejection is not handled", async () => {
  const finished = await runTests('test("leaks", () => { Promise.reject(new Error("nobody")); assert.ok(1); });');

  assert.is(lastLine(finished), "0 passed, 1 failed");
  assert.match(finished.stdout, "nobody");
  assert.is(finished.code, 1);
});

test("run() fails the test during which an exception escapes", async () => {
  const body = 'setTimeout(() => { throw new Error("escaped"); }, 0); assert.ok(1); return new Promise((r) => setTimeout(r, 20));';
  const finished = await runTests(`test("leaks", () => { ${body} });`);

  assert.is(lastLine(finished), "0 passed, 1 failed");
  assert.is(finished.code, 1);
});

test("run() counts a file that cannot be loaded, and runs the rest", async () => {
  const finished = await runTests(`${PASSING} await null; throw new Error("cannot load");`);

  assert.is(lastLine(finished), "1 passed, 1 failed");
  assert.match(finished.stdout, "cannot load");
  assert.is(finished.code, 1);
});

test("run() fails a file that registers no test", async () => {
  const finished = await runTests("void [test, assert];");

  assert.is(lastLine(finished), "0 passed, 1 failed");
  assert.is(finished.code, 1);
});

test("run() fails when no file is named", async () => {
  const finished = await runScript(one);

  assert.is(lastLine(finished), "0 passed, 1 failed");
  assert.is(finished.code, 1);
});

test("run() fails where every test is skipped", async () => {
  const finished = await runTests('test.skip("something", "there is no terminal"); void assert;');

  assert.is(lastLine(finished), "0 passed, 1 failed, 1 skipped");
  assert.match(finished.stdout, "skipped  trap › something: there is no terminal");
  assert.is(finished.code, 1);
});

test("run() fails when a test ends the process", async () => {
  const finished = await runTests(`${PASSING} test("exits", () => { process.exit(0); });`);

  assert.is(lastLine(finished), "1 passed, 1 failed");
  assert.is(finished.code, 1);
});

test("suite() fails a file that is started by itself", async () => {
  const finished = await withTestFile(PASSING, (file) => runScript(file));

  assert.is(lastLine(finished), "0 passed, 1 failed");
  assert.is(finished.code, 1);
});

test("suite() refuses two tests of one title", async () => {
  const finished = await runTests(`${PASSING} ${PASSING}`);

  assert.is(lastLine(finished), "1 passed, 1 failed");
  assert.is(finished.code, 1);
});

test("suite() refuses a test that is registered while tests run", async () => {
  const finished = await runTests('test("late", () => { assert.ok(1); test("inner", () => assert.is(1, 2)); });');

  assert.is(lastLine(finished), "0 passed, 1 failed");
  assert.is(finished.code, 1);
});
