// The page that the recorder's benchmark writes, what it sends, and that its cases cover what is to be reached.
import { CASES, type Case, type Sample } from "../../bench/record/cases.mjs";
import { caseOf, page, verdict } from "../../bench/record/page.mjs";
import { payloadsOf } from "../../bench/record/payloads.mjs";
import { assert, suite } from "../harness.ts";

const test = suite("bench/record");

const speed = { title: "a second", digits: 0, of: ({ speed: found }: Sample) => found as number };
const base: Case = { title: "small", sides: { ours: {}, peer: {} }, measures: [speed], targets: [] };
const samples = { ours: [{ speed: 30 }, { speed: 60 }, { speed: 40 }], peer: [{ speed: 10 }, { speed: 20 }, { speed: 10 }] };
const node = { name: "node", version: "20" };

test("caseOf() gives medians with quartiles, the runtimes side by side, and a difference by rounds", () => {
  const text = caseOf({ ...base, minus: "peer", measured: [samples, {}] }, [node, { name: "bun", version: "1" }]);

  assert.is(text, [
    "## small", "", "a second:", "",
    "|  | node 20 | bun 1 |", "| --- | ---: | ---: |",
    "| ours | 40 (40–60) | – |", "| peer | 10 (10–20) | – |", "| ours − peer | 30 (30–40) | – |",
  ].join("\n"));
});

test("verdict() compares round by round, and asks of each runtime what is asked of it", () => {
  const target = { measure: "a second", against: "peer", least: { node: 3, bun: 3.1 } };

  assert.is(verdict(base, target, "node", samples), "**met** 3.00× (3.00–4.00)");
  assert.is(verdict(base, target, "bun", samples), "**missed** 3.00× (3.00–4.00)");
});

test("verdict() meets a limit at the limit, and misses it above", () => {
  assert.is(verdict(base, { measure: "a second", against: "peer", most: 3 }, "node", samples), "**met** 3.00× (3.00–4.00)");
  assert.is(verdict(base, { measure: "a second", against: "peer", most: 2.9 }, "node", samples), "**missed** 3.00× (3.00–4.00)");
});

test("verdict() asks for every log to be whole, and for the pace", () => {
  const target = { measure: "a second", whole: 40 };
  const whole = { ours: samples.ours.map((sample) => ({ ...sample, isWhole: true })) };
  const torn = { ours: whole.ours.map((sample, n) => ({ ...sample, isWhole: n > 0 })) };

  assert.is(verdict(base, target, "node", whole), "**met** 3 of 3 logs whole");
  assert.is(verdict(base, target, "node", torn), "**missed** 2 of 3 logs whole");
  assert.is(verdict(base, { ...target, whole: 41 }, "node", whole), "**missed** 3 of 3 logs whole");
});

test("verdict() gives none for what was not measured", () => {
  assert.is(verdict(base, { measure: "a second", against: "peer", most: 1 }, "node", { ours: samples.ours }), "not measured");
  assert.is(verdict(base, { measure: "a second", ours: "another", against: "peer", most: 1 }, "node", samples), "not measured");
});

test("page() says of each target what it asks, and what became of it", () => {
  const targets = [{ measure: "a second", against: "peer", least: { node: 3, bun: 5 } }, { measure: "a second", ours: "ours", against: "peer", least: { node: 5, bun: 5 } }];

  const text = page({ date: "2026-11-28", machine: "2 cores.", rounds: 3, runtimes: [node], cases: [{ ...base, targets, measured: [samples] }] });

  assert.match(text, "# Recording, 2026-11-28\n\n2 cores. Each side of a case runs in a process of its own, 3 times");
  assert.match(text, "- ≥ 3× (node), 5× (bun) peer: node **met** 3.00× (3.00–4.00)\n- ours: ≥ 5× peer: node **missed** 3.00× (3.00–4.00)\n");
});

test("the cases cover every target that is to be reached", () => {
  const asked = CASES.flatMap(({ title, targets }) => targets.map(({ ours = "", against = "", least, most, whole }) => [title, ours, against, JSON.stringify(least ?? most ?? whole)].join("|")));

  assert.equal(asked.filter((each) => !each.includes("and the Core")), [
    'Records, small|recorder|pino, synchronous|{"node":2.5,"deno":2.5,"bun":5}', 'Records, small|recorder|pino, asynchronous|{"node":2.5,"deno":2.5,"bun":5}',
    'Records, 1 kB|recorder|pino, synchronous|{"node":1.3,"deno":1.3,"bun":1.3}', 'Records, 1 kB|recorder|pino, asynchronous|{"node":1.3,"deno":1.3,"bun":1.3}',
    'Records, 10 kB|recorder|pino, synchronous|{"node":1,"deno":1,"bun":1}', 'Records, 10 kB|recorder|pino, asynchronous|{"node":1,"deno":1,"bun":1}',
    'Records, webhooks of about 1 kB|recorder|pino, synchronous|{"node":1.3,"deno":1.3,"bun":1.3}', 'Records, webhooks of about 1 kB|recorder|pino, asynchronous|{"node":1.3,"deno":1.3,"bun":1.3}',
    'Records, webhooks of about 10 kB|recorder|pino, synchronous|{"node":1,"deno":1,"bun":1}', 'Records, webhooks of about 10 kB|recorder|pino, asynchronous|{"node":1,"deno":1,"bun":1}',
    "100,000 small messages a second, one handler each|||99000", "A dispatch that nobody watches, one handler||core-ipc alone|1.05",
  ]);
});

test("payloadsOf() gives payloads of the size that is asked for", () => {
  const bytes = (size: string): number[] => [...new Set(payloadsOf(size).map((data) => JSON.stringify(data).length))];

  const webhooks = bytes("webhooks of about 10 kB");
  assert.ok(Math.min(...webhooks) > 9_000 && Math.max(...webhooks) < 11_000);
  assert.equal([bytes("small"), bytes("1 kB"), bytes("10 kB"), bytes("100 kB")], [[75], [864], [9840], [99_840]]);
});
