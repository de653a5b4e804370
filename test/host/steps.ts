import { ABANDONED, ask, type Call, doLater, doNow, type Steps } from "../../src/host/steps.ts";
import { assert, suite } from "../harness.ts";

const test = suite("host/steps");

function call(name: string, made: string[], fails = false): Call<string> {
  const make = (how: string): string => {
    made.push(`${name} ${how}`);
    if (fails) throw new Error(`${name} failed`);
    return `${name} ${how}`;
  };
  return { now: () => make("now"), later: () => Promise.resolve().then(() => make("later")) };
}

function* work(made: string[], fails = false): Steps<string> {
  const first = yield* ask(call("a", made));
  try {
    yield* ask(call("b", made, fails));
  } catch {
    yield* ask(call("undo", made));
  }
  return first;
}

test("doNow() makes each call before it returns, and gives what the work gives", () => {
  const made: string[] = [];

  assert.is(doNow(work(made)), "a now");
  assert.equal(made, ["a now", "b now"]);
});

test("doLater() makes the same calls off the thread, one after another", async () => {
  const made: string[] = [];

  const done = doLater(work(made), () => false);
  const atOnce = [...made];

  assert.is(await done, "a later");
  assert.equal(atOnce, []);
  assert.equal(made, ["a later", "b later"]);
});

test("doNow() and doLater() throw what a call throws into the work", async () => {
  const now: string[] = [];
  const later: string[] = [];

  doNow(work(now, true));
  await doLater(work(later, true), () => false);

  assert.equal(now, ["a now", "b now", "undo now"]);
  assert.equal(later, ["a later", "b later", "undo later"]);
});

test("doNow() throws, and doLater() rejects with, what the work does not catch", async () => {
  const failing = function* (): Steps<void> {
    yield* ask(call("a", [], true));
  };

  assert.throws(() => doNow(failing()), { message: "a failed" });
  await assert.rejects(() => doLater(failing(), () => false), { message: "a failed" });
});

test("doLater() makes no further call once the work is abandoned, and says when the last one has ended", async () => {
  const made: string[] = [];
  let isAbandoned = false;
  const done = doLater(work(made), () => isAbandoned);

  isAbandoned = true;

  assert.is(await done, ABANDONED);
  assert.equal(made, ["a later"]);
});
