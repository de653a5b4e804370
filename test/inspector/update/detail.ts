// The detail: moving, folding, and what stays unfolded.
import { chosenLines } from "../../../inspector/model/model.ts";
import { assert, suite } from "../../harness.ts";
import { dispatch, handling, HEADER, SHOP } from "../shop.ts";
import { Story } from "../story.ts";

const test = suite("inspector/update/detail");

const paths = (story: Story): string[] => chosenLines(story.model).map((line) => line.path);
const here = (story: Story): string | undefined => chosenLines(story.model)[story.model.detail.cursor]?.path;

/** The detail of `user.created`, where payload, failure and cause are. */
const userCreated = (): Story => new Story().grow(...SHOP).press("g", "enter");

test("⏎ in the list goes to the detail, which stops following; esc and tab go back", () => {
  const story = new Story().grow(...SHOP).press("enter");
  assert.is(story.model.focus, "detail");
  assert.is(story.model.isFollowing, false);

  assert.is(story.press("escape").model.focus, "list");
  assert.is(story.press("tab").model.focus, "detail");
  assert.is(story.press("tab").model.focus, "list");
});

test("the payload is open one level, a failure with its stack, an answer closed", () => {
  assert.equal(paths(userCreated()), [
    "data", "data/id", "data/email", "data/address",
    "handled", "handling/0", "handling/1", "handling/1/error", "handling/1/error/0", "handling/1/error/1",
    "caused", "caused/2",
  ]);
});

test("→ unfolds and then goes inside, ← folds and then goes outside", () => {
  const story = userCreated().press("down", "down", "down", "right");
  assert.equal(paths(story).slice(3, 6), ["data/address", "data/address/street", "data/address/zip"]);

  assert.is(here(story.press("right")), "data/address/street");
  assert.is(here(story.press("left")), "data/address");
  assert.is(paths(story.press("left")).includes("data/address/zip"), false);
  assert.is(here(story.press("left")), "data");
});

test("⏎ folds what is open and does nothing on a leaf", () => {
  const story = userCreated().press("enter");
  assert.equal(paths(story).slice(0, 2), ["data", "handled"]);

  const before = story.press("enter", "down").model;

  assert.is(story.press("enter").model, before);
});

test("what is unfolded stays so for the next message", () => {
  const story = new Story().grow(
    HEADER,
    dispatch(1, 1, "a.b", { data: { repository: { name: "one" } } }),
    dispatch(2, 2, "a.b", { data: { repository: { name: "two" } } }),
  );
  story.press("g", "enter", "down", "right", "escape", "down", "enter");

  assert.ok(paths(story).includes("data/repository/name"));
});

test("a payload of many thousand values is listed as far as anybody pages, and says how many more there are", () => {
  const story = new Story().grow(HEADER, dispatch(1, 1, "a.b", { data: Array.from({ length: 20_000 }, (_, index) => index) })).press("enter", "G");

  assert.ok(story.screen().some((row) => row.includes("… 19,500 more")) || paths(story).includes("data/…"));
  assert.ok(paths(story).length < 600);
});

test("a message without data or handlers says both", () => {
  const story = new Story().grow(HEADER, dispatch(1, 1, "a.b", { handlers: 0 })).press("enter");

  const screen = story.screen();
  assert.ok(screen.some((row) => row.includes("no data")));
  assert.ok(screen.some((row) => row.includes("handled by  nobody: no handler matches")));
});

test("handlings that are still to come in are counted", () => {
  const story = new Story().grow(HEADER, dispatch(1, 1, "a.b", { handlers: 3 }), handling(1, 0, 2, "a.b", "mail.onAny")).press("enter");

  assert.ok(story.screen().some((row) => row.includes("handled by  1 of 3")));
});
