import { chosenFilter } from "../../cli/chosen.ts";
import { assert, suite } from "../harness.ts";
import { logOf } from "../log/log_of.ts";

const test = suite("cli/chosen");

const log = logOf([
  { kind: "log", version: 1, run: "a", part: 1, name: "shop", startedAt: "2026-11-23T02:10:00.000Z" },
  ...[0, 59_000, 60_000, 125_000].map((at, index) => ({ kind: "dispatch", id: index + 1, at, verb: "ACTION", type: index % 2 === 0 ? "user.created" : "cart.left", handlers: 0, timestamp: "2026-11-23T02:10:00.000Z" })),
]);

const idsOf = (options: Parameters<typeof chosenFilter>[0]): number[] => {
  const passes = chosenFilter(options).over(log);
  return [0, 1, 2, 3].filter(passes).map((dispatch) => log.dispatches.id(dispatch));
};

const cases: readonly [options: Parameters<typeof chosenFilter>[0], ids: number[]][] = [
  [{}, [1, 2, 3, 4]],
  [{ from: "02:11" }, [3, 4]],
  [{ to: "02:10" }, [1, 2]],
  [{ from: "+1m", to: "+100s" }, [3]],
  [{ from: "2026-11-23T02:10:59Z" }, [2, 3, 4]],
  [{ only: "type:user.* or type:cart.*", to: "02:10" }, [1, 2]],
  [{ only: "type:user.*", from: "02:11" }, [3]],
];
for (const [options, ids] of cases) test(`chosenFilter() with ${JSON.stringify(options)} lets ${ids.join(", ")} pass`, () => assert.equal(idsOf(options), ids));

for (const text of ["yesterday", "", "02:10..", "02:10)", "2:10", "02:10 or type:x"]) {
  test(`chosenFilter() refuses --from "${text}" by its name`, () => assert.throws(() => chosenFilter({ from: text }), { message: `Cannot read --from "${text}": it is no time` }));
}

test("chosenFilter() names a mistake of --only at its own place", () => {
  assert.throws(() => chosenFilter({ only: "type:user.* )", from: "02:10" }), { name: "FilterError", message: /at 13/ });
});

test("chosenFilter() refuses what ends before it begins", () => {
  assert.throws(() => chosenFilter({ from: "2026-11-24", to: "2026-11-23" }), { message: 'Cannot look from "2026-11-24" to "2026-11-23": it ends before it begins' });
});
