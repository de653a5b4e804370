// Writing a filter: editing keys, pastes, and a text that is no filter.
import { assert, suite } from "../../harness.ts";
import { SHOP } from "../shop.ts";
import { Story } from "../story.ts";

const test = suite("inspector/update/filter_line");

const line = (story: Story): string => {
  const { text = "", cursor = 0 } = story.model.filterLine ?? {};
  return [...text.slice(0, cursor), "|", ...text.slice(cursor)].join("");
};

test("/ opens the line with the filter that holds", () => {
  const story = new Story({ columns: 120, rows: 40 }, "live", "type:user.*").press("/");

  assert.is(line(story), "type:user.*|");
});

test("letters that are commands elsewhere are typed", () => {
  assert.is(line(new Story().press("/").type("q t?jk")), "q t?jk|");
});

test("the cursor moves by characters and text is typed where it stands", () => {
  const story = new Story().press("/").type("ac").press("left").type("b").press("home").type("-").press("end").type("!");

  assert.is(line(story), "-abc!|");
});

test("erasing takes the character before, the one after, the word, or all before", () => {
  const story = new Story().press("/").type("type:user. not x");

  assert.is(line(story.press("backspace")), "type:user. not |");
  assert.is(line(story.press("ctrl-w")), "type:user. |");
  assert.is(line(story.press("home", "delete")), "|ype:user. ");
  assert.is(line(story.press("right", "right", "ctrl-u")), "|e:user. ");
});

test("a paste is typed, on one line", () => {
  const story = new Story().press("/").happen({ kind: "key", key: { name: "paste", text: "type:user.* q" } });

  assert.is(line(story), "type:user.* q|");
});

test("esc leaves the filter as it was", () => {
  const story = new Story().grow(...SHOP).press("/").type("type:user.*").press("escape");

  assert.is(story.model.filterLine, undefined);
  assert.is(story.model.filter.isEmpty, true);
});

test("⏎ on an empty line is no filter", () => {
  const story = new Story({ columns: 120, rows: 40 }, "live", "type:user.*").grow(...SHOP).press("/", "ctrl-u", "enter");

  assert.is(story.model.filter.isEmpty, true);
  assert.is(story.model.shown.messages, 4);
});

test("a text that is no filter stays in the line, with a caret under its place", () => {
  const story = new Story().grow(...SHOP).press("/").type("typ:user").press("enter");

  assert.is(line(story), "typ:user|");
  assert.match(story.screen()[2] ?? "", /^ {3}\^ .*type/);
  assert.is(story.model.filter.isEmpty, true);
});

test("editing takes the problem away", () => {
  const story = new Story().grow(...SHOP).press("/").type("typ:user").press("enter", "left");
  assert.ok(story.model.filterLine?.problem !== undefined);

  story.type("e");

  assert.is(story.model.filterLine?.problem, undefined);
});
