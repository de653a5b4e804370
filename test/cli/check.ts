// What `core check` says of a log: whether it is whole, and what a person should know though it is.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";
import { core } from "./core.ts";

const test = suite("cli/check");
const PATIENT = { timeoutMs: 60_000 };

const HEADER = '{"kind":"log","version":1,"run":"a","part":1,"name":"shop","startedAt":"2026-11-24T00:00:00.000Z"}';
const sent = (id: number): string => `{"kind":"dispatch","id":${id},"at":${id},"verb":"ACTION","type":"user.created","handlers":0,"timestamp":"2026-11-24T00:00:00.001Z"}`;
const degraded = (at: number, capture: string): string => `{"kind":"degraded","at":${at},"capture":"${capture}","writing":"turn","reason":"over budget","cost":0.03,"budget":0.02}`;
const end = (dispatches: number, records: number): string =>
  `{"kind":"end","at":9000,"dispatches":${dispatches},"records":${records},"lost":0,"skipped":0,"cut":0,"redacted":0,"withheld":0}`;

/** Writes each log, checks them all, and gives what is said of each. */
async function checked(logs: Readonly<Record<string, readonly string[]>>): Promise<{ code: number | null; said: string }> {
  let result = { code: null as number | null, said: "" };
  await inTemporaryFolder(async (folder) => {
    for (const [name, lines] of Object.entries(logs)) writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(""));
    const { code, stdout } = await core(["check", ...Object.keys(logs).map((name) => join(folder, name))]);
    result = { code, said: stdout.replaceAll(`${folder}/`, "") };
  });
  return result;
}

test("core check says of logs that are whole what was left out, where, and how the run ended", async () => {
  const { code, said } = await checked({
    "ended.jsonl": [HEADER, sent(1), end(1, 2)],
    "killed.jsonl": [HEADER, sent(1)],
    "lean.jsonl": [
      HEADER, degraded(1_000, "noAnswers"), degraded(2_000, "noCausedPayloads"), degraded(6_000, "noAnswers"), degraded(7_500, "all"), degraded(8_000, "noAnswers"), end(0, 6),
    ],
    "later.jsonl": ['{"kind":"log","version":1,"run":"a","part":3,"name":"shop","startedAt":"2026-11-24T00:00:00.000Z","before":900}', sent(901), end(901, 5_000)],
  });

  assert.is(said, [
    "ended.jsonl: whole · 3 records, 1 message, 1 run",
    "killed.jsonl: whole · 2 records, 1 message, 1 run",
    "  note: the run has no end: its app was killed, or goes on; at most its last turn is missing",
    "lean.jsonl: whole · 7 records, 0 messages, 1 run",
    "  note: answers and caused payloads were left out from 00:00:01.000 to 00:00:07.500: over the budget of 2 %",
    "  note: answers were left out from 00:00:08.000 to the end: over the budget of 2 %",
    "later.jsonl: whole · 3 records, 1 message, 1 run",
    "  note: 900 messages in earlier parts that are not here",
    "",
  ].join("\n"));
  assert.is(code, 0);
}, PATIENT);

test("core check says that a log is not whole whose end counts more than it holds", async () => {
  const { code, said } = await checked({ "short.jsonl": [HEADER, sent(1), end(3, 2)], "torn.jsonl": [HEADER, sent(1), end(1, 12)], "long.jsonl": [HEADER, sent(1), sent(2), end(1, 3)] });

  assert.is(said, [
    "short.jsonl: not whole · 3 records, 1 message, 1 run",
    "  2 messages missing without a word: dispatches 2 to 3 of run a",
    "torn.jsonl: not whole · 3 records, 1 message, 1 run",
    "  its end says 12 records, the log holds 2",
    "long.jsonl: not whole · 4 records, 2 messages, 1 run",
    "  its end says 1 message, the log holds 2",
    "",
  ].join("\n"));
  assert.is(code, 1);
}, PATIENT);

test("core inspect without a terminal says over how much its numbers are, where that is not everything", async () => {
  const lines = [
    HEADER, '{"kind":"dispatch","id":1,"at":1,"verb":"ACTION","type":"user.created","handlers":1,"timestamp":"2026-11-24T00:00:00.001Z"}',
    '{"kind":"handling","dispatch":1,"n":0,"at":1,"type":"user.created","handler":"x","subscription":1,"ms":2,"syncMs":1,"outcome":"done"}',
    '{"kind":"skipped","at":5,"count":2,"from":2,"to":3,"reason":"over budget","types":{"user.created":2}}',
  ];

  const [part, whole] = await Promise.all([core(["inspect", "-"], { input: `${lines.join("\n")}\n` }), core(["inspect", "-"], { input: `${lines.slice(0, 3).join("\n")}\n` })]);

  assert.match(part.stdout, /\n1 message · 1 type · 0 failed · 0 unhandled · 33\.3 % recorded · 2 ms\n/);
  assert.match(part.stdout, /\nuser\.created +1 +0 +0 +2\.00 +2\.00 +2\.00 +over 33\.3 %\n/);
  assert.not.match(whole.stdout, /recorded|over/);
}, PATIENT);
