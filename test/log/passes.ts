// Filters that are asked about a message while it is sent.
import { assert, suite } from "../harness.ts";
import { passes } from "../../src/log/passes.ts";
import { parseConditions } from "../../src/log/triggers.ts";
import { parseFilter } from "../../src/trace/filter/mod.ts";

const test = suite("log/passes");

const sent = { verb: "ACTION", message: { type: "user.created", source: "users", data: { total: 12n, when: new Date("2026-11-23T09:00:00Z"), tags: new Map([["a", 1]]), password: "hunter2" } } } as const;

const CASES: readonly (readonly [filter: string, passes: boolean])[] = [
  ["type:user.* source:users verb:ACTION", true], ["verb:QUERY", false], ["root", true],
  ["data.total>=12", true], ["data.when=2026-11-23T09:00Z", true], ["data.tags.a=1", true], ["data.password=hunter2", false], ["data.password.$core=redacted", true], ["data.none", false],
];
for (const [filter, expected] of CASES) {
  test(`passes() ${expected ? "lets pass" : "stops"} what "${filter}" is asked about`, () => assert.is(passes(parseFilter(filter), sent), expected));
}

test("passes() knows a root from what a handling sent, though its cause may be from before the log", () => {
  assert.equal([undefined, 0, 7].map((cause) => passes(parseFilter("root"), { ...sent, ...(cause === undefined ? {} : { cause }) })), [true, false, false]);
});

test("passes() encodes no data that nobody asks about", () => {
  const hot = { get data(): unknown { throw new Error("was read"); } };
  const filter = parseFilter("data.x=1 type:cart");

  assert.is(passes(filter, { verb: "ACTION", message: { type: "user", data: new Proxy({}, { ownKeys: () => hot.data as string[] }) } }), false);
});

test("passes() refuses a filter that asks what becomes of a message", () => {
  assert.throws(() => passes(parseFilter("type:a failed"), sent), { name: "TypeError", message: 'Cannot ask "type:a failed" of a message that is being sent: it asks what becomes of it' });
});

test("parseConditions() refuses a filter that asks what becomes of a message, with its place", () => {
  assert.throws(() => parseConditions(["type:a ms>5"]), {
    name: "SyntaxError",
    message: 'Cannot read trigger "type:a ms>5": it is neither error, slow>500ms nor signal, and no filter (Cannot use filter: "ms" at 8 is not known when a message is sent; what is: type:, source:, verb:, root, data.); write error, slow>500ms, signal, or a filter such as type:payment.failed',
  });
});
