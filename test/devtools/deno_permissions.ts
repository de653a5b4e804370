import { mergePermissions } from "../../src/devtools/deno_permissions.ts";
import { assert, suite } from "../harness.ts";

const test = suite("devtools/deno_permissions");
const NEEDS = { read: ["/spool"], write: ["/spool"], net: ["unix:/spool/agent.sock"], env: ["A", "B"] };

test("mergePermissions() gives scoped grants where the user gives none", () => {
  assert.equal(mergePermissions([], NEEDS),
    ["--allow-read=/spool", "--allow-write=/spool", "--allow-net=unix:/spool/agent.sock", "--allow-env=A,B"]);
});

test("mergePermissions() adds nothing to one who gives all", () => {
  assert.equal(mergePermissions(["-A"], NEEDS), ["-A"]);
  assert.equal(mergePermissions(["--allow-all", "--unstable-kv"], NEEDS), ["--allow-all", "--unstable-kv"]);
});

test("mergePermissions() leaves a kind alone that is given without bounds, long or short", () => {
  assert.equal(mergePermissions(["--allow-read", "-W", "-NE"], NEEDS), ["--allow-read", "-W", "-NE"]);
});

test("mergePermissions() adds to a kind that is given with bounds", () => {
  assert.equal(mergePermissions(["--allow-read=./data", "-N=localhost", "-W", "-E"], NEEDS),
    ["--allow-read=./data", "-N=localhost", "-W", "-E", "--allow-read=/spool", "--allow-net=unix:/spool/agent.sock"]);
});

test("mergePermissions() adds nothing to a permission set, which it would narrow", () => {
  assert.equal(mergePermissions(["-P"], NEEDS), ["-P"]);
  assert.equal(mergePermissions(["--permission-set=dev"], NEEDS), ["--permission-set=dev"]);
});

test("mergePermissions() keeps a path with a comma one path", () => {
  assert.equal(mergePermissions(["-W", "-N", "-E"], { ...NEEDS, read: ["/a,b"] }), ["-W", "-N", "-E", "--allow-read=/a,,b"]);
});
