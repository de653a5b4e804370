// The texts that a scanner meets: each has one number, however many there are, however long they are, and whoever met them first.
import { plainScanner } from "../../../src/log/scan/plain_scanner.ts";
import { ROW, type Scanner, type ScannerOptions } from "../../../src/log/scan/scanner.ts";
import { wasmScanner } from "../../../src/log/scan/wasm_scanner.ts";
import { assert, suite } from "../../harness.ts";
import { bytesOf, rowsOf } from "./scanned.ts";
import { dispatchText, handlingText } from "./torture_lines.ts";

const test = suite("log/scan/texts");

const log = (lines: readonly string[]) => bytesOf(lines.map((line) => `${line}\n`).join(""));
const ofType = (type: string) => dispatchText({ type, more: "", end: "}" });
const all = (scanner: Scanner) => Array.from({ length: scanner.texts }, (_, number) => scanner.textOf(number));

/** The types of a log's dispatches, by the numbers that the rows give. */
function typesOf(scanner: Scanner, types: readonly string[]): (string | undefined)[] {
  return rowsOf(scanner, log(types.map(ofType))).map(({ says }) => says === "other" ? undefined : says[2]);
}

function holdsFor(name: string, make: (options?: ScannerOptions) => Scanner): void {
  test(`${name} numbers texts from 1 on, as it meets them in lines that it takes`, () => {
    const scanner = make();

    rowsOf(scanner, log([dispatchText({ type: "b" }), ofType("torn").slice(0, -1), handlingText({ type: "b", handler: "web" }), ofType("a"), ofType("")]));

    assert.equal(all(scanner), ["", "b", "web", "a", ""]);
    assert.equal(["a", "b", "web", "", "torn"].map((text) => scanner.find(text)), [3, 1, 2, 4, 0]);
    assert.is(scanner.textOf(99), "");
  });

  test(`${name} numbers texts of lines that were parsed elsewhere, and meets them again`, () => {
    const scanner = make();
    rowsOf(scanner, log([ofType("a")]));

    const numbers = ["b", "a", "\ud800", "\udc00x", "\u{fffd}", "b", "\ud800"].map((text) => scanner.numberOf(text));
    rowsOf(scanner, log([ofType("c"), ofType("b"), ofType("\u{fffd}")]));

    assert.equal(numbers, [2, 1, 3, 4, 5, 2, 3]);
    assert.equal(all(scanner), ["", "a", "b", "\ud800", "\udc00x", "\u{fffd}", "c"]);
  });

  test(`${name} keeps thousands of texts of lines that were parsed elsewhere, of every length`, () => {
    const scanner = make();
    const types = Array.from({ length: 5000 }, (_, number) => `${"x".repeat(number % 70)}${number}`);
    const numbers = types.map((type) => scanner.numberOf(type));

    const said = typesOf(scanner, types);

    assert.ok(numbers.every((number, index) => number === index + 1));
    assert.ok(said.every((type, index) => type === types[index]));
    assert.is(scanner.texts, 5001);
  });

  test(`${name} leaves its rows and its window alone while texts are numbered`, () => {
    const scanner = make();
    scanner.window.set(log([ofType("a")]));
    scanner.scan(log([ofType("a")]).length);
    const { rows, window } = scanner;

    for (let count = 0; count < 3000; count++) scanner.numberOf(`${"long".repeat(100)}${count}`);

    assert.equal([rows.kind[0], scanner.textOf(rows.type[0]!), rows.id[0], String.fromCharCode(...window.subarray(0, 7))], [ROW.dispatch, "a", 7, '{"kind"']);
    assert.is(scanner.rows, rows);
  });

  test(`${name} tells apart texts that are nearly alike, of every length`, () => {
    const types = Array.from({ length: 70 }, (_, length) => [`${"x".repeat(length)}a`, `${"x".repeat(length)}b`, `a${"x".repeat(length)}`, "y".repeat(length)]).flat();
    const scanner = make();

    const said = typesOf(scanner, [...types, ...types]);

    assert.ok(said.every((type, index) => type === types[index % types.length]));
    assert.is(scanner.texts, new Set(types).size + 1);
  });

  test(`${name} keeps 20,000 types apart`, () => {
    const types = Array.from({ length: 20_000 }, (_, number) => `order.${number}`);
    const scanner = make();

    assert.ok(typesOf(scanner, types).every((type, index) => type === types[index]));
    assert.ok(typesOf(scanner, types).every((type, index) => type === types[index]));
    assert.is(scanner.texts, 20_001);
    assert.is(scanner.find("order.19999"), 20_000);
  });

  test(`${name} keeps types of 100,000 letters apart`, () => {
    const types = Array.from({ length: 60 }, (_, number) => `${"x".repeat(100_000)}${number}`);

    assert.ok(typesOf(make(), types).every((type, index) => type === types[index]));
  });

  test(`${name} leaves lines with new texts to a parser once it is full, and gives no number twice`, () => {
    const scanner = make({ textBytes: 10 });

    const types = typesOf(scanner, ["abcd", "efgh", "ijkl", "abcd", "m"]);
    const number = scanner.numberOf("ijkl");
    const after = typesOf(scanner, ["n", "abcd", "ijkl"]);

    assert.equal(types, ["abcd", "efgh", undefined, "abcd", undefined]);
    assert.is(number, 3);
    assert.equal(after, [undefined, "abcd", undefined]);
    assert.equal([scanner.numberOf("n"), scanner.find("ijkl"), scanner.texts], [4, 3, 5]);
  });

  test(`${name} takes nothing of a window that a line fills, and goes on after it`, () => {
    const scanner = make();
    scanner.window.fill(0x78);

    assert.equal([scanner.scan(scanner.window.length), scanner.taken], [0, 0]);
    assert.equal([scanner.scan(0), scanner.taken], [0, 0]);
    assert.equal(typesOf(scanner, ["a"]), ["a"]);
  });

  test(`${name} gives as many rows as there is room for, and the others with the next scan`, () => {
    const bytes = log(Array.from({ length: 40_000 }, () => "x"));

    const rows = rowsOf(make(), bytes);

    assert.is(rows.length, 40_000);
    assert.ok(rows.every(({ from, to }, line) => from === line * 2 && to === from + 1));
  });
}

holdsFor("plainScanner()", plainScanner);
holdsFor("wasmScanner()", wasmScanner);
