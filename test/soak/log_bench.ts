// The benchmark of large logs, on logs of 20 MB: it runs, and all sides say the same.
import { existsSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { assert, suite } from "../harness.ts";
import { runCommand, runtimeName } from "../this_runtime.ts";

const test = suite("soak/log_bench");
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

if (runtimeName === "node") registerTests();
else test.skip("the benchmark of large logs runs, and all sides say the same", "it runs once, on Node, which starts the peers");

function registerTests(): void {
  test("the benchmark of large logs runs, and all sides say the same", async () => {
    const built = existsSync(path("../../dist/cli/main.js")) ? ["--built"] : [];

    const { code, stdout, stderr } = await runCommand(process.execPath, [path("../../bench/log/run.mjs"), "--small", "--rounds", "1", "--only", "node", ...built], { timeoutMs: 240_000 });

    assert.equal([code, stderr], [0, ""]);
    const rows = stdout.split("\n").filter((line) => line.startsWith("| core, node |"));
    assert.is(rows.length, 2 * 9, stdout);
    assert.equal(rows.filter((row) => !/^\| core, node \| \d/.test(row)), []);
    // An answer in which a side stands alone is marked.
    assert.equal(stdout.split("\n").filter((line) => /\| \*\*.*\*\* \|/.test(line)), []);
  }, { timeoutMs: 250_000 });
}
