// docs/log-format.md is the specification: its lines are records, and its values mean what it says.
import { readFileSync } from "node:fs";
import { assert, suite } from "../harness.ts";
import { decodeValue } from "../../src/log/decode.ts";
import { encodeValue } from "../../src/log/encode.ts";
import { LogReader } from "../../src/log/reader.ts";
import { RECORD_BYTES, WALK_LIMITS } from "../../src/log/walk_limits.ts";
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
  ['{"$core":"symbol","for":"app.id"}', Symbol.for("app.id")],
  ['{"$core":"symbol","known":"iterator"}', Symbol.iterator],
  ['{"$core":"symbol","value":"id"}', Symbol("id")],
  ['{"$core":"symbol"}', Symbol()],
  ['{"$core":"URLSearchParams","value":"a=1&b=2"}', new URLSearchParams("a=1&b=2")],
  ['{"$core":"boxed","value":"a"}', Object("a")],
  ['{"$core":"plain","value":{"a":1},"symbols":[[{"$core":"symbol","for":"app.id"},2]]}', { a: 1, [Symbol.for("app.id")]: 2 }],
  ['{"$core":"array","value":["a"],"members":{"index":0}}', Object.assign(["a"], { index: 0 })],
];

class User {
  id = 1;
}
class Cache extends Map {}

/** What stands in the page and does not come back as it was. */
const ONE_WAY: readonly (readonly [text: string, value: unknown])[] = [
  ['{"$core":"object","name":"User","value":{"id":1}}', new User()],
  ['{"$core":"Map","name":"Cache","value":[]}', new Cache()],
  ['{"$core":"Error","value":{"name":"TypeError","message":"no"}}', Object.assign(new TypeError("no"), { stack: undefined })],
  ['{"$core":"function","value":"onClick"}', function onClick() {}],
  ['{"$core":"class","value":"User"}', User],
  ['{"$core":"ReplyChannel"}', { [Symbol.for("core-ipc.replyChannel")]: true }],
];

for (const [text, value] of ONE_WAY) {
  test(`the page's value is how it is written: ${text}`, () => {
    assert.ok(page.includes(`\`${text}\``));
    assert.is(encodeValue(value), text);
  });
}

test("the page's holes and references are read as it says", () => {
  assert.ok(page.includes('`{"$core":"hole"}`') && page.includes('`{"$core":"hole","count":3}`') && page.includes('`{"$core":"ref","value":"/items/0"}`'));
  assert.is(encodeValue(Object.assign([1], { 2: 2, 6: 3 })), '[1,{"$core":"hole"},2,{"$core":"hole","count":3},3]');
  assert.equal(decodeValue(JSON.parse('[1,{"$core":"hole"},2,{"$core":"hole","count":3},3]')), Object.assign([1], { 2: 2, 6: 3 }));
  const { items, first } = decodeValue(JSON.parse('{"items":[{"a":1}],"first":{"$core":"ref","value":"/items/0"}}')) as { items: unknown[]; first: unknown };
  assert.is(first, items[0]);
});

test("the page names the bounds and the secret keys as they are", () => {
  assert.ok(page.includes(`A payload takes 1 MiB (${RECORD_BYTES.toLocaleString("en")} bytes of UTF-8), ${WALK_LIMITS.depth} levels and ${WALK_LIMITS.nodes.toLocaleString("en")} values at the most.`));
  for (const key of ["password", "token", "secret", "authorization", "cookie", "apiKey"]) assert.is(encodeValue({ [key]: 1 }), `{"${key}":{"$core":"redacted","by":"key"}}`);
});

for (const [text, value] of VALUES) {
  test(`the page's value means what it says, both ways: ${text}`, () => {
    assert.ok(page.includes(`\`${text}\``));
    assert.is(encodeValue(value), text);
    assert.is(encodeValue(decodeValue(JSON.parse(text))), text);
  });
}

test("every tag in the page's tables is one that decoding takes", () => {
  const tags = [...page.matchAll(/`(\{"\$core".*?\})`[;,| ]/g)].map(([, text = ""]) => text);

  assert.ok(tags.length >= 30);
  for (const text of tags) decodeValue(JSON.parse(text));
});
