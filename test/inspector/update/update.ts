// What is not the list's or the detail's: the app's end and output, help, quitting, sizes.
import { assert, suite } from "../../harness.ts";
import { OUTPUT_LINES } from "../../../inspector/model/output.ts";
import { outputLines } from "../../../inspector/model/output.ts";
import { SHOP } from "../shop.ts";
import { NOW_MS, Story } from "../story.ts";

const test = suite("inspector/update");

test("q quits with 0, Ctrl-C with 130, signals with 128 and their number", () => {
  const story = new Story().press("q", "ctrl-c")
    .happen({ kind: "stopped", signal: "SIGTERM" }).happen({ kind: "stopped", signal: "SIGHUP" });

  assert.equal(story.effects, [
    { kind: "quit", code: 0 }, { kind: "quit", code: 130 }, { kind: "quit", code: 143 }, { kind: "quit", code: 129 },
  ]);
});

test("Ctrl-C quits while a filter is written, q is typed", () => {
  const story = new Story().press("/", "q");
  assert.equal(story.effects, []);

  assert.equal(story.press("ctrl-c").effects, [{ kind: "quit", code: 130 }]);
});

test("a terminal of 20×5 says that it is too small and still quits", () => {
  const story = new Story({ columns: 20, rows: 5 }).grow(...SHOP);

  assert.equal(story.screen(), ["terminal too small", "20×5", "q quits", "", ""]);
  assert.equal(story.press("j", "q").effects, [{ kind: "quit", code: 0 }]);
});

test("a terminal that grows shows the list again, with the same message chosen", () => {
  const story = new Story({ columns: 20, rows: 5 }).grow(...SHOP);

  story.happen({ kind: "resized", size: { columns: 80, rows: 24 } });

  assert.match(story.chosenRow(), "report.build");
});

test("Ctrl-Z asks for the terminal to be lent", () => {
  assert.equal(new Story().press("ctrl-z").effects, [{ kind: "suspend" }]);
});

test("? shows every key and hides it again", () => {
  const story = new Story().grow(...SHOP).press("?");
  assert.match(story.screen()[2] ?? "", " Keys");

  assert.match(story.press("?").screen()[2] ?? "", "TYPE");
});

test("help scrolls to its last line at 80×24", () => {
  const story = new Story({ columns: 80, rows: 24 }).press("?", "G");

  assert.match(story.screen()[22] ?? "", "erases all before");
});

test("help says everything in full at 80×24", () => {
  const story = new Story({ columns: 80, rows: 24 }).press("?");
  const pages = [story.screen(), story.press("pageDown").screen(), story.press("pageDown").screen()].flat();

  assert.equal(pages.filter((row) => row.endsWith("…") && !row.startsWith("   ✓")), []);
});

test("t goes through the ways to tell time", () => {
  const story = new Story().grow(...SHOP);
  const headings = ["t", "t", "t", "t"].map((key) => story.press(key).screen()[2]?.slice(9, 21).trim());

  assert.equal(headings, ["TIME (local)", "ELAPSED", "SINCE LAST", "TIME (UTC)"]);
});

test("elapsed counts from the start, since last from the row above", () => {
  const story = new Story().grow(...SHOP).press("t", "t");
  assert.equal(story.screen().slice(3, 6).map((row) => row.slice(9, 21).trim()), ["+0.041", "+0.043", "+0.060"]);

  story.press("t");
  assert.equal(story.screen().slice(3, 6).map((row) => row.slice(9, 21).trim()), ["02:14:07.041", "+0.002", "+0.017"]);
});

test("what the app prints is kept as lines and shown by o", () => {
  const story = new Story().grow(...SHOP)
    .happen({ kind: "output", stream: "stdout", text: "listen" })
    .happen({ kind: "output", stream: "stderr", text: "\x1b[31mno mail server\x1b[0m\n" })
    .happen({ kind: "output", stream: "stdout", text: "ing on :8080\nready" })
    .press("o");

  assert.equal(story.screen().slice(2, 6), [
    " printed by shop · 3 lines · ! is stderr", " ! no mail server", "   listening on :8080", "   ready",
  ]);
  assert.match(story.press("o").screen()[2] ?? "", "TYPE");
});

test("output is bounded: the oldest lines go and are counted", () => {
  const text = Array.from({ length: OUTPUT_LINES + 10 }, (_, index) => `line ${index}\n`).join("");
  const story = new Story().happen({ kind: "output", stream: "stdout", text }).press("o");

  assert.is(outputLines(story.model.output).length, OUTPUT_LINES);
  assert.match(story.screen()[2] ?? "", "5,000 lines, 10 older ones dropped");
  assert.is(story.screen()[38], "   line 5009");
});

test("output follows what is new until it is scrolled, and G follows again", () => {
  const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join("");
  const story = new Story().happen({ kind: "output", stream: "stdout", text: lines(0, 100) }).press("o", "g");
  assert.is(story.screen()[3], "   line 0");

  story.happen({ kind: "output", stream: "stdout", text: lines(100, 110) });
  assert.is(story.screen()[3], "   line 0");

  assert.is(story.press("G").screen()[38], "   line 109");
});

test("help that is longer than the screen says how much is below, and scrolls to its end", () => {
  const story = new Story({ columns: 80, rows: 24 }).grow(...SHOP).press("?");
  assert.is(story.screen()[22], "   ↓ 19 more");

  story.press("G");

  assert.match(story.screen()[22] ?? "", "Ctrl-U        erases all before");
});

test("an app's end is shown with its exit code or signal", () => {
  const ended = (code: number | null, signal: string | null) =>
    new Story().grow(...SHOP).happen({ kind: "exited", code, signal }).happen({ kind: "ended" }).screen()[0] ?? "";

  assert.match(ended(0, null), "■ ended, exit code 0");
  assert.match(ended(3, null), "■ ended, exit code 3");
  assert.match(ended(null, "SIGKILL"), "■ ended, stopped by SIGKILL");
});

test("an app that failed before it sent a message shows what it printed", () => {
  const story = new Story()
    .happen({ kind: "output", stream: "stderr", text: "SyntaxError: Unexpected token\n" })
    .happen({ kind: "exited", code: 1, signal: null }).happen({ kind: "ended" });

  assert.is(story.screen()[3], " ! SyntaxError: Unexpected token");
});

test("a problem of the feed is shown in words until esc hides it", () => {
  const story = new Story().grow(...SHOP).happen({ kind: "problem", message: "the app has not answered for 1.2 s" });

  assert.is(story.screen()[1], " ! the app has not answered for 1.2 s · esc hides this");
  assert.match(story.press("escape").screen()[1] ?? "", "no filter");
});

test("the rate of a live app is what came in the last second", () => {
  const story = new Story().grow(...SHOP).happen({ kind: "ticked", nowMs: NOW_MS }).happen({ kind: "ticked", nowMs: NOW_MS + 1000 });
  assert.match(story.screen()[0] ?? "", "0/s");

  story.grow(...SHOP.slice(1)).happen({ kind: "ticked", nowMs: NOW_MS + 2000 });

  assert.match(story.screen()[0] ?? "", "4/s ▁▁▁▁▁▁▁█");
});
