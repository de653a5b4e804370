// The list: following, moving, filtering, pausing; told to `update` as data.
import { chosen } from "../../../inspector/model/model.ts";
import { LOOK_AT_ONCE, READ_AT_ONCE } from "../../../inspector/update/list.ts";
import { update } from "../../../inspector/update/update.ts";
import { assert, suite } from "../../harness.ts";
import { dispatch, handling, HEADER, SHOP } from "../shop.ts";
import { NOW_MS, Story } from "../story.ts";

const test = suite("inspector/update/list");

const chosenId = (story: Story): number | undefined => chosen(story.model)?.record.id;
const pings = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => dispatch(from + index, from + index, "user.pinged"));

test("a live list follows what is new", () => {
  const story = new Story().grow(...SHOP);
  assert.is(chosenId(story), 416);

  story.grow(dispatch(417, 300, "user.pinged"));

  assert.is(chosenId(story), 417);
  assert.is(story.model.isFollowing, true);
});

test("a recording begins at its first message and does not follow", () => {
  const story = new Story({ columns: 120, rows: 40 }, "recorded").grow(...SHOP);

  assert.is(chosenId(story), 1);
  assert.is(story.model.isFollowing, false);
});

test("moving up stops following, and the chosen message stays chosen while others come", () => {
  const story = new Story().grow(...SHOP).press("up", "up");
  assert.is(chosenId(story), 3);

  story.grow(...pings(417, 549));

  assert.is(chosenId(story), 3);
  assert.is(story.model.isFollowing, false);
  assert.match(story.screen()[1] ?? "", "not following · G follows");
});

test("G follows again", () => {
  const story = new Story().grow(...SHOP).press("k", "G").grow(...pings(417, 419));

  assert.is(chosenId(story), 419);
  assert.is(story.model.isFollowing, true);
});

test("g goes to the first row, PgDn and PgUp by a page, and neither past an end", () => {
  const story = new Story().grow(HEADER, ...pings(1, 100)).press("g");
  assert.is(chosenId(story), 1);

  assert.is(chosenId(story.press("pageDown")), 18);
  assert.is(chosenId(story.press("pageUp", "pageUp")), 1);
  assert.is(chosenId(story.press("end", "down")), 100);
});

test("scrolling keeps the chosen row on the screen", () => {
  const story = new Story().grow(HEADER, ...pings(1, 100)).press("g", ...Array(30).fill("j"));

  assert.match(story.chosenRow(), "   31  ");
  assert.is(story.model.top, 13);
});

test("a filter leaves the messages that match, and the gaps", () => {
  const story = new Story().grow(...SHOP).press("/").type("type:user.*").press("enter");

  const types = story.screen().slice(3, 7).map((row) => row.slice(23, 45).trim());
  assert.equal(types, ["A user.created", "Q └ user.address", "lost here: overflow", ""]);
  assert.match(story.screen()[1] ?? "", "2 of 4 · following");
});

test("a filter holds for what comes later", () => {
  const story = new Story({ columns: 120, rows: 40 }, "live", "type:user.*").grow(...SHOP);

  story.grow(dispatch(417, 300, "cart.emptied"), dispatch(418, 301, "user.deleted"));

  assert.is(chosenId(story), 418);
  assert.is(story.model.shown.messages, 3);
  assert.is(story.model.shown.hidden, 3);
});

test("the chosen message stays chosen when a filter comes and goes", () => {
  const story = new Story().grow(...SHOP).press("up", "up");

  story.press("/").type("type:user.*").press("enter");
  assert.is(chosenId(story), 2);
  story.press("escape");

  assert.is(chosenId(story), 3);
});

test("a filter that hides all says so, and esc clears it", () => {
  const story = new Story().grow(...SHOP).press("/").type("type:nothing").press("enter");
  assert.ok(story.screen().some((row) => row.includes("nothing matches the filter: 4 hidden — esc clears it")));

  story.press("escape");

  assert.is(story.model.filter.isEmpty, true);
  assert.is(story.model.shown.messages, 4);
});

test("pausing holds back what comes, and space lets it in", () => {
  const story = new Story().grow(...SHOP).press("space").grow(...pings(417, 419));
  assert.is(story.model.shown.messages, 4);
  assert.match(story.screen()[1] ?? "", "paused, 3 held back · space goes on");

  story.press("space");

  assert.is(story.model.shown.messages, 7);
  assert.is(chosenId(story), 419);
});

test("what has ended cannot be paused; what ended while it was paused is let in by space", () => {
  const story = new Story().grow(...SHOP).happen({ kind: "exited", code: 0, signal: null }).happen({ kind: "ended" }).press("space");
  assert.not.match(story.screen().join("\n"), /paused|space/);

  const held = new Story().grow(...SHOP).press("space").grow(...pings(417, 419)).happen({ kind: "ended" });
  assert.match(held.screen()[39] ?? "", "space go on");

  assert.is(held.press("space").model.shown.messages, 7);
});

test("a pipe that held no message is said to have held none", () => {
  const story = new Story({ columns: 80, rows: 24 }, "pipe");
  assert.match(story.screen()[4] ?? "", "waiting for the first message");

  story.happen({ kind: "ended" });

  assert.match(story.screen()[4] ?? "", "standard input held no message");
});

test("a filter set while paused looks only at what was let in", () => {
  const story = new Story().grow(...SHOP).press("space").grow(...pings(417, 419));

  story.press("/").type("type:user.*").press("enter");

  assert.is(story.model.shown.messages, 2);
});

test("a filter looks at a long log in turns, so that keys are not kept waiting", () => {
  const story = new Story({ columns: 120, rows: 40 }, "live", "type:user.>");
  story.grow(HEADER, ...pings(1, LOOK_AT_ONCE * 2));

  assert.equal(story.effects.map((effect) => effect.kind), ["lookFurther", "lookFurther"]);
  assert.is(story.model.shown.messages, LOOK_AT_ONCE * 2);
});

test("a filter that asks about payloads looks at fewer messages in a turn: each is read", () => {
  const story = new Story({ columns: 120, rows: 40 }, "live", "data.id>0");
  story.grow(HEADER, ...pings(1, READ_AT_ONCE * 2));

  assert.equal(story.effects.map((effect) => effect.kind), ["lookFurther", "lookFurther"]);
  assert.is(story.model.shown.hidden, READ_AT_ONCE * 2);
});

test("a filter that asks for the end of messages lets one in when it has ended so, and takes one away that no longer passes", () => {
  const failed = new Story({ columns: 120, rows: 40 }, "live", "outcome:failed").grow(HEADER, dispatch(1, 1, "a.b"), dispatch(2, 2, "a.c"));
  const running = new Story({ columns: 120, rows: 40 }, "live", "running").grow(HEADER, dispatch(1, 1, "a.b"), dispatch(2, 2, "a.c"));
  const shown = (story: Story): readonly number[] => [story.model.shown.messages, story.model.shown.hidden];
  assert.equal([shown(failed), shown(running)], [[0, 2], [2, 0]]);

  failed.grow(handling(1, 0, 1, "a.b", "x", { outcome: "failed", error: { name: "Error", message: "no" } }), handling(2, 0, 2, "a.c", "x"));
  running.grow(handling(1, 0, 1, "a.b", "x"));

  assert.equal([shown(failed), shown(running)], [[1, 1], [1, 1]]);
  assert.match(failed.screen().join("\n"), "a.b");
  assert.match(running.screen().join("\n"), "a.c");
});

test("update() leaves the model that it was given as it was", () => {
  const story = new Story().grow(...SHOP);
  const before = story.model;
  const rows = before.shown.length;

  story.grow(dispatch(417, 300, "user.pinged"));
  const [again] = update(before, { kind: "grew", nowMs: NOW_MS });

  assert.is(before.shown.length, rows);
  assert.is(again.shown.length, rows + 1);
  assert.is(story.model.shown.length, rows + 1);
  
});
