import { fakeClock } from "../../src/testing/mod.ts";
import { assert, suite } from "../harness.ts";

const test = suite("testing/fake_clock");

test("fakeClock() stands still until it is advanced", () => {
  const clock = fakeClock(new Date("2026-05-01T00:00:00.000Z"));
  assert.is(clock.now(), 0);
  clock.advance(1500);
  assert.is(clock.now(), 1500);
  assert.equal(clock.date(), new Date("2026-05-01T00:00:01.500Z"));
});

test("advance() runs the timers that are due, each at its own time, in the order in which they are due", () => {
  const clock = fakeClock();
  const ran: [string, number][] = [];
  clock.setTimer(() => ran.push(["late", clock.now()]), 20);
  clock.setTimer(() => { ran.push(["early", clock.now()]); clock.setTimer(() => ran.push(["set meanwhile", clock.now()]), 5); }, 10);
  clock.setTimer(() => ran.push(["not yet", clock.now()]), 30);

  clock.advance(25);

  assert.equal(ran, [["early", 10], ["set meanwhile", 15], ["late", 20]]);
  assert.is(clock.timers, 1);
});

test("setTimer() gives a function that cancels", () => {
  const clock = fakeClock();
  const cancel = clock.setTimer(() => assert.unreachable(), 1);
  cancel();
  clock.advance(10);
  assert.is(clock.timers, 0);
});

test("advance() refuses to go back", () => {
  assert.throws(() => fakeClock().advance(-1), { name: "RangeError" });
});
