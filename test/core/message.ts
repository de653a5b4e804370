import { type Message, withName } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { makeBus } from "./bus.ts";

const test = suite("core/message");

async function received(input: Parameters<Awaited<ReturnType<typeof makeBus>>["core"]["ACTION"]>[0]): Promise<Message> {
  const { core } = await makeBus();
  const messages: Message[] = [];
  core.registerAction((_core, message) => void messages.push(message));
  await core.ACTION(input);
  return messages[0] as Message;
}

test("a message gets a timestamp when it has none", async () => {
  const message = await received({ type: "a" });
  assert.equal(message.timestamp, new Date("2026-01-01T00:00:00.000Z"));
});

test("a message's timestamp is the time of sending, however late it is read", async () => {
  const { core, clock } = await makeBus();
  const messages: Message[] = [];
  core.registerAction((_core, message) => void messages.push(message));
  await core.ACTION({ type: "a" });

  clock.advance(5000);

  assert.equal(messages[0]?.timestamp, new Date("2026-01-01T00:00:00.000Z"));
});

test("a message keeps the timestamp that it was given", async () => {
  const timestamp = new Date("2020-02-02T00:00:00.000Z");
  assert.is((await received({ type: "a", timestamp })).timestamp, timestamp);
});

test("a message's timestamp is one Date, read as often as you like", async () => {
  const message = await received({ type: "a" });
  assert.is(message.timestamp, message.timestamp);
});

test("a message's data is passed by reference, and its sender's object is left as it was", async () => {
  const data = { id: "123" };
  const input = Object.freeze({ type: "a", data });
  const message = await received(input);

  assert.is(message.data, data);
  assert.not.is(message, input);
  assert.equal(input, { type: "a", data });
});

test("a message's data may be absent", async () => {
  assert.is((await received({ type: "a" })).data, undefined);
});

test("a message's source is filled from the speaking service, and kept when given", async () => {
  const sources: (string | undefined)[] = [];
  const { core } = await makeBus(withName("users", (view) => ({
    signUp: () => view.ACTION({ type: "user.created" }),
    signUpFor: () => view.ACTION({ type: "user.created", source: "import" }),
  })));
  core.registerAction((_core, message) => void sources.push(message.source));
  const users = core.mustServiceFor<{ signUp(): void; signUpFor(): void }>("users");

  users.signUp();
  users.signUpFor();
  await core.ACTION({ type: "user.created" });

  assert.equal(sources, ["users", "import", undefined]);
});

test("a message without a source has no such member", async () => {
  assert.is("source" in await received({ type: "a" }), false);
});

test("a message's JSON has its timestamp", async () => {
  assert.is(JSON.stringify(await received({ type: "a", data: 1 })), '{"type":"a","data":1,"timestamp":"2026-01-01T00:00:00.000Z"}');
});

test("ACTION() throws a TypeError at once when the message is bad", async () => {
  const { core } = await makeBus();

  assert.throws(() => core.ACTION(null as never), { name: "TypeError", message: 'Cannot use message "null": it is not an object' });
  assert.throws(() => core.ACTION("a" as never), { name: "TypeError", message: /message "a": it is not an object$/ });
  assert.throws(() => core.ACTION({} as never), { name: "TypeError", message: /type "undefined": it is not a non-empty string/ });
  assert.throws(() => core.ACTION({ type: "" }), { name: "TypeError", message: /type "": it is not a non-empty string/ });
  assert.throws(() => core.ACTION({ type: "user.*" }), { name: "TypeError", message: /type "user\.\*": it is not free of wildcards/ });
  assert.throws(() => core.ACTION({ type: "a", timestamp: "now" as never }), { name: "TypeError", message: /timestamp "now": it is not a valid Date$/ });
  assert.throws(() => core.ACTION({ type: "a", timestamp: new Date(NaN) }), { name: "TypeError", message: /not a valid Date/ });
  assert.throws(() => core.ACTION({ type: "a", source: 1 as never }), { name: "TypeError", message: /source "1": it is not a string/ });
});

test("QUERY(), QUERYALL() and PERFORM() reject when the message is bad", async () => {
  const { core } = await makeBus();

  await assert.rejects(() => core.QUERY({ type: "" }), { name: "TypeError" });
  await assert.rejects(() => core.QUERYALL(null as never), { name: "TypeError" });
  await assert.rejects(() => core.PERFORM({ type: ">" }), { name: "TypeError" });
});
