// The scanner in WebAssembly and the plain one give the same rows of whatever bytes, and what they say of a line is what the parser says of it.
import fc from "fast-check";
import { snapshotLine } from "../../../src/log/write_state.ts";
import { plainScanner } from "../../../src/log/scan/plain_scanner.ts";
import type { Scanner } from "../../../src/log/scan/scanner.ts";
import { wasmScanner } from "../../../src/log/scan/wasm_scanner.ts";
import { anyText } from "../../any_text.ts";
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
const name = fc.oneof(fc.constantFrom("a", "user.created", "ä€😀", ""), fc.string({ maxLength: 40 }), anyText({ maxLength: 20 }), fc.array(letter, { maxLength: 12 }).map((letters) => letters.join("")));
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

/** Rows as text, which is quicker to compare. */
const rowsText = (scanner: Scanner, bytes: Uint8Array, step?: number): string => rowsOf(scanner, bytes, step).map((row) => JSON.stringify(row)).join("\n");
const textsText = (scanner: Scanner): string => JSON.stringify(Array.from({ length: scanner.texts }, (_, number) => scanner.textOf(number)));

test("wasmScanner() gives the rows and the texts that plainScanner() gives, of records and of what is nearly one", () => {
  const [wasm, plain] = [wasmScanner(), plainScanner()];

  fc.assert(fc.property(shown(mutated), (bytes) => assert.is(rowsText(wasm, bytes), rowsText(plain, bytes))), { numRuns: 1500, seed: 7 });

  assert.is(textsText(wasm), textsText(plain));
});

test("wasmScanner() gives the rows and the texts that plainScanner() gives, of logs of all kinds of records", () => {
  const [wasm, plain] = [wasmScanner(), plainScanner()];

  fc.assert(fc.property(drawnLog, (bytes) => {
    assert.is(rowsText(wasm, whole(bytes)), rowsText(plain, whole(bytes)));
    assert.is(textsText(wasm), textsText(plain));
  }), { numRuns: 200, seed: 7 });
});

test("wasmScanner() gives the rows and the texts that plainScanner() gives, of any bytes", () => {
  const [wasm, plain] = [wasmScanner(), plainScanner()];

  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => assert.is(rowsText(wasm, whole(bytes)), rowsText(plain, whole(bytes)))), { numRuns: 500, seed: 7 });
});

function agreesWithParser(name: string, make: () => Scanner): void {
  test(`${name} says of each line that it takes what the parser says, and takes each line that a recorder writes`, () => {
    const scanner = make();

    fc.assert(fc.property(shown(fc.oneof(lines, mutated)), (bytes) => {
      let at = 0;
      for (const { from, to, says } of rowsOf(scanner, bytes)) {
        const text = bytes.subarray(from, to);
        if (says === "other") assert.is(isCanonical(text), false, textOf(text));
        else assert.is(JSON.stringify(says), JSON.stringify(parsed(withoutPayload(text))));
        assert.is(from, at);
        assert.is(to, bytes.indexOf(10, at));
        at = to + 1;
      }
      assert.is(at, bytes.length);
    }), { numRuns: 1000, seed: 11 });
  });

  test(`${name} says the same however a log comes, cut at any byte`, () => {
    const scanner = make();

    fc.assert(fc.property(shown(mutated), fc.integer({ min: 1, max: 400 }), (bytes, step) => assert.is(rowsText(scanner, bytes, step), rowsText(scanner, bytes))), { numRuns: 300, seed: 3 });
  });
}

agreesWithParser("plainScanner()", plainScanner);
agreesWithParser("wasmScanner()", wasmScanner);
