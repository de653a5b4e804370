// Lines that are almost records: each scanner takes those that it is sure of, and leaves the others; of none does it say what a parser does not say.
import { plainScanner } from "../../../src/log/scan/plain_scanner.ts";
import type { Scanner } from "../../../src/log/scan/scanner.ts";
import { wasmScanner } from "../../../src/log/scan/wasm_scanner.ts";
import { assert, suite } from "../../harness.ts";
import { bytesOf, isCanonical, parsed, rowsOf, withoutPayload } from "./scanned.ts";
import { LEFT, TAKEN, dispatchText, handlingText } from "./torture_lines.ts";

const test = suite("log/scan/torture");

const log = (lines: readonly string[]) => bytesOf(lines.map((line) => `${line}\n`).join(""));

/** The lines that a scanner takes. */
function takenOf(scanner: Scanner, lines: readonly string[]): string[] {
  const rows = rowsOf(scanner, log(lines));
  return lines.filter((_, index) => rows[index]?.says !== "other");
}

function holdsFor(name: string, make: () => Scanner): void {
  test(`${name} takes every line of the table that a recorder could have written`, () => {
    const taken = new Set(takenOf(make(), TAKEN));

    assert.equal(TAKEN.filter((line) => !taken.has(line)), []);
    assert.is(rowsOf(make(), log(TAKEN)).length, TAKEN.length);
  });

  test(`${name} leaves every line of the table that deviates`, () => {
    assert.equal(takenOf(make(), LEFT), []);
    assert.is(rowsOf(make(), log(LEFT)).length, LEFT.length);
  });

  test(`${name} says of each line what the parser says`, () => {
    const said = rowsOf(make(), log(TAKEN)).map(({ says }) => says);

    assert.equal(said, TAKEN.map((line) => parsed(withoutPayload(bytesOf(line)))));
  });

  test(`${name} takes no line that was cut, at whatever byte`, () => {
    const cut = [...TAKEN.slice(0, 40), dispatchText({ type: "ä€😀" })].flatMap((line) => Array.from({ length: line.length }, (_, at) => line.slice(0, at)));

    assert.equal(takenOf(make(), cut).filter((line) => !isCanonical(bytesOf(line))), []);
  });

  test(`${name} says the same of lines at whatever place in the window`, () => {
    const lines = [dispatchText(), handlingText(), dispatchText({ end: ',"data":{"a":"\\"ä"}}' })];
    const places = Array.from({ length: 130 }, (_, shift) => log(["x".repeat(shift), ...lines]));
    const scanner = make();

    const said = places.map((bytes) => JSON.stringify(rowsOf(scanner, bytes).slice(1).map(({ says }) => says)));

    assert.is(new Set(said).size, 1);
    assert.not.ok(said[0]?.includes("other"));
  });

  test(`${name} is not led astray by what an earlier scan left in the window`, () => {
    const scanner = make();
    rowsOf(scanner, log([...TAKEN, ...LEFT]));

    const torn = [dispatchText().slice(0, -1), handlingText().slice(0, -3), '{"kind":"dispatch","id":1', dispatchText({ end: ',"data":{"a":"' })];

    assert.equal(takenOf(scanner, torn), []);
  });
}

holdsFor("plainScanner()", plainScanner);
holdsFor("wasmScanner()", wasmScanner);

test("isCanonical() is true of lines that a recorder writes, and those are taken", () => {
  assert.ok(TAKEN.filter((line) => isCanonical(bytesOf(line))).length > 300);
  assert.equal(LEFT.filter((line) => isCanonical(bytesOf(line))), []);
});
