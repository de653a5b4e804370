// The scanner in WebAssembly and the plain one give the same rows of whatever bytes, and what they say of a line is what the parser says of it.
import fc from "fast-check";
import { snapshotLine } from "../../../src/log/write_state.ts";
import { plainScanner } from "../../../src/log/scan/plain_scanner.ts";
import type { Scanner } from "../../../src/log/scan/scanner.ts";
import { wasmScanner } from "../../../src/log/scan/wasm_scanner.ts";
import { assert, suite } from "../../harness.ts";
import { drawnLog } from "../drawn_log.ts";
import { isCanonical, parsed, rowsOf, withoutPayload } from "./scanned.ts";
import { LEFT, TAKEN } from "./torture_lines.ts";

const test = suite("log/scan/agrees");

const whole = (bytes: Uint8Array) => new Uint8Array([...bytes, 10]);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** What stands in lines, and much of what breaks them. */
const letter = fc.constantFrom(..."{}[]\":,\\ab01.e-\r\0\t \u{7f}éß€😀\n", '","', '"id":', "\\\\", '\\"', "null", "{}");
const payload = fc.oneof(fc.jsonValue().map((value) => JSON.stringify(value)), fc.array(letter, { maxLength: 90 }).map((letters) => letters.join("")), fc.constant("{}"));
const name = fc.oneof(fc.constantFrom("a", "user.created", "ä€😀", ""), fc.string({ maxLength: 40 }), fc.string({ unit: "binary", maxLength: 20 }), fc.array(letter, { maxLength: 12 }).map((letters) => letters.join("")));
const quoted = fc.oneof({ weight: 3, arbitrary: name.map((text) => JSON.stringify(text)) }, { weight: 1, arbitrary: name.map((text) => `"${text}"`) });
const count = fc.oneof(fc.nat(9).map(String), fc.maxSafeNat().map(String), fc.stringMatching(/^[0-9]{1,17}$/));
const ms = fc.oneof(fc.nat(9_999_999).map((all) => String(all / 1000)), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String), fc.stringMatching(/^-?[0-9]{1,12}(\.[0-9]{1,8})?$/));
const maybe = (text: fc.Arbitrary<string>) => fc.oneof(fc.constant(""), text);
const verb = fc.constantFrom("ACTION", "QUERY", "QUERYALL", "PERFORM");
const outcome = fc.constantFrom("done", "answered", "declined", "failed", "spared");

const dispatch = fc.tuple(
  count, ms, verb, quoted, maybe(count.map((n) => `,"handlers":${n}`)), maybe(count.map((n) => `,"cause":${n}`)), maybe(count.map((n) => `,"by":${n}`)), maybe(quoted.map((text) => `,"source":${text}`)),
  maybe(fc.constant(',"phase":"startup"')), maybe(payload.map((text) => `,"data":${text}`)),
).map(([id, at, verb, type, handlers, cause, by, source, phase, data]) => `{"kind":"dispatch","id":${id},"at":${at},"verb":"${verb}","type":${type}${handlers}${cause}${by}${source}${phase},"timestamp":"2026-11-24T00:00:00.000Z"${data}}`);
const handling = fc.tuple(count, count, ms, quoted, quoted, count, ms, ms, outcome, maybe(fc.oneof(payload.map((text) => `,"answer":${text}`), payload.map((text) => `,"error":{"name":"E","message":"m","stack":${text}}`))))
  .map(([id, n, at, type, handler, subscription, took, sync, outcome, result]) => `{"kind":"handling","dispatch":${id},"n":${n},"at":${at},"type":${type},"handler":${handler},"subscription":${subscription},"ms":${took},"syncMs":${sync},"outcome":"${outcome}"${result}}`);

const line = fc.oneof(dispatch, handling, dispatch.map(snapshotLine), handling.map(snapshotLine), fc.constantFrom(...TAKEN, ...LEFT));
const lines = fc.array(line, { maxLength: 12 }).map((all) => new TextEncoder().encode(all.map((text) => `${text}\n`).join("")));

/** Bytes of which some were changed, left out, or put in. */
const mutated = fc.tuple(lines, fc.array(fc.tuple(fc.nat(), fc.constantFrom("change", "drop", "add"), fc.oneof(fc.nat(255), fc.constantFrom(..."\"\\{}[],:\n\r0-.e").map((text) => text.charCodeAt(0)))), { maxLength: 4 })).map(([bytes, changes]) => {
  const all = [...bytes];
  for (const [place, how, value] of changes) {
    const at = all.length === 0 ? 0 : place % all.length;
    all.splice(at, how === "add" ? 0 : 1, ...(how === "drop" ? [] : [value]));
  }
  return whole(Uint8Array.from(all));
});

const shown = (arbitrary: fc.Arbitrary<Uint8Array>) => arbitrary.map((bytes) => Object.defineProperty(bytes, fc.toStringMethod, { value: () => JSON.stringify(textOf(bytes)) }));

/** Rows with the texts that came of them. */
function allOf(scanner: Scanner, bytes: Uint8Array, step?: number): unknown {
  const rows = rowsOf(scanner, bytes, step);
  return { rows, texts: Array.from({ length: scanner.texts }, (_, number) => scanner.textOf(number)) };
}

test("wasmScanner() gives the rows and the texts that plainScanner() gives, of records and of what is nearly one", () => {
  const [wasm, plain] = [wasmScanner(), plainScanner()];

  fc.assert(fc.property(shown(mutated), (bytes) => assert.equal(rowsOf(wasm, bytes), rowsOf(plain, bytes))), { numRuns: 3000, seed: 7 });

  assert.equal(allOf(wasm, new Uint8Array(0)), allOf(plain, new Uint8Array(0)));
});

test("wasmScanner() gives the rows and the texts that plainScanner() gives, of logs of all kinds of records", () => {
  const [wasm, plain] = [wasmScanner(), plainScanner()];

  fc.assert(fc.property(drawnLog, (bytes) => assert.equal(allOf(wasm, whole(bytes)), allOf(plain, whole(bytes)))), { numRuns: 300, seed: 7 });
});

test("wasmScanner() gives the rows and the texts that plainScanner() gives, of any bytes", () => {
  const [wasm, plain] = [wasmScanner(), plainScanner()];

  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => assert.equal(rowsOf(wasm, whole(bytes)), rowsOf(plain, whole(bytes)))), { numRuns: 1000, seed: 7 });
});

function agreesWithParser(name: string, make: () => Scanner): void {
  test(`${name} says of each line that it takes what the parser says, and takes each line that a recorder writes`, () => {
    const scanner = make();

    fc.assert(fc.property(shown(fc.oneof(lines, mutated)), (bytes) => {
      const rows = rowsOf(scanner, bytes);
      for (const { from, to, says } of rows) {
        const text = bytes.subarray(from, to);
        if (says !== "other") assert.equal(says, parsed(withoutPayload(text)));
        else assert.is(isCanonical(text), false, textOf(text));
      }
      const ends = [-1, ...rows.map(({ to }) => to)];
      assert.equal(rows.map(({ from, to }) => [from, bytes.indexOf(10, from)].join() === [from, to].join()), rows.map(() => true));
      assert.equal(rows.map(({ from }) => from), ends.slice(0, -1).map((end) => end + 1));
      assert.is(ends.at(-1)! + 1, bytes.length);
    }), { numRuns: 2500, seed: 11 });
  });

  test(`${name} says the same however a log comes, cut at any byte`, () => {
    const scanner = make();

    fc.assert(fc.property(shown(mutated), fc.integer({ min: 1, max: 400 }), (bytes, step) => assert.equal(rowsOf(scanner, bytes, step), rowsOf(scanner, bytes))), { numRuns: 500, seed: 3 });
  });
}

agreesWithParser("plainScanner()", plainScanner);
agreesWithParser("wasmScanner()", wasmScanner);
