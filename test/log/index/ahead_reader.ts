// An index whose source lets somebody scan further on: whatever that one scans, leaves out, gives up or is late with, the index says the same.
import fc from "fast-check";
import { LogIndex } from "../../../src/log/log_index.ts";
import type { ScanAhead } from "../../../src/log/scan/ahead.ts";
import { plainScanner } from "../../../src/log/scan/plain_scanner.ts";
import { ROW } from "../../../src/log/scan/scanner.ts";
import { memorySource, type Source } from "../../../src/log/source.ts";
import { assert, suite } from "../../harness.ts";
import { drawnLog, wildLog } from "../drawn_log.ts";
import { narrow, saidBy } from "../log_of.ts";

const test = suite("log/index/ahead_reader");
const RUNS = { numRuns: 400, seed: 20_261_129 };

/** What the one does who scans further on. */
interface Plan {
  /** So often it is asked where it begins before it says so. */
  readonly late: number;
  /** So many bytes it leaves out before its next lines, and so many bytes these have at the most; when no turn is left it has ended. */
  readonly turns: readonly (readonly [left: number, scanned: number])[];
  /** At that turn it gives up after it has said where it begins. */
  readonly givesUpAt: number;
}

/** How often its lines were taken. */
interface Told { taken: number; stopped: number }

/** A source that lets somebody scan further on by a plan. */
function helped(bytes: Uint8Array, plan: Plan, told: Told): Source {
  return { ...memorySource(bytes), scanAhead: (numberOf) => new Planned(bytes, plan, numberOf, told) };
}

class Planned implements ScanAhead {
  readonly #bytes: Uint8Array;
  readonly #plan: Plan;
  readonly #numberOf: (text: string) => number;
  readonly #told: Told;
  readonly #scanner = plainScanner();
  #asked = 0;
  #turn = -1;
  #at = 0;

  constructor(bytes: Uint8Array, plan: Plan, numberOf: (text: string) => number, told: Told) {
    this.#bytes = bytes;
    this.#plan = plan;
    this.#numberOf = numberOf;
    this.#told = told;
  }

  begins(read: number): number | "later" | "never" {
    if (this.#asked++ < this.#plan.late) return "later";
    const turn = this.#plan.turns[++this.#turn];
    if (turn === undefined) return "never";
    const [left] = turn;
    this.#at = left === 0 && this.#turn > 0 ? this.#at : this.#bytes.indexOf(10, Math.max(this.#at, read) + left) + 1;
    return this.#at === 0 ? "never" : this.#at;
  }

  next(): ReturnType<ScanAhead["next"]> {
    const [, scanned] = this.#plan.turns[this.#turn]!;
    if (this.#turn === this.#plan.givesUpAt) return undefined;
    const part = this.#bytes.subarray(this.#at, this.#at + Math.min(scanned, this.#scanner.window.length));
    this.#scanner.window.set(part);
    const count = this.#scanner.scan(part.length);
    if (count === 0) return undefined;
    this.#at += this.#scanner.taken;
    this.#told.taken += 1;
    const { rows } = this.#scanner;
    for (let row = 0; row < count; row++) {
      if (rows.kind[row] === ROW.other) continue;
      for (const column of [rows.type, rows.who]) column[row] = column[row] === 0 ? 0 : this.#numberOf(this.#scanner.textOf(column[row]!));
    }
    return { rows, count, bytes: this.#scanner.taken };
  }

  stop(): void {
    this.#told.stopped += 1;
  }
}

const plans = fc.record({
  late: fc.nat(1),
  turns: fc.array(fc.tuple(fc.oneof(fc.constant(0), fc.nat(60)), fc.integer({ min: 100, max: 1_500 })), { maxLength: 12 }),
  givesUpAt: fc.integer({ min: -1, max: 12 }),
});

test("LogIndex makes the same of a log that somebody scans further on as of one that it scans alone", () => {
  const all: Told = { taken: 0, stopped: 0 };
  fc.assert(fc.property(fc.oneof(drawnLog, wildLog), fc.integer({ min: 100, max: 300 }), plans, (bytes, windowBytes, plan) => {
    const alone = new LogIndex(memorySource(bytes));
    alone.readAll();

    const log = new LogIndex(helped(bytes, plan, all), { scanner: narrow(windowBytes) });
    log.readAll();

    assert.is(saidBy(log), saidBy(alone));
  }), RUNS);
  assert.ok(all.taken > 100, `${all.taken} times lines were taken`);
});

/** Some lines. */
const WINDOW_BYTES = 400;

const line = (id: number): string => `{"kind":"dispatch","id":${id},"at":${id},"verb":"ACTION","type":"a.${id % 3}","handlers":0,"timestamp":"2026-11-29T00:00:00.000Z"}\n`;
const log = `{"kind":"log","version":1,"run":"1","part":1,"name":"app","startedAt":"2026-11-29T00:00:00.000Z"}\n${Array.from({ length: 60 }, (_, at) => line(at + 1)).join("")}`;

function idsOf(source: Source): number[] {
  const index = new LogIndex(source, { scanner: narrow(WINDOW_BYTES) });
  index.readAll();
  return Array.from({ length: index.dispatches.length }, (_, dispatch) => index.dispatches.id(dispatch));
}

test("LogIndex reads itself what lies before the lines that were scanned, between them and behind them", () => {
  const told: Told = { taken: 0, stopped: 0 };

  const ids = idsOf(helped(new TextEncoder().encode(log), { late: 2, turns: [[300, 700], [0, 700], [400, 700]], givesUpAt: -1 }, told));

  assert.equal(ids, Array.from({ length: 60 }, (_, at) => at + 1));
  assert.equal(told, { taken: 3, stopped: 1 });
});

test("LogIndex goes on alone when lines would begin before what it has read", () => {
  const told: Told = { taken: 0, stopped: 0 };
  const bytes = new TextEncoder().encode(log);
  const source = helped(bytes, { late: 0, turns: [[0, 700]], givesUpAt: -1 }, told);
  const early: Source = { ...source, scanAhead: (numberOf) => Object.assign(source.scanAhead!(numberOf)!, { begins: () => 10 }) };

  assert.equal(idsOf(early).length, 60);
  assert.equal(told, { taken: 0, stopped: 1 });
});

test("LogIndex asks nobody when it only looks at the beginning of a log, and tells who helps when it refuses the log", () => {
  const told: Told = { taken: 0, stopped: 0 };
  let asked = 0;
  const begin = (text: string): LogIndex => {
    const source = helped(new TextEncoder().encode(text), { late: 0, turns: Array.from({ length: 30 }, () => [0, 700]), givesUpAt: -1 }, told);
    return new LogIndex({ ...source, scanAhead: (numberOf) => ++asked > 0 ? source.scanAhead!(numberOf) : undefined }, { scanner: narrow(WINDOW_BYTES) });
  };

  begin(log).readMore();
  assert.is(asked, 0);

  const refused = begin(`${log}{"kind":"log","version":9,"run":"2","part":1,"name":"app","startedAt":"2026-11-29T00:00:00.000Z"}\n${log}`);
  refused.readAll();
  assert.equal([asked, told.stopped, refused.dispatches.length], [1, 1, 60]);
});
