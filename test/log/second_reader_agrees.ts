// The second reader, written from the page alone, and ours make the same of every log: of those in test/recordings, of those that a Core writes
// while random programs run on it, and of whatever else may stand in a file.
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { assert, suite } from "../harness.ts";
import { holds } from "../core/model/holds.ts";
import { play } from "../core/model/play.ts";
import { program } from "../core/model/program.ts";
import { makeRealBus } from "../core/model/real_bus.ts";
import { StepClock } from "../core/model/step_clock.ts";
import { importsOf } from "../tidy/scan.ts";
import { decodeValue } from "../../src/log/decode.ts";
import { encodeValue } from "../../src/log/encode.ts";
import { parseLine } from "../../src/log/parse_line.ts";
import { Recorder } from "../../src/log/recorder.ts";
import { anyValue } from "./any_value.ts";
import { drawnLog } from "./drawn_log.ts";
import { readersAgree, SPECIFIED } from "./log_digest.ts";
import { decodeSecond } from "./second_decoder.ts";

const test = suite("log/second_reader_agrees");

for (const name of ["second_reader.ts", "second_decoder.ts"]) {
  test(`${name} imports nothing and has less than a hundred lines`, () => {
    const source = readFileSync(new URL(name, import.meta.url), "utf8");

    assert.equal(importsOf(source), []);
    assert.ok(source.split("\n").length <= 100);
  });
}

const RECORDINGS = new URL("../recordings/", import.meta.url);
for (const name of readdirSync(RECORDINGS, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".jsonl")).sort()) {
  test(`both readers make the same of the recording ${name.replaceAll("\\", "/")}`, () => {
    const { runs } = readersAgree(readFileSync(new URL(name, RECORDINGS)));

    assert.ok(runs.length > 0);
  });
}

test("both readers make the same of what a Core writes, whatever its programs do", async () => {
  await holds(fc.asyncProperty(program, fc.nat(), async (each, cut) => {
    const clock = new StepClock(true);
    const lines: string[] = [];
    const sink = { write: ({ text }: { text: string }) => void lines.push(text), close() {} };
    const header = { run: "r", name: "drawn", startedAt: new Date(0) };
    const observer = new Recorder({ sink, header, schedule: () => {}, startAt: 0, now: () => clock.now(), later: (run, ms) => clock.setTimer(run, ms), date: () => clock.date() });
    await play(each, await makeRealBus(clock, { isSerial: false, isTapped: false, depth: each.depth, observer }), clock);
    observer.close();

    const bytes = new TextEncoder().encode(lines.join(""));

    const { defects, isTorn, lost, strays } = readersAgree(bytes);
    assert.equal({ defects, isTorn, lost, strays }, { defects: [], isTorn: false, lost: 0, strays: 0 });
    readersAgree(bytes.subarray(0, cut % (bytes.length + 1)));
  }), { seed: 20_261_128, runs: 60, limitMs: 8_000, atLeast: 10 });
});

test("both readers make the same of any records and any lines in any order, torn anywhere", () => {
  fc.assert(fc.property(drawnLog, fc.array(fc.nat({ max: 4_000 }), { maxLength: 6 }), (bytes, cuts) => {
    assert.ok(readersAgree(bytes, cuts).kinds.length >= 0);
  }), { numRuns: 400, seed: 20_261_128 });
});

test("both readers make the same value of whatever was encoded", () => {
  fc.assert(fc.property(anyValue, (value) => {
    const written = JSON.parse(encodeValue(value)) as unknown;

    assert.equal(decodeSecond(written), decodeValue(written));
    assert.equal(decodeSecond(written), value);
  }), { numRuns: 200, seed: 20_261_128 });
});

/** Values that are of no specified type but those named. */
const WRONG: readonly (readonly [value: unknown, except: readonly string[]])[] = [
  [null, []], [true, []], [[], []], [{}, []], ["no such word", ["text"]], [-1, ["number"]], [1.5, ["number"]], [0, ["number", "count"]], [{ name: "Error" }, []],
];

for (const [kind, members] of SPECIFIED) {
  test(`the page's members of ${kind} are those that the reader asks for`, () => {
    const whole = Object.fromEntries([["kind", kind], ...members.map((member) => [nameOf(member), exampleOf(member)])]);
    const isRecord = (line: object) => "record" in parseLine(JSON.stringify(line));

    assert.ok(isRecord(whole));
    for (const member of members) {
      const [name, type] = [nameOf(member), member.slice(member.indexOf(":") + 1)];
      assert.is(isRecord({ ...whole, [name]: undefined }), member.includes("?:"), `${name} absent`);
      for (const [wrong, except] of WRONG) assert.is(isRecord({ ...whole, [name]: wrong }), except.includes(type), `${name} ${JSON.stringify(wrong)}`);
    }
  });
}

function nameOf(member: string): string {
  return /^\w+/.exec(member)![0];
}

function exampleOf(member: string): unknown {
  const type = member.slice(member.indexOf(":") + 1);
  return ({ text: "t", number: 1.5, count: 0, id: 1, error: { name: "Error", message: "no" } } as Record<string, unknown>)[type] ?? type.split("|")[0];
}
