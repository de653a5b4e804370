// A log of 20 GB: it opens, is scrolled and jumped in, and only its columns stand in memory.
import process from "node:process";
import { LogIndex } from "../../src/log/log_index.ts";
import { memorySource } from "../../src/log/source.ts";
import { assert, suite } from "../harness.ts";
import { endlessSource, linesOf, MESSAGE_BYTES, messagesIn } from "./endless_source.ts";

const test = suite("soak/huge_log");

const SIZE = 20e9;
/** It takes 15 to 30 s of a machine that does nothing else. */
const PATIENT = { timeoutMs: 280_000 };
/** What the columns of ten million lines take, with the runtime: 60 bytes a message. */
const MOST_MB = 650;

/** A screen of messages from a position on, as a view reads it. */
function screenFrom(index: LogIndex, position: number): number[] {
  return Array.from({ length: 40 }, (_, at) => {
    const entry = index.entries.entry(position + at);
    return entry.kind === "dispatch" ? (entry.trace.record.data as { readonly order: number }).order : 0;
  });
}

const numbersFrom = (first: number): number[] => Array.from({ length: 40 }, (_, at) => first + at);

test("endlessSource() gives the same bytes wherever a reading begins and ends", () => {
  const source = endlessSource(12_345 * MESSAGE_BYTES);
  const whole = new Uint8Array(source.size);
  source.read(whole, 0);

  const pieces = new Uint8Array(source.size);
  for (let at = 0; at < source.size; at += 99_991) source.read(pieces.subarray(at, at + 99_991), at);

  const index = new LogIndex(memorySource(whole));
  index.readAll();
  assert.is(pieces.findIndex((byte, at) => byte !== whole[at]), -1);
  assert.equal(index.counts(), { dispatches: 12_344, failed: 0, running: 0, unhandled: 0, orphans: 0, lost: 0, skipped: 0, defects: 0 });
  assert.is([1, 8, 10, 99, 1000, 1008, 12_344].map((message) => `${index.lineText(2 * message)}\n${index.lineText(2 * message + 1)}\n`).join(""), [1, 8, 10, 99, 1000, 1008, 12_344].flatMap(linesOf).join(""));
});

test("LogIndex opens a log of 20 GB, jumps and scrolls in it, and holds its columns alone", () => {
  const source = endlessSource(SIZE);
  const index = new LogIndex(source);
  const messages = messagesIn(SIZE);
  let mostMB = 0;

  for (let step = 0; index.readMore(); step++) if (step % 64 === 0) mostMB = Math.max(mostMB, process.memoryUsage().rss / 2 ** 20);
  index.end();

  const middle = Math.floor(messages / 2);
  assert.equal(index.counts(), { dispatches: messages, failed: 0, running: 0, unhandled: 0, orphans: 0, lost: 0, skipped: 0, defects: 0 });
  // The list begins with the run.
  assert.equal(screenFrom(index, 1), numbersFrom(1));
  assert.equal(screenFrom(index, middle), numbersFrom(middle));
  assert.equal(screenFrom(index, index.entries.length - 40), numbersFrom(messages - 39));
  assert.is(index.trace(index.indexOf(messages)).handlings[0]?.ms, 0.5);
  assert.is(`${index.lineText(2 * messages)}\n`, linesOf(messages)[0]);
  assert.equal(index.caused(index.indexOf(200_005)).map((dispatch) => index.dispatches.id(dispatch)), [200_008]);
  assert.ok(mostMB < MOST_MB, `${mostMB.toFixed(0)} MB`);
}, PATIENT);
