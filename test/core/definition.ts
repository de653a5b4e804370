import { defineMessage, type StandardSchema, withMessages } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { makeBus, turn } from "./bus.ts";

const test = suite("core/definition");

interface User { readonly id: string }

/** What a library of schemas gives, written by hand. */
function userSchema(isAsync = false): StandardSchema<User> {
  const validate = (value: unknown) => typeof (value as User | undefined)?.id === "string" ? {} : { issues: [{ message: "is not a string", path: ["id"] }] };
  return { "~standard": { version: 1, vendor: "test", validate: isAsync ? async (value) => { await turn(); return validate(value); } : validate } };
}

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

test("a constant alone is a pattern for every verb, for interceptors and for next()", async () => {
  const { core } = await makeBus();
  const userCreated = defineMessage<User>("user.created");
  core.registerQuery(userCreated, (_core, message) => message.data.id);
  core.intercept(userCreated, (_core, _message, { next }) => next());
  const next = core.next(userCreated);

  assert.is(await core.QUERY(userCreated({ id: "1" })), "1");
  await core.ACTION(userCreated({ id: "2" }));
  assert.is((await next).data.id, "2");
});

test("a constant that is sent without being called is a TypeError", async () => {
  const { core } = await makeBus();
  assert.throws(() => core.ACTION(defineMessage("a") as never), { name: "TypeError", message: /message "function": it is not an object$/ });
});

test("a payload that fails its constant's schema reaches no handler", async () => {
  const { core, errors } = await makeBus();
  const userCreated = defineMessage("user.created", { schema: userSchema() });
  core.registerAction("user.*", () => assert.unreachable());
  core.registerQuery("user.*", () => assert.unreachable());

  const outcome = await core.ACTION(userCreated({ id: 1 } as never));

  assert.equal([outcome.ok, outcome.handled], [false, 0]);
  assert.is(outcome.errors[0]?.code, "message.invalid");
  assert.is(outcome.errors[0]?.message, 'Cannot send "user.created": data/id: is not a string');
  assert.equal(outcome.errors[0]?.detail, { type: "user.created", issues: [{ message: "is not a string", path: "/id" }] });
  await assert.rejects(() => core.QUERY(userCreated({ id: 1 } as never)), { code: "message.invalid" });
  assert.is(errors.length, 1);
});

test("withMessages() makes a schema hold for plain strings, too", async () => {
  const { core } = await makeBus(withMessages(defineMessage("user.created", { schema: userSchema() })));
  core.registerAction("user.created", () => 1);

  assert.is((await core.ACTION({ type: "user.created" })).errors[0]?.code, "message.invalid");
  assert.is((await core.ACTION({ type: "user.created", data: { id: "1" } })).handled, 1);
});

test("a schema may be asynchronous, and one that throws is message.invalid with that cause", async () => {
  const thrown = new Error("bad schema");
  const broken: StandardSchema = { "~standard": { version: 1, vendor: "test", validate() { throw thrown; } } };
  const rejects: StandardSchema = { "~standard": { version: 1, vendor: "test", validate: () => Promise.reject(thrown) } };
  const { core } = await makeBus();

  const later = await core.ACTION(defineMessage("a", { schema: userSchema(true) })({ id: "1" }));
  const outcome = await core.ACTION(defineMessage("a", { schema: broken })({}));
  const rejected = await core.ACTION(defineMessage("a", { schema: rejects })({}));

  assert.is(later.ok, true);
  assert.equal([outcome.errors[0]?.code, outcome.errors[0]?.cause], ["message.invalid", thrown]);
  assert.is(rejected.errors[0]?.cause, thrown);
});

test("a schema may be a function, as arktype's are", async () => {
  const { core } = await makeBus();
  const schema = Object.assign(() => {}, userSchema());
  assert.is((await core.ACTION(defineMessage("a", { schema })({} as never))).ok, false);
});

test("defineMessage() refuses a type that is none, and a schema that is none", () => {
  assert.throws(() => defineMessage("user.*"), { name: "TypeError" });
  assert.throws(() => defineMessage(""), { name: "TypeError" });
  assert.throws(() => defineMessage("a", { schema: {} as never }), { name: "TypeError", message: /not a Standard Schema/ });
});
