// Old logs stay readable: each of test/recordings says what it said when it was put there, and is the same file, byte for byte.
import { readdirSync, readFileSync } from "node:fs";
import { assert, suite } from "../harness.ts";
import { decodeValue } from "../../src/log/decode.ts";
import { stateOf } from "../../src/trace/state.ts";
import { itemsOf } from "./log_digest.ts";
import { grownLog, tracesOf } from "./log_of.ts";

const test = suite("log/old_recordings");
const folder = new URL("../recordings/v1/", import.meta.url);
const read = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const summaries = JSON.parse(readFileSync(new URL("summaries.json", folder), "utf8")) as Record<string, unknown>;

/** What the files are. One that is to change is to be another file. */
const SHA_256: Readonly<Record<string, string>> = {
  "every_kind.jsonl": "23f3717b680c0869275974e0852efd6029e78c4311ccf298518a1b7ec4598539",
  "gaps.jsonl": "aaab26d1032295fc494e24af4db2d8d333df744199b8494701c1c825d34ddd34",
  "http.jsonl": "61c699c9e196ecf223c0ef3a441049c6155dbb4fd82f1897e42a08630d90ee7f",
  "runs.jsonl": "7b78e88c7b248fcc5b02a859571b2991405ba8419ab1ff2c3215ae4290d65cba",
  "shop.jsonl": "c1767ce94983dc5762700bc92cc166ec31b0e44ec736218123af98b5652a7d97",
  "torn.jsonl": "c9680421606ca4fc35fb50963d1a07e4660fb7860ee18db398cbc852977546c3",
};

test("every recording of version 1 is here, under its checksum", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl")).sort();

  assert.equal(files, Object.keys(SHA_256).sort());
  assert.equal(files, Object.keys(summaries).sort());
  assert.ok(files.reduce((sum, name) => sum + read(name).length, 0) < 300_000);
});

for (const [name, checksum] of Object.entries(SHA_256)) {
  test(`${name} has never changed`, async () => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(read(name))));

    assert.is([...digest].map((byte) => byte.toString(16).padStart(2, "0")).join(""), checksum);
  });

  test(`${name} says what it said`, () => assert.equal(summaryOf(read(name)), summaries[name]));
}

/** What a log says, in numbers. */
function summaryOf(bytes: Uint8Array) {
  const log = grownLog(bytes, [bytes.length]);
  const traces = tracesOf(log);
  const { lost, skipped, orphans } = log.counts();
  return {
    runs: log.runs.map(({ header: { run, name, startedAt } }) => ({ run, name, startedAt })),
    records: countedBy(itemsOf(bytes).flatMap((item) => item.kind === "record" ? [item.record] : []), (record) => record.kind === "unknown" ? `unknown: ${record.name}` : record.kind),
    types: countedBy(traces, ({ record }) => record.type),
    states: countedBy(traces, stateOf),
    outcomes: countedBy(traces.flatMap(({ handlings }) => handlings), ({ outcome }) => outcome),
    subscriptions: log.runs.reduce((sum, run) => sum + run.subscriptions.size, 0),
    defects: log.defects.map(({ line, problem }) => `${line} ${problem}`),
    unaccounted: log.unaccounted().map(({ from, to }) => [from, to]),
    lost, skipped, orphans, strays: log.strays,
  };
}

function countedBy<Item>(items: readonly Item[], by: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[by(item)] = (counts[by(item)] ?? 0) + 1;
  return counts;
}

test("every_kind.jsonl brings back every kind of value", () => {
  const sent = itemsOf(read("every_kind.jsonl")).flatMap((item) => item.kind === "record" && item.record.kind === "dispatch" && item.record.id === 2 ? [item.record.data] : [])[0];
  const value = decodeValue(sent) as Record<string, unknown>;
  const key = { id: 1 };
  const shared = { n: 1 };
  const deep = ["deep"];
  const expected: Record<string, unknown> = {
    undefined: undefined, nan: NaN, infinity: Infinity, minusInfinity: -Infinity, minusZero: -0, bigint: -12345678901234567890n,
    date: new Date("2026-11-28T09:00:00.000Z"), invalidDate: new Date(NaN), map: new Map<unknown, unknown>([["key", "value"], [key, new Set([1, new Map()])]]), set: new Set([1, "two", null]),
    buffer: new Uint8Array([1, 2, 3]).buffer, bytes: new Uint8Array([1, 2, 3]), words: new Uint16Array([1, 2]), view: new DataView(new Uint8Array([1, 2]).buffer), bigs: new BigInt64Array([-1n]),
    nodeBuffer: new Uint8Array([104, 105]), error: Object.assign(new TypeError("no", { cause: new RangeError("why") }), { code: "E_NO" }),
    regexp: /a+/i, url: new URL("https://example.com/a?b=c"), instance: { id: 1, tags: ["a"] }, bare: Object.assign(Object.create(null) as object, { a: 1 }), plain: { $core: "mine" },
    shared, again: shared, inMap: key, "a/b~c": deep, escaped: deep, holes: Object.assign(Array<number>(3), { 0: 1, 2: 3 }), function: undefined, symbol: value["symbol"], reply: undefined,
    email: { $core: "redacted" }, password: { $core: "redacted", by: "key", as: "3f9a0c11d2e4" }, deep: { $core: "cut", reason: "deeper than 64 levels" },
    large: { $core: "cut", reason: "larger than 1 MB", bytes: 12_345_678, value: "the beginning…" }, row: { $core: "unreadable", value: "no such row" },
    huge: -255n, registered: Symbol.for("app.id"), known: Symbol.iterator, class: undefined, boxed: Object("a"), boxedBigint: Object(1n), query: new URLSearchParams("a=1&b=2"),
    cache: Object.assign(new Map([["a", 1]]), { hits: 2 }), match: Object.assign(Array<string>(3), { 0: "a", index: 0 }), underSymbols: { a: 1, [Symbol.for("app.id")]: 2 },
    aggregate: new AggregateError([new Error("one")], "all failed"), named: Object.defineProperty(new RangeError("too far"), "name", { value: "TooFar" }),
    "shared buffer": value["shared buffer"], list: [1, { $core: "cut", reason: "larger than 1 MB", items: 3 }],
    some: { $core: "cut", reason: "larger than 1 MB", value: { a: 1 }, members: 9000 },
    newer: { $core: "Temporal.Instant", value: "2026-11-28T09:00:00Z" }, notATag: { $core: 7 }, text: "ä€😀 \u2028 \\ \" \n", ["__proto__"]: { isAdmin: true },
  };
  expected["whole"] = expected;

  assert.equal(value, expected);
  assert.is((value["error"] as Error).stack, "TypeError: no\n    at a.ts:1:1");
  assert.is(String(value["symbol"]), "Symbol(id)");
  assert.equal([...new Uint8Array(value["shared buffer"] as SharedArrayBuffer)], [1]);
  assert.is(value["again"], value["shared"]);
  assert.is(value["whole"], value);
  assert.is((value["map"] as Map<unknown, unknown>).has(value["inMap"]), true);
  assert.is(value["escaped"], value["a/b~c"]);
});
