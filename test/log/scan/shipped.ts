// The scanner that is shipped: its bytes are what its source compiles to, and where it cannot run the plain one does.
import { readFileSync } from "node:fs";
import { scanner } from "../../../src/log/scan/mod.ts";
import { SCAN_WASM } from "../../../src/log/scan/scan_wasm.ts";
import { assert, suite } from "../../harness.ts";
import { runtimeName } from "../../this_runtime.ts";
import { bytesOf, rowsOf } from "./scanned.ts";
import { dispatchText } from "./torture_lines.ts";

const test = suite("log/scan/shipped");

const SAME_ON_ALL = "the compiler is the same program on every runtime; Node compiles";

if (runtimeName === "node") {
  test("SCAN_WASM is what src/log/scan/assembly compiles to", async () => {
    const { compile, shipped } = await import("../../../scripts/build_wasm.mjs"); // here, since the compiler takes long to load
    const text = shipped(await compile());

    assert.ok(text === readFileSync(new URL("../../../src/log/scan/scan_wasm.ts", import.meta.url), "utf8"), "the source was changed: node scripts/build_wasm.mjs");
  }, { timeoutMs: 120_000 });
} else {
  test.skip("SCAN_WASM is what src/log/scan/assembly compiles to", SAME_ON_ALL);
}

test("SCAN_WASM imports nothing", () => {
  const module = new WebAssembly.Module(Uint8Array.from(atob(SCAN_WASM), (letter) => letter.charCodeAt(0)));

  assert.equal(WebAssembly.Module.imports(module), []);
});

test("scanner() scans in WebAssembly, and without it too", () => {
  const line = bytesOf(`${dispatchText()}\n`);
  const instance = WebAssembly.Instance;

  const quick = scanner();
  Object.defineProperty(WebAssembly, "Instance", { value: undefined, writable: true, configurable: true });
  const plain = scanner();
  Object.defineProperty(WebAssembly, "Instance", { value: instance, writable: true, configurable: true });

  assert.not.equal(quick.constructor.name, plain.constructor.name);
  assert.equal(rowsOf(plain, line), rowsOf(quick, line));
});
