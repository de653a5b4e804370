// What goes wrong with a recording is told once, and not in floods.
import { MOST_TOLD, QUIET_MS, tellOnce } from "../../src/recording/tell_once.ts";
import { fakeClock } from "../../src/testing/mod.ts";
import { assert, suite } from "../harness.ts";

const test = suite("recording/tell_once");

function telling(): { clock: ReturnType<typeof fakeClock>; heard: string[]; tell: ReturnType<typeof tellOnce> } {
  const clock = fakeClock();
  const heard: string[] = [];
  return { clock, heard, tell: tellOnce((message) => heard.push(message), () => clock.now()) };
}

test("tellOnce() says a message once, however late it comes again", () => {
  const { clock, heard, tell } = telling();

  tell("the disk is full");
  clock.advance(QUIET_MS);
  tell("the disk is full");

  assert.equal(heard, ["the disk is full"]);
});

test("tellOnce() takes what follows within ten seconds for a consequence, but for the last word", () => {
  const { clock, heard, tell } = telling();

  tell("the folder is gone");
  clock.advance(QUIET_MS - 1);
  tell("the file cannot be opened");
  tell("3 records were lost", true);
  clock.advance(QUIET_MS);
  tell("the file cannot be opened");

  assert.equal(heard, ["the folder is gone", "3 records were lost", "the file cannot be opened"]);
});

test("tellOnce() ends after a hundred different messages", () => {
  const { clock, heard, tell } = telling();

  Array.from({ length: MOST_TOLD + 5 }, (_, n) => {
    tell(`trouble ${n}`);
    clock.advance(QUIET_MS);
  });

  assert.is(heard.length, MOST_TOLD);
});

test("tellOnce() does not throw when whoever hears does", () => {
  let calls = 0;
  const tell = tellOnce(() => {
    calls += 1;
    throw new Error("no");
  }, () => 0);

  tell("the disk is full");

  assert.is(calls, 1);
});
