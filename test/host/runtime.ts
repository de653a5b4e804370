import { loadsTypeScript, runtimeLabel, runtimeVersion } from "../../src/host/runtime.ts";
import { findRuntime, versionOf } from "../../src/host/find_command.ts";
import { assert, suite } from "../harness.ts";
import { runtimeName } from "../this_runtime.ts";

const test = suite("host/runtime");

test("runtimeLabel() names the runtime and its version", () => {
  assert.match(runtimeLabel(), /^(deno|bun|node) \d+\.\d+\.\d+/);
  assert.ok(runtimeLabel().startsWith(runtimeName));
});

test("loadsTypeScript() knows the first Node that strips types", () => {
  assert.equal(["20.20.0", "22.17.1", "22.18.0", "v23.5.0", "23.6.0", "24.0.0"].map((version) => loadsTypeScript("node", version)),
    [false, false, true, false, true, true]);
  assert.equal([loadsTypeScript("deno", "2.9.5"), loadsTypeScript("bun", "1.4.5")], [true, true]);
});

test("findRuntime() gives this process's own executable, and versionOf() its version", () => {
  const found = findRuntime(runtimeName);

  assert.ok(found !== undefined);
  assert.is(found === undefined ? "" : versionOf(found), runtimeVersion());
});

test("findRuntime() finds the executables that npm installed, not its shims", () => {
  for (const name of ["deno", "bun"] as const) {
    const found = findRuntime(name);
    assert.ok(found !== undefined);
    assert.not.ok(found?.path.endsWith(".cjs"));
  }
});
