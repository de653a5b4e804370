import { createCore, defineMessage, withName } from "../../src/mod.ts";
import { expectMessages, type ExpectationError, type ExpectedMessage, recordMessages } from "../../src/testing/mod.ts";
import { assert, suite } from "../harness.ts";

const test = suite("testing/expect_messages");

const userCreated = defineMessage<{ id: string; tags: string[] }>("user.created");

async function sendUser() {
  const core = await createCore(withName("mailer", (core) => {
    core.registerAction(userCreated, (view) => void view.ACTION({ type: "mail.queued", data: { to: { name: "Ada" }, at: new Date(0) } }));
    return {};
  }));
  recordMessages(core);
  await core.ACTION(userCreated({ id: "1", tags: ["new"] }));
  return core;
}

/** What it says of the first difference; "" when there is none. */
async function complaint(wanted: readonly (string | ExpectedMessage | { readonly type: string })[]): Promise<string> {
  const core = await sendUser();
  try {
    expectMessages(core, wanted);
    return "";
  } catch (error) {
    return String(error).split("\n")[0]?.replace("ExpectationError: Cannot find the expected messages: ", "") ?? "";
  }
}

test("expectMessages() compares types, a part of the data, source, verb and cause", async () => {
  const core = await sendUser();

  expectMessages(core, ["user.created", "mail.queued"]);
  expectMessages(core, [userCreated, "mail.queued"]);
  expectMessages(core, [userCreated({ id: "1", tags: ["new"] }), { type: "mail.queued", data: { to: { name: "Ada" } } }]);
  expectMessages(core, [
    { type: "user.created", verb: "ACTION", data: { tags: ["new"] }, cause: null },
    { type: "mail.queued", data: { at: new Date(0) }, source: "mailer", cause: "user.created" },
  ]);
  assert.ok(true);
});

test("expectMessages() takes a recording, too", async () => {
  const core = await createCore();
  const recording = recordMessages(core, "a.*");
  await core.ACTION({ type: "b" });
  await core.ACTION({ type: "a.b" });
  expectMessages(recording, ["a.b"]);
  recording.clear();
  expectMessages(recording, []);
  assert.throws(() => expectMessages(recording, ["a.b"]), { message: /number 1 was not sent: a\.b/ });
});

test("expectMessages() throws an error that shows both lists and the first difference", async () => {
  const core = await sendUser();
  let thrown: ExpectationError | undefined;
  try {
    expectMessages(core, ["user.created", { type: "mail.queued", data: { to: { name: "Grace" } }, cause: "user.created" }, "mail.sent"]);
  } catch (error) {
    thrown = error as ExpectationError;
  }

  assert.is(thrown?.message, `Cannot find the expected messages: number 2 has at /data/to/name "Ada", not "Grace"
expected:
    1 user.created
  > 2 mail.queued { to: { name: "Grace" } } caused by user.created
    3 mail.sent
sent:
    1 ACTION user.created { id: "1", tags: ["new"] } a root
  > 2 ACTION mail.queued { to: { name: "Ada" }, at: 1970-01-01T00:00:00.000Z } from mailer caused by user.created`);
  assert.is(thrown?.actual.length, 2);
  assert.is(thrown?.expected.length, 3);
});

const queued: ExpectedMessage = { type: "mail.queued" };
const complaints: readonly [what: string, wanted: readonly (string | ExpectedMessage | { readonly type: string })[], says: string][] = [
  ["another type", ["user.created", "mail.sent"], 'number 2 has the type "mail.queued", not "mail.sent"'],
  ["a message too many", ["user.created"], "number 2 was not expected: mail.queued"],
  ["a message too few", ["user.created", queued, "mail.sent"], "number 3 was not sent: mail.sent"],
  ["another order", ["mail.queued", "user.created"], 'number 1 has the type "user.created", not "mail.queued"'],
  ["another verb", [{ type: "user.created", verb: "QUERY" }, queued], "number 1 was sent by ACTION, not QUERY"],
  ["another source", ["user.created", { ...queued, source: "users" }], 'number 2 has the source "mailer", not "users"'],
  ["a cause that is none", [{ type: "user.created", cause: "a" }, queued], 'number 1 is a root, not caused by "a"'],
  ["a root that is none", ["user.created", { ...queued, cause: null }], 'number 2 was caused by "user.created", not a root'],
  ["an array that is longer", [{ type: "user.created", data: { tags: [] } }, queued], 'number 1 has at /data/tags ["new"], not []'],
  ["another date", ["user.created", { ...queued, data: { at: new Date(1) } }], "number 2 has at /data/at 1970-01-01T00:00:00.000Z, not 1970-01-01T00:00:00.001Z"],
  ["a member that is absent", ["user.created", { ...queued, data: { "a/b": 1 } }], "number 2 has at /data/a~1b undefined, not 1"],
];
for (const [what, wanted, says] of complaints) {
  test(`expectMessages() finds ${what}`, async () => assert.is(await complaint(wanted), says));
}

test("expectMessages() says when nobody recorded", async () => {
  const core = await createCore();
  assert.throws(() => expectMessages(core, []), { name: "TypeError", message: "Cannot compare messages: this core has no recording; call recordMessages(core) before anything is sent" });
});
