// The core on Deno with every permission denied: nothing is asked for, and nothing is missing.
import { fileURLToPath } from "node:url";
import { findRuntime } from "../../scripts/runtimes.mjs";
import { assert, suite } from "../harness.ts";
import { runCommand, runtimeName } from "../this_runtime.ts";
import { FACTS } from "./program.ts";

const test = suite("portable/without_permissions");

/** Every kind that Deno has. `--no-prompt`: a question would be an answer. */
const DENIED = ["read", "write", "net", "env", "run", "ffi", "sys", "import"].map((kind) => `--deny-${kind}`);

const entry = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

if (runtimeName === "deno") registerTests();
else test.skip("the program sees the same without a permission", "only Deno has permissions: it runs there");

function registerTests(): void {
  const deno = findRuntime("deno")?.path ?? "deno";
  const denied = (script: string) => runCommand(deno, ["run", "--no-config", "--no-prompt", ...DENIED, script], { env: { NO_COLOR: "1" } });

  test("the program sees the same without a permission", async () => {
    const { code, stdout, stderr } = await denied(entry("printing.ts"));

    assert.equal({ code, stderr }, { code: 0, stderr: "" });
    assert.equal(JSON.parse(stdout), FACTS);
  });

  test("every kind of permission that Deno has is among the denied", async () => {
    const { stdout } = await runCommand(deno, ["run", "--help=full"], { env: { NO_COLOR: "1" } });

    assert.equal([...new Set(stdout.match(/--deny-[a-z]+/g))].sort(), [...DENIED].sort());
  });

  test("a denied program that asks for something is told no", async () => {
    const { code, stderr } = await denied(entry("asking.ts"));

    assert.is(code, 1);
    assert.match(stderr, "NotCapable");
  });
}
