import { canRun } from "../../src/devtools/can_run.ts";
import { assert, suite } from "../harness.ts";

const test = suite("devtools/can_run");

test("canRun() takes JavaScript on every runtime", () => {
  assert.equal(canRun("node", "20.20.2", "app.mjs"), { ok: true });
  assert.equal(canRun("deno", "2.9.5", "app.js"), { ok: true });
});

test("canRun() takes TypeScript on Deno, on Bun and on a Node that strips types", () => {
  assert.equal(canRun("deno", "2.9.5", "app.tsx"), { ok: true });
  assert.equal(canRun("bun", "1.4.5", "app.ts"), { ok: true });
  assert.equal(canRun("node", "22.18.0", "app.mts"), { ok: true });
});

test("canRun() says why a Node cannot take an app", () => {
  assert.equal(canRun("node", "20.20.2", "app.ts"), { ok: false, why: "typescript" });
  assert.equal(canRun("node", "24.0.0", "app.tsx"), { ok: false, why: "jsx" });
});
