import { defineMessage } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { makeBus } from "./bus.ts";

const test = suite("core/definition");

interface User { readonly id: string }

test("defineMessage() makes a constant that is a pattern and makes messages", async () => {
  const { core } = await makeBus();
  const userCreated = defineMessage<User>("user.created", { description: "A user signed up" });
  const ids: string[] = [];
  core.registerAction(userCreated, (_core, message) => void ids.push(message.data.id));

  await core.ACTION(userCreated({ id: "1" }));
  await core.ACTION({ type: "user.created", data: { id: "2" } });

  assert.equal(ids, ["1", "2"]);
  assert.is(userCreated.description, "A user signed up");
});

test("a constant makes a message with source and timestamp", () => {
  const userCreated = defineMessage<User>("user.created");
  const timestamp = new Date(0);
  assert.equal(userCreated({ id: "1" }, { source: "import", timestamp }), { type: "user.created", data: { id: "1" }, source: "import", timestamp });
});

test("a constant alone is a pattern for every verb and for interceptors", async () => {
  const { core } = await makeBus();
  const userCreated = defineMessage<User>("user.created");
  core.registerQuery(userCreated, (_core, message) => message.data.id);
  core.intercept(userCreated, (_core, _message, { next }) => next());

  assert.is(await core.QUERY(userCreated({ id: "1" })), "1");
});

test("a constant that is sent without being called is a TypeError", async () => {
  const { core } = await makeBus();
  assert.throws(() => core.ACTION(defineMessage("a") as never), { name: "TypeError", message: /not an object but function/ });
});

test("defineMessage() refuses a type that is none", () => {
  assert.throws(() => defineMessage("user.*"), { name: "TypeError" });
  assert.throws(() => defineMessage(""), { name: "TypeError" });
});
