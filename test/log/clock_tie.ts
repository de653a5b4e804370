// A log's time against the wall clock: a laptop that sleeps, a clock that is set, with both clocks in the test's hand.
import type { Message } from "../../src/mod.ts";
import { Recorder } from "../../src/log/recorder.ts";
import { wallTimeOf } from "../../src/trace/wall_clock.ts";
import { assert, suite } from "../harness.ts";
import { fakeClock } from "../../src/testing/mod.ts";
import { tracesOf } from "./log_of.ts";
import { logOfText, MemorySink } from "./recorded.ts";

const test = suite("log/clock_tie");

const HOUR = 3_600_000;

/** A recorder whose wall clock can be set apart from its monotonic one. */
function tied() {
  const clock = fakeClock();
  const sink = new MemorySink();
  const jump = { ms: 0 };
  const date = (): Date => new Date(clock.date().getTime() + jump.ms);
  const recorder = new Recorder({
    sink, schedule: () => {}, header: { run: "r", name: "shop", startedAt: date() }, startAt: 0,
    now: () => clock.now(), later: (run, ms) => clock.setTimer(run, ms), date,
  });
  let id = 0;
  const send = (): void => {
    id += 1;
    const message = { type: "a", timestamp: date() } as Message;
    recorder.dispatched({ id, verb: "ACTION", message, at: clock.now(), flow: id, handlers: 0 });
  };
  return {
    clock, jump, send,
    /** The clock records, and each dispatch's time by the log less its true time, in milliseconds. */
    result() {
      recorder.flush();
      const errors = tracesOf(logOfText(sink.text)).map(({ run, record }) => Math.abs(wallTimeOf(run, record.at) - Date.parse(record.timestamp)));
      return { ties: sink.lines("clock").map(({ at, time }) => [at, Date.parse(String(time)) - Number(at) - clock.date().getTime() + clock.now()]), errors };
    },
  };
}

test("a laptop that slept two hours while its monotonic clock stood still is tied with the next record", () => {
  const { clock, jump, send, result } = tied();

  send();
  clock.advance(1_500);
  send();
  jump.ms = 2 * HOUR;
  clock.advance(1_200);
  send();

  assert.equal(result(), { ties: [[2_500, 2 * HOUR]], errors: [0, 0, 0] });
});

test("a laptop that wakes up for one record only is tied within a second of it", () => {
  const { clock, jump, send, result } = tied();
  send();
  clock.advance(1_500);
  send();

  jump.ms = 2 * HOUR;
  clock.advance(10);
  send();
  clock.advance(1_000);

  const { ties } = result();
  assert.is(ties.length, 1);
  assert.ok(Number(ties[0]?.[0]) <= 1_510 + 1_000, String(ties[0]?.[0]));
});

test("a laptop that slept while its monotonic clock went on is tied as ever: nothing came apart", () => {
  const { clock, send, result } = tied();

  send();
  clock.advance(2 * HOUR);
  send();

  assert.equal(result(), { ties: [[2 * HOUR, 0]], errors: [0, 0] });
});

test("a clock that is set back and forth is tied at each step, and each message has the time of its moment", () => {
  const { clock, jump, send, result } = tied();
  const step = (ms: number): void => {
    jump.ms = ms;
    clock.advance(1_100);
    send();
  };

  step(0);
  step(-90_000);
  step(-90_000);
  step(30_000);
  step(0);

  assert.equal(result(), { ties: [[2_200, -90_000], [4_400, 30_000], [5_500, 0]], errors: [0, 0, 0, 0, 0] });
});

test("a step below a second waits for the next regular record", () => {
  const { clock, jump, send, result } = tied();

  send();
  jump.ms = 900;
  clock.advance(5_000);
  send();
  clock.advance(5_000);
  send();

  assert.equal(result().ties, [[10_000, 900]]);
});

test("clocks are tied at the end of a second in which something was sent, though nothing follows", () => {
  const { clock, jump, send, result } = tied();
  send();
  jump.ms = HOUR;

  clock.advance(1_000);

  assert.equal(result().ties, [[1_000, HOUR]]);
});
