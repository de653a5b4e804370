// docs/log-format.md is the specification: its lines are records, and its values mean what it says.
import { readFileSync } from "node:fs";
import { assert, suite } from "../harness.ts";
import { decodeValue } from "../../src/log/decode.ts";
import { encodeValue } from "../../src/log/encode.ts";
import { LogReader } from "../../src/log/reader.ts";
import type { KnownRecord, LogItem } from "../../src/trace/record.ts";

const test = suite("log/format_page");
const page = readFileSync(new URL("../../docs/log-format.md", import.meta.url), "utf8");

/** The lines of each block, with the kind that the block names. */
const LINES = [...page.matchAll(/```jsonl (\w+)\n([^]*?)```/g)].flatMap(([, kind = "", block = ""]) => block.trim().split("\n").map((line) => ({ kind, line })));

/** Every kind of record; the compiler holds the list complete. */
const KINDS: Record<KnownRecord["kind"], true> = {
  log: true, clock: true, type: true, service: true, subscription: true, dispatch: true, handling: true, running: true, settled: true, reply: true, progress: true,
  intercepted: true, gap: true, skipped: true, degraded: true, trigger: true, end: true,
};

/** Reads one line as a whole log. */
function read(line: string): LogItem[] {
  const reader = new LogReader();
  return [...reader.push(new TextEncoder().encode(`${line}\n`)), ...reader.end()];
}

test("the page shows a line of every kind, and no other", () => {
  assert.equal([...new Set(LINES.map(({ kind }) => kind))].sort(), Object.keys(KINDS).sort());
});

for (const { kind, line } of LINES) {
  test(`the page's line is a record of kind ${kind}: ${line.slice(0, 90)}`, () => {
    const [item, ...others] = read(line);

    assert.equal(others, []);
    assert.is(item?.kind === "record" ? item.record.kind : item?.message, kind);
    assert.match(line, /^\{"kind":"/);
  });
}

/** What stands in the page's table of values, beside the value that it says. */
const VALUES: readonly (readonly [text: string, value: unknown])[] = [
  ['{"$core":"undefined"}', undefined],
  ['{"$core":"number","value":"NaN"}', NaN],
  ['{"$core":"bigint","value":"12"}', 12n],
  ['{"$core":"Date","value":"2026-11-23T09:00:00.000Z"}', new Date("2026-11-23T09:00:00.000Z")],
  ['{"$core":"Map","value":[["key","value"]]}', new Map([["key", "value"]])],
  ['{"$core":"Set","value":[1,2]}', new Set([1, 2])],
  ['{"$core":"bytes","type":"Uint8Array","bytes":3,"value":"AQID"}', new Uint8Array([1, 2, 3])],
  ['{"$core":"RegExp","value":{"source":"a+","flags":"i"}}', /a+/i],
  ['{"$core":"URL","value":"https://example.com/"}', new URL("https://example.com/")],
  ['{"$core":"plain","value":{"$core":"mine"}}', { $core: "mine" }],
];

for (const [text, value] of VALUES) {
  test(`the page's value means what it says, both ways: ${text}`, () => {
    assert.ok(page.includes(`\`${text}\``));
    assert.is(encodeValue(value), text);
    assert.is(encodeValue(decodeValue(JSON.parse(text))), text);
  });
}

test("every tag in the page's tables is one that decoding takes", () => {
  const tags = [...page.matchAll(/`(\{"\$core".*?\})`[;,| ]/g)].map(([, text = ""]) => text);

  assert.ok(tags.length >= 18);
  for (const text of tags) decodeValue(JSON.parse(text));
});
