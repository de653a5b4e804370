// Filters and logs that are drawn: what is printed is read back, and all ways to ask a filter agree with what it means.
import fc from "fast-check";
import { assert, suite } from "../../harness.ts";
import { parseFilter } from "../../../src/trace/filter/mod.ts";
import { parseNode } from "../../../src/trace/filter/parse.ts";
import { anyFilter } from "./drawn_filter.ts";
import { logOf, tracesOf } from "../../log/log_of.ts";
import { drawnShop } from "./drawn_shop.ts";
import { naively } from "./naive.ts";
import { watchedLog } from "./page_log.ts";

const test = suite("trace/filter/agree");

/** A tree without the places of its conditions. */
const shapeOf = (node: unknown): string => JSON.stringify(node, (key, value: unknown) => key === "at" ? undefined : typeof value === "number" && !Number.isFinite(value) ? String(value) : value);

test("parseNode() gives the tree that was written", () => {
  fc.assert(fc.property(anyFilter, ({ node, text }) => {
    assert.is(shapeOf(parseNode(text)), shapeOf(node), text);
  }), { numRuns: 2_000, seed: 20_261_128 });
});

test("test() and over() choose what the filter means, over drawn logs; what columns answer parses nothing", () => {
  fc.assert(fc.property(drawnShop, fc.array(anyFilter, { minLength: 1, maxLength: 40 }), (text, filters) => {
    const log = logOf(text);
    const traces = tracesOf(log);
    let parsed = 0;
    const counted = watchedLog(log, () => (parsed += 1));
    for (const { node, text: written } of filters) {
      const filter = parseFilter(written);
      const passes = filter.over(counted);
      parsed = 0;
      const expected = traces.map((trace) => naively(node, trace));

      assert.equal(traces.map((trace) => filter.test(trace)), expected, written);
      assert.equal(traces.map(({ index }) => passes(index)), expected, `${written}, over columns`);
      assert.ok(parsed === 0 || filter.asked.some(({ member }) => NEEDS_PAYLOADS.has(member)), `${written} read ${parsed} times`);
    }
  }), { numRuns: 40, seed: 20_261_128 });
}, { timeoutMs: 60_000 });

/** Where a handling still runs, and where a cause is not in the log, the columns do not say all. */
const NEEDS_PAYLOADS = new Set(["data", "answer", "error", "reply", "/…/", '"…"', "handler", "service", "cause"]);
