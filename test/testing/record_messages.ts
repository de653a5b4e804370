import { createCore, withName } from "../../src/mod.ts";
import { recordMessages } from "../../src/testing/mod.ts";
import { assert, suite } from "../harness.ts";

const test = suite("testing/record_messages");

async function shop() {
  return await createCore(withName("mailer", (core) => {
    core.registerAction("user.created", (view) => void view.ACTION({ type: "mail.queued", data: { to: "ada" } }), { name: "onUser" });
    return {};
  }));
}

test("recordMessages() records dispatches and handlings as plain data, in order", async () => {
  const core = await shop();
  core.registerQuery("user.name", () => "Ada", { name: "names" });
  core.registerQuery("user.fails", () => { throw new Error("no"); }, { name: "fails" });

  const recording = recordMessages(core);
  await core.ACTION({ type: "user.created", data: { id: "1" } });
  await core.QUERY({ type: "user.name" });
  await core.QUERY({ type: "user.fails" }).catch(() => {});

  assert.equal(recording.entries, [
    { kind: "dispatch", id: 1, verb: "ACTION", type: "user.created", data: { id: "1" } },
    { kind: "dispatch", id: 2, verb: "ACTION", type: "mail.queued", data: { to: "ada" }, source: "mailer", cause: { id: 1, type: "user.created" } },
    { kind: "handling", dispatch: 1, type: "user.created", handler: "mailer.onUser", outcome: "done" },
    { kind: "dispatch", id: 3, verb: "QUERY", type: "user.name" },
    { kind: "handling", dispatch: 3, type: "user.name", handler: "names", outcome: "answered", answer: "Ada" },
    { kind: "dispatch", id: 4, verb: "QUERY", type: "user.fails" },
    { kind: "handling", dispatch: 4, type: "user.fails", handler: "fails", outcome: "failed", error: new Error("no") },
  ]);
});

test("recordMessages() with a pattern records what matches, and knows causes that do not", async () => {
  const core = await shop();
  const recording = recordMessages(core, "mail.*");
  await core.ACTION({ type: "user.created" });
  assert.equal(recording.dispatches.map(({ type, cause }) => ({ type, cause })), [{ type: "mail.queued", cause: { id: 1, type: "user.created" } }]);
  assert.equal(recording.handlings, []);
});

test("recordMessages() keeps data as it was when it was sent", async () => {
  const core = await createCore();
  const recording = recordMessages(core);
  const when = new Date(0);
  const data: { list: number[]; when: Date; self?: unknown; readonly lazy: number } = { list: [1], when, get lazy(): number { throw new Error("called"); } };
  data.self = data;

  await core.ACTION({ type: "a", data });
  data.list.push(2);

  const kept = recording.dispatches[0]?.data as typeof data;
  assert.equal(kept.list, [1]);
  assert.is(kept.when, when);
  assert.is(kept.self, kept);
});

test("a recording that is cleared goes on, and one that is disposed does not", async () => {
  const core = await createCore();
  const recording = recordMessages(core);
  await core.ACTION({ type: "a" });
  recording.clear();
  await core.ACTION({ type: "b" });
  recording.dispose();
  await core.ACTION({ type: "c" });
  assert.equal(recording.dispatches.map(({ type }) => type), ["b"]);
});

test("recordMessages() refuses a pattern that is none", async () => {
  const core = await createCore();
  assert.throws(() => recordMessages(core, "us*"), { name: "SyntaxError" });
});
