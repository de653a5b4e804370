import { assert, suite } from "../harness.ts";
import { FilterError, parseFilter } from "../../src/trace/filter/mod.ts";
import { logOf, tracesOf } from "../log/log_of.ts";
import { dispatch, header } from "./records.ts";

const test = suite("trace/filter");

const TYPES = ["user.created", "user.deleted", "cart.abandoned", "user.address.changed"];
const TRACES = tracesOf(logOf([header(), ...TYPES.map((type, at) => dispatch(at + 1, { type }))]));

/** The types that a filter lets pass. */
const CASES: readonly (readonly [filter: string, passing: readonly string[]])[] = [
  ["", TYPES],
  ["type:user.created", ["user.created"]],
  ["type:user.*", ["user.created", "user.deleted"]],
  ["type:user.>", ["user.created", "user.deleted", "user.address.changed"]],
  ["type:user.* not type:user.deleted", ["user.created"]],
  ["type:user.* and not type:user.deleted", ["user.created"]],
  ["type:user.* or type:cart.*", ["user.created", "user.deleted", "cart.abandoned"]],
  ["not (type:user.> or type:cart.*)", []],
  ["type:cart.* or type:user.* type:*.created", ["user.created", "cart.abandoned"]],
];

for (const [text, passing] of CASES) {
  test(`parseFilter() reads "${text}"`, () => {
    const filter = parseFilter(text);

    assert.equal(TRACES.filter((trace) => filter.test(trace)).map(({ record }) => record.type), passing);
    assert.is(filter.isEmpty, text === "");
  });
}

/** What is wrong with a filter, and where. */
const MISTAKES: readonly (readonly [filter: string, at: number, message: RegExp])[] = [
  ["tpye:user", 0, /unknown member "tpye" at 1; did you mean "type:"\?/],
  ["type:a colour:red", 7, /unknown member "colour" at 8; what exists: type:/],
  ["user.created", 0, /"user\.created" is no condition at 1/],
  ["type:a and", 10, /it ends where a condition should stand/],
  ["(type:a", 0, /"\(" at 1 is never closed/],
  ["type:a )", 7, /"\)" at 8 closes nothing/],
  ["or type:a", 0, /"or" at 1 stands where a condition should/],
  ["type:", 5, /nothing stands after "type:" at 6/],
  ["type:us*", 5, /it is not one; "/],
];

for (const [text, at, message] of MISTAKES) {
  test(`parseFilter() says what is wrong with "${text}", and where`, () => {
    try {
      parseFilter(text);
      assert.unreachable("it was read");
    } catch (error) {
      assert.ok(error instanceof FilterError);
      assert.match(error.message, message);
      assert.is(error.at, at);
    }
  });
}

test("parseFilter() does not overflow on nesting that nobody writes", () => {
  assert.throws(() => parseFilter(`${"(".repeat(100_000)}type:a`), { name: "FilterError", message: /levels of nesting/ });
});

test("parseFilter() says once that it cannot read a pattern", () => {
  assert.throws(() => parseFilter("type:us*"), { name: "FilterError", message: 'Cannot read filter: pattern "us*": it is not one; "*" is (at 6)' });
});
