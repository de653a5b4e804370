// What is asked of the text of a line before it is parsed: that it never says no where the payload would pass, and that it does say no.
import fc from "fast-check";
import { assert, suite } from "../../harness.ts";
import type { Check, ConditionNode, Fits, Step } from "../../../src/trace/filter/ast.ts";
import { textTest } from "../../../src/trace/filter/fits.ts";
import { pathTest } from "../../../src/trace/filter/payload_test.ts";
import { jsonText } from "../../../src/trace/filter/payload_text.ts";
import { textOfValue } from "../../../src/trace/filter/payload_value.ts";
import { requiredTexts } from "../../../src/trace/filter/required_texts.ts";
import { roughPathTest, roughTextTest } from "../../../src/trace/filter/rough_test.ts";
import { drawnPayload, drawnSource, drawnText, writtenAnyhow, type Pick, pickOf } from "./odd_line.ts";

const test = suite("trace/filter/rough");

test("requiredTexts() takes what stands in an expression as it is", () => {
  assert.equal(["abc", "7770[0-9]{5}", "o-[0-9]*4242", String.raw`a\.b\/c`, "a.b^c$d", "timed? out", "ab+c", "ab*c", "ab{2}c", "ab{0,3}c", "ab??c", "😀?é+"].map((source) => requiredTexts(source, "")), [
    [["abc"]], [["7770"]], [["o-", "4242"]], [["a.b/c"]], [["a", "b", "c", "d"]], [["time", " out"]], [["ab", "c"]], [["a", "c"]], [["ab", "c"]], [["a", "c"]], [["a", "c"]], [["é"]],
  ]);
});

test("requiredTexts() gives a list for each alternative, and takes nothing from groups, classes and escapes that may mean anything", () => {
  assert.equal(["no|yes", "a||b", "(a|b)c", "x(?:y[)]|(z))*w", "(?<name>a)b\\k<name>c", "(?<!a)b(?=c)d", "[a\\]b]c", "\\d7\\u0041B\\x41C\\cJD\\p{L}E\\12F\\nG"].map((source) => requiredTexts(source, "")), [
    [["no"], ["yes"]], [["a"], [], ["b"]], [["c"]], [["x", "w"]], [["b", "c"]], [["b", "d"]], [["c"]], [["7", "B", "C", "D", "E", "F", "G"]],
  ]);
  assert.equal([requiredTexts("[[a]--[b]]c", "v"), requiredTexts("[[a]b]c", ""), requiredTexts("\\u{1F600}a{1}", "u")], [[["c"]], [["b]c"]].map(() => ["b", "c"]), [["a"]]]);
});

const line = (data: string): string => `{"kind":"dispatch","id":1,"at":1.5,"verb":"ACTION","type":"t","timestamp":"2026-11-23T09:00:00.001Z","data":${data}}`;
const text = (words: string): Fits => ({ kind: "words", text: words });
const regexp = (source: string, flags: string = ""): Fits => ({ kind: "regexp", source, flags });
const mayPass = (fits: Fits) => (data: string) => roughTextTest(fits)(line(data));

test("roughTextTest() says no to a line without the texts, whatever else it holds", () => {
  const data = String.raw`{"path":"C:\\x\n","sha":"12e5f","long":"12345678901234567890","n":7.5,"at":{"$core":"Map","value":[]}}`;

  assert.equal([text("word"), text("12:31"), text("a, b"), regexp("77701[0-9]"), regexp("nul{2}"), regexp("(a|b)https://x"), regexp("NAME", "i"), regexp("no such|refused"), text('"name":"Ann"')].map((fits) => mayPass(fits)(data)), Array(9).fill(false));
});

test("roughTextTest() lets pass what may be written otherwise, and what has no text to look for", () => {
  assert.equal([String.raw`"\u0077ord"`, String.raw`"a\/b"`, '"word"'].map(mayPass(text("word"))), [true, true, true]);
  assert.equal(["1e4", "[1.2E+3]", "[ 12345678901234567890]", "[-0.0000001]", "[1]", '"1e4"'].map(mayPass(regexp("7770"))), [true, true, true, true, false, false]);
  assert.equal([regexp("[0-9]+"), regexp("a|"), text("value"), text("it is"), regexp("JSON", "i"), text(":"), text('"')].map((fits) => mayPass(fits)("1")), Array(7).fill(true));
  assert.equal([text("null"), regexp("N", "i")].map((fits) => mayPass(fits)("1e999")), [true, true]);
  assert.is(mayPass(regexp("1E\\+21", "i"))("1000000000000000000000"), true);
});

const path = (keys: readonly string[], check?: Check) => roughPathTest({ kind: "payload", root: "data", steps: keys.map((key): Step => ({ kind: "key", key })), ...(check === undefined ? {} : { check }), at: 0 });
const equal = (literal: string, isQuoted: boolean = false): Check => ({ kind: "compare", operator: "=", literal: { isQuoted, text: literal } });

test("roughPathTest() asks for the keys and for what stands there", () => {
  const data = line('{"id":77,"user":{"name":"Ann Lee"},"placed":{"$core":"Date","value":"2026-11-23T09:00:00.000Z"}}');

  assert.equal([path(["id"], equal("77")), path(["user", "name"], equal("Ann Lee")), path(["id"], { kind: "compare", operator: ">", literal: { isQuoted: false, text: "99" } })].map((rough) => rough(data)), [true, true, true]);
  assert.equal([path(["d"]), path(["id"], equal("7")), path(["id"], equal("Ann", true)), path(["user", "name"], { kind: "fits", fits: { kind: "glob", text: "Bob*" } }), path(["items", "0"])].map((rough) => rough(data)), Array(5).fill(false));
  assert.equal(["7", "7.0", "-7", "[7]", '"7"', "7.00,", "7.5", "7.05", "17", "70", "1.7"].map((number) => path(["id"], equal("7"))(line(`{"id":${number}}`))), [true, true, true, true, true, true, false, false, false, false, false]);
  assert.equal(["2.5", "2.500", "2.51", "12.5"].map((number) => path(["id"], equal("2.5"))(line(`{"id":${number}}`))), [true, true, false, false]);
});

test("roughPathTest() does not ask for what is reckoned, may be written otherwise, or is told by a tag", () => {
  const data = line('{"id":77,"list":[1,2,3]}');

  assert.equal([path(["list", "length"], equal("3000")), path(["id"], equal("77.0")), path(["id"], equal("2026-11-24")), path(["id"], equal("7e9")), path(["list", "95"])].map((rough) => rough(data)), Array(5).fill(true));
  assert.is(path(["id"], equal("9999"))(line('{"id":{"$core":"bigint","value":"0x270f"}}')), true);
});

const draws = (predicate: (pick: Pick) => void): void => fc.assert(fc.property(fc.gen(), (gen) => predicate(pickOf(gen, (most) => fc.nat({ max: most })))), { numRuns: 4_000, seed: 20_261_129, endOnFailure: true });

/** What the exact test says of the same line. */
const payloadOf = (written: string): unknown => (JSON.parse(written) as { readonly data: unknown }).data;
const pieceOf = (whole: string, pick: Pick): string => {
  const units = [...whole];
  const from = pick(0, 1, 3, 7, 15, 31, 63) % Math.max(1, units.length);
  return units.slice(from, from + pick(1, 2, 3, 4, 6, 9)).join("");
};
const drawnFits = (found: string, kind: "words" | "glob", pick: Pick): Fits => {
  if (pick(true, false)) return { kind, text: kind === "glob" ? `${pick("", "*")}${found}${pick("", "*")}` : found };
  const source = drawnSource(found, pick);
  const flags = pick("", "", "i", "u", "v", "iu", "iv", "s", "im");
  try {
    new RegExp(source, flags);
    return { kind: "regexp", source, flags };
  } catch {
    return { kind, text: found };
  }
};

test("roughTextTest() never says no where the payload of the line passes, however that is written", () => {
  let passed = 0;
  let spared = 0;

  draws((pick) => {
    const written = line(writtenAnyhow(drawnPayload(pick), pick));
    const json = jsonText(payloadOf(written));
    const fits = drawnFits(pick(true, true, false) ? pieceOf(json, pick) : drawnText(pick), "words", pick);
    const isFound = textTest(fits)(json);
    const isMaybe = roughTextTest(fits)(written);
    passed += isFound ? 1 : 0;
    spared += isMaybe ? 0 : 1;
    assert.ok(isMaybe || !isFound, `${JSON.stringify(fits)} in ${written}`);
  });

  assert.ok(passed > 1_000 && spared > 300, `${passed} passed, ${spared} were spared`);
});

test("roughPathTest() never says no where the payload of the line passes, however that is written", () => {
  let passed = 0;
  let spared = 0;

  draws((pick) => {
    const written = line(writtenAnyhow(drawnPayload(pick), pick));
    const payload = payloadOf(written);
    const steps: Step[] = [];
    let value = payload;
    for (let more = pick(0, 1, 2, 3); more > 0 && typeof value === "object" && value !== null; more--) {
      const key = pick("length", ...Object.keys(value));
      steps.push(pick(true, true, true, false) ? { kind: "key", key } : { kind: "any" });
      value = (value as Record<string, unknown>)[key];
    }
    if (pick(true, false, false)) steps.push({ kind: "key", key: pick("id", "name", "size", "$core", "12") });
    const shown = value === undefined || pick(true, false, false) ? drawnText(pick) : textOfValue(value);
    const check = pick<Check | undefined>(undefined, { kind: "fits", fits: drawnFits(pieceOf(shown, pick), "glob", pick) }, { kind: "fits", fits: drawnFits(shown, "glob", pick) }, equal(shown), equal(shown, true), equal(pieceOf(shown, pick)),
      { kind: "compare", operator: pick("!=", "<", ">="), literal: { isQuoted: false, text: shown } });
    const condition: Extract<ConditionNode, { kind: "payload" }> = { kind: "payload", root: "data", steps, ...(check === undefined ? {} : { check }), at: 0 };
    const isFound = pathTest(condition)(payload);
    const isMaybe = roughPathTest(condition)(written);
    passed += isFound ? 1 : 0;
    spared += isMaybe ? 0 : 1;
    assert.ok(isMaybe || !isFound, `${JSON.stringify(condition)} in ${written}`);
  });

  assert.ok(passed > 1_000 && spared > 300, `${passed} passed, ${spared} were spared`);
});
