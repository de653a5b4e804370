// A repaired copy: what is whole stays as it was, what is not is left out, and the copy says so.
import { deepCheck } from "../../src/log/deep_check.ts";
import { LogIndex } from "../../src/log/log_index.ts";
import { repair } from "../../src/log/repair.ts";
import { memorySource } from "../../src/log/source.ts";
import { finish } from "../../src/trace/slices.ts";
import { assert, suite } from "../harness.ts";

const test = suite("log/repair");

const header = (run = "k3x9", part = 1): string => `{"kind":"log","version":1,"run":"${run}","part":${part},"name":"shop","startedAt":"2026-11-23T09:00:00.000Z"}\n`;
const dispatch = (id: number): string => `{"kind":"dispatch","id":${id},"at":${id},"verb":"ACTION","type":"user.created","handlers":0,"timestamp":"2026-11-23T09:00:00.012Z"}\n`;
const end = (dispatches: number, records: number): string =>
  `{"kind":"end","at":99,"dispatches":${dispatches},"records":${records},"lost":0,"skipped":0,"cut":0,"redacted":0,"withheld":0}\n`;
const gap = (at: number, lost: number, ids = ""): string =>
  `{"kind":"gap","at":${at},"lost":${lost}${ids},"reason":"the repair left out ${lost === 1 ? "1 line that was no record" : `${lost} lines that were no records`}"}\n`;

const bytesOf = (...pieces: (string | readonly number[])[]): Uint8Array =>
  new Uint8Array(pieces.flatMap((piece) => typeof piece === "string" ? [...new TextEncoder().encode(piece)] : [...piece]));

function read(bytes: Uint8Array): LogIndex {
  const log = new LogIndex(memorySource(bytes));
  log.readAll();
  return log;
}

function repaired(bytes: Uint8Array) {
  let text = "";
  const work = repair(memorySource(bytes), finish(deepCheck(memorySource(bytes))).holes, (piece) => text += new TextDecoder().decode(piece));
  const report = finish(work);
  return { text, report };
}

test("repair() gives what is whole as it was", () => {
  const whole = header() + dispatch(1) + '{"kind":"later","what":"ever"}\n' + end(1, 3);

  const { text, report } = repaired(bytesOf(whole));

  assert.is(text, whole);
  assert.equal(report, { kept: 4, leftOut: [], isEndMended: false, gaps: 0, bytes: whole.length });
});

const cases: readonly [what: string, bytes: Uint8Array, text: string, lines: readonly number[]][] = [
  ["a torn end", bytesOf(header(), dispatch(1), '{"kind":"disp'), header() + dispatch(1) + gap(1, 1), [3]],
  ["garbage between records", bytesOf(header(), dispatch(1), "Listening on 8080\n\n", dispatch(2)), header() + dispatch(1) + gap(1, 2) + dispatch(2), [3, 4]],
  ["a dispatch that is none", bytesOf(header(), dispatch(1), dispatch(2).slice(3), dispatch(3)), header() + dispatch(1) + gap(1, 1, ',"from":2,"to":2') + dispatch(3), [3]],
  ["a payload that is no JSON", bytesOf(header(), dispatch(1), dispatch(2).replace('"}', '","data":{x}}'), dispatch(3)), header() + dispatch(1) + gap(1, 1, ',"from":2,"to":2') + dispatch(3), [3]],
  ["lines that end as on Windows", bytesOf(`${header().trimEnd()}\r\n`, `${dispatch(1).trimEnd()}\r\n`), header() + dispatch(1), []],
  ["a byte order mark", bytesOf([0xef, 0xbb, 0xbf], header(), dispatch(1)), header() + dispatch(1), []],
  ["what is not UTF-8", bytesOf(header(), '{"kind":"x","a":"', [0xff, 0xfe], '"}\n', dispatch(1)), header() + gap(0, 1) + dispatch(1), [2]],
  ["bytes that are zero", bytesOf(header(), [0, 0, 0, 0], "\n", dispatch(1), [0, 0]), header() + gap(0, 1) + dispatch(1) + gap(1, 1), [2, 4]],
  ["garbage before the first record", bytesOf("hello\n", header(), dispatch(1)), gap(0, 1) + header() + dispatch(1), [1]],
  ["lines of two runs", bytesOf(header("a"), dispatch(1), "x\n", header("b"), dispatch(1), "y\n", dispatch(2)), header("a") + dispatch(1) + gap(1, 1) + header("b") + dispatch(1) + gap(1, 1) + dispatch(2), [3, 6]],
];
for (const [what, bytes, expected, lines] of cases) {
  test(`repair() leaves out ${what}, and says so`, () => {
    const { text, report } = repaired(bytes);

    assert.is(text, expected);
    assert.equal(report.leftOut.map(({ line }) => line), lines);
    assert.is(report.bytes, text.length);
  });

  test(`what repair() gives of ${what} holds no defect, and is not repaired again`, () => {
    const { text } = repaired(bytes);

    const log = read(bytesOf(text));
    const again = repaired(bytesOf(text));

    assert.equal([log.defects, log.unaccounted(), log.strays], [[], [], 0]);
    assert.is(again.text, text);
    assert.equal([again.report.leftOut, again.report.gaps], [[], 0]);
  });
}

test("repair() keeps a last record that only misses the end of its line", () => {
  const { text, report } = repaired(bytesOf(header(), dispatch(1).trimEnd()));

  assert.is(text, header() + dispatch(1));
  assert.equal([report.isEndMended, report.leftOut, report.gaps], [true, [], 0]);
});

test("repair() makes the end's totals those of the copy", () => {
  const { text } = repaired(bytesOf(header(), dispatch(1), dispatch(2).slice(1), dispatch(3), end(3, 4)));

  assert.is(text, header() + dispatch(1) + gap(1, 1, ',"from":2,"to":2') + dispatch(3) + end(3, 4).replace('"lost":0', '"lost":1'));
  assert.equal(read(bytesOf(text)).runs.map(({ disagreement }) => disagreement), [undefined]);
});

test("repair() reads a log in pieces, and can be stopped between them", () => {
  let pieces = 0;
  const lines = Array.from({ length: 10_000 }, (_, at) => dispatch(at + 1)).join("");
  const work = repair(memorySource(new TextEncoder().encode(lines)), { endOf: () => undefined }, () => pieces++);

  work.next();
  const before = pieces;
  work.return({ kept: 0, leftOut: [], isEndMended: false, gaps: 0, bytes: 0 });

  assert.ok(before > 1_000 && before < 3_000);
  assert.is(work.next().done, true);
});
