// Reading a log: whatever stands in it is a record or a defect with its place, and how it arrives changes nothing.
import fc from "fast-check";
import { assert, suite } from "../harness.ts";
import { LogReader } from "../../src/log/reader.ts";
import type { LogItem } from "../../src/trace/record.ts";

const test = suite("log/reader");

const HEADER = '{"kind":"log","version":1,"run":"a","part":1,"name":"shöp","startedAt":"2026-11-24T00:00:00.000Z"}';
const GAP = '{"kind":"gap","at":1,"lost":2,"reason":"overflow"}';

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Reads a log in chunks that end at `cuts`. */
function readAll(bytes: Uint8Array, cuts: readonly number[] = []): LogItem[] {
  const reader = new LogReader();
  const ends = [...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
  let from = 0;
  const items = ends.flatMap((end) => {
    const chunk = bytes.slice(from, end);
    from = end;
    return reader.push(chunk);
  });
  return [...items, ...reader.end()];
}

/** What an item is, in short. */
function short(item: LogItem): unknown[] {
  return item.kind === "record" ? [item.line, item.offset, item.record.kind] : [item.line, item.offset, item.problem];
}

test("LogReader gives each line as a record with its line and offset", () => {
  const items = readAll(bytesOf(`${HEADER}\n${GAP}\n`));

  assert.equal(items.map(short), [[1, 0, "log"], [2, bytesOf(HEADER).length + 1, "gap"]]);
});

test("LogReader gives the same items however the bytes are cut, also inside of a character", () => {
  const bytes = bytesOf(`${HEADER}\r\nnot json ä€😀\n\n${GAP}\n{"kind":"later"}\n${GAP.slice(0, 20)}`);
  const whole = readAll(bytes);

  assert.equal(whole.map((item) => short(item)[2]), ["log", "notJson", "notRecord", "gap", "unknown", "tornTail"]);
  fc.assert(fc.property(fc.array(fc.nat({ max: bytes.length })), (cuts) => {
    assert.equal(readAll(bytes, cuts), whole);
  }), { numRuns: 300, seed: 7 });
});

test("LogReader never throws, and accounts for every line of whatever bytes", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
    const lines = bytes.filter((byte) => byte === 10).length + (bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0);

    assert.is(readAll(bytes).length, lines);
  }), { numRuns: 500, seed: 7 });
});

test("LogReader takes a byte order mark, CRLF, and members in any order", () => {
  const items = readAll(bytesOf(`\u{feff}${HEADER}\r\n{"reason":"overflow","lost":2,"at":1,"kind":"gap"}\r\n`));

  assert.equal(items.map((item) => short(item)[2]), ["log", "gap"]);
});

test("LogReader names a member that is missing or of the wrong kind", () => {
  const messages = ['{"kind":"gap","at":1,"reason":"x"}', '{"kind":"gap","at":"1","lost":2,"reason":"x"}', '{"kind":"dispatch","id":0,"at":1,"verb":"ACTION","type":"a","timestamp":""}', "[]", '{"at":1}']
    .map((line) => readAll(bytesOf(`${line}\n`))[0]).map((item) => (item?.kind === "defect" ? item.message : ""));

  assert.match(messages[0] ?? "", 'line 1 is not a record: the "lost" of a "gap" record must be a count, not absent');
  assert.match(messages[1] ?? "", 'the "at" of a "gap" record must be a number, not "1"');
  assert.match(messages[2] ?? "", 'the "id" of a "dispatch" record must be an id from 1, not 0');
  assert.match(messages[3] ?? "", "it is no JSON object");
  assert.match(messages[4] ?? "", 'it has no "kind"');
});

test("LogReader reports bytes that are no UTF-8, and NUL bytes, and reads on", () => {
  const items = readAll(new Uint8Array([...bytesOf(`${HEADER}\n`), 0xff, 0xfe, 10, 0, 0, 10, ...bytesOf(`${GAP}\n`)]));

  assert.equal(items.map((item) => short(item)[2]), ["log", "invalidUtf8", "notJson", "gap"]);
});

test("LogReader keeps a torn last line out, and says how long it is", () => {
  const [, torn] = readAll(bytesOf(`${HEADER}\n{"kind":"dis`));

  assert.is(torn?.kind === "defect" ? torn.message : "", 'line 2 is torn: its end is missing (12 bytes, beginning "{\\"kind\\":\\"dis")');
});

test("LogReader reads a line of 5 MB that comes in small chunks", () => {
  const line = GAP.replace("overflow", "x".repeat(5_000_000));
  const bytes = bytesOf(`${line}\n`);

  const items = readAll(bytes, Array.from({ length: 500 }, (_, at) => at * 10_000));

  assert.equal(items.map(short), [[1, 0, "gap"]]);
});

test("LogReader refuses a newer version, once, and nothing after it", () => {
  const items = readAll(bytesOf(`${HEADER.replace('"version":1', '"version":2')}\n${GAP}\nrubbish\n`));

  assert.equal(items.map((item) => short(item)[2]), ["version"]);
});

test("LogReader reports a line that is too long, however it comes, without keeping it, and reads on", () => {
  const long = `${"x".repeat(100)}\n${GAP}\n`;
  const inOne = new LogReader({ lineBytes: 60 });
  const inPieces = new LogReader({ lineBytes: 60 });

  const whole = inOne.push(bytesOf(long));
  const pieces = long.match(/[^]{1,7}/g)?.flatMap((piece) => inPieces.push(bytesOf(piece)));

  assert.equal(whole.map(short), [[1, 0, "tooLong"], [2, 101, "gap"]]);
  assert.equal(pieces, whole);
  assert.is(whole[0]?.kind === "defect" ? whole[0].message : "", "line 1 is not a record: it has 100 bytes, more than 60");
});
