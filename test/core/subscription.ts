import { withLimits, withName } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { makeBus, turn, writeDown } from "./bus.ts";

const test = suite("core/subscription");

test("dispose() ends a subscription, again is harmless", async () => {
  const { core } = await makeBus();
  const subscription = core.registerAction("a", () => 1);

  subscription.dispose();
  subscription.dispose();

  assert.is(subscription.isDisposed, true);
  assert.is((await core.ACTION({ type: "a" })).handled, 0);
});

test("a subscription is a disposable", async () => {
  const { core } = await makeBus();
  const subscription = core.registerAction("a", () => 1);

  subscription[Symbol.dispose]();

  assert.is(subscription.isDisposed, true);
});

test("a subscription ends when its signal aborts, and at once when it has", async () => {
  const { core } = await makeBus();
  const controller = new AbortController();
  const subscription = core.registerAction("a", () => 1, { signal: controller.signal });
  const late = core.registerAction("a", () => 1, { signal: AbortSignal.abort() });

  assert.is(subscription.isDisposed, false);
  controller.abort();

  assert.is(subscription.isDisposed, true);
  assert.is(late.isDisposed, true);
  assert.is((await core.ACTION({ type: "a" })).handled, 0);
});

test("once is spent by the first run", async () => {
  const { core } = await makeBus();
  core.registerAction("a", async () => await turn(), { once: true });

  const first = core.ACTION({ type: "a" });
  const second = core.ACTION({ type: "a" });

  assert.is((await first).handled, 1);
  assert.is((await second).handled, 0);
});

test("once is not spent by a run that declined", async () => {
  const { core } = await makeBus();
  const answers = [undefined, "yes"];
  const subscription = core.registerQuery("q", () => answers.shift(), { once: true });

  await assert.rejects(() => core.QUERY({ type: "q" }), { code: "query.unanswered" });
  assert.is(subscription.isDisposed, false);
  assert.is(await core.QUERY({ type: "q" }), "yes");
  assert.is(subscription.isDisposed, true);
});

test("registering during a dispatch takes effect from the next one", async () => {
  const { core } = await makeBus();
  const called: string[] = [];
  core.registerAction("a", () => {
    called.push("first");
    core.registerAction("a", () => void called.push("late"), { once: true });
  }, { once: true });

  await core.ACTION({ type: "a" });
  assert.equal(called, ["first"]);

  await core.ACTION({ type: "a" });
  assert.equal(called, ["first", "late"]);
});

test("disposing during a dispatch spares the handler its turn", async () => {
  const { core } = await makeBus();
  const lines = writeDown(core);
  core.registerAction("a", () => later.dispose(), { name: "first" });
  const later = core.registerAction("a", () => 1, { name: "later" });

  const outcome = await core.ACTION({ type: "a" });

  assert.is(outcome.handled, 1);
  assert.ok(lines.includes("handled 1/1 spared"));
});

test("disposing during a dispatch spares the handler also when nobody taps", async () => {
  const { core } = await makeBus();
  core.registerAction("a", () => later.dispose());
  const later = core.registerAction("a", () => 1);

  assert.is((await core.ACTION({ type: "a" })).handled, 1);
});

test("the same function registered twice runs twice", async () => {
  const { core } = await makeBus();
  const handler = () => 1;
  core.registerActions(handler, handler);

  assert.is((await core.ACTION({ type: "a" })).handled, 2);
});

test("a handler is named by its option, else its function, else its pattern", async () => {
  const { core } = await makeBus();
  core.registerAction("a.*", function onA() {}, { name: "given" });
  core.registerAction("a.*", function onA() {});
  core.registerAction("a.*", () => 1);

  assert.equal(writeDown(core), ["subscribed 1 given already", "subscribed 2 onA already", "subscribed 3 a.* already"]);
});

test("a handler is named after its service, and two of one name get an ordinal", async () => {
  const { core } = await makeBus(withName("mailer", (view) => {
    view.registerAction("mail.*", function onMail() {});
    view.registerAction("mail.*", function onMail() {});
    return {};
  }));

  assert.equal(writeDown(core), ["service mailer registered already", "subscribed 1 mailer.onMail already", "subscribed 2 mailer.onMail#2 already"]);
});

test("an ordinal is given again once nobody of that name is left", async () => {
  const { core } = await makeBus();
  core.registerAction("a", function onMail() {}).dispose();
  core.registerAction("a", function onMail() {});

  assert.equal(writeDown(core), ["subscribed 2 onMail already"]);
});

test("an unknown option is a TypeError that names those that exist", async () => {
  const { core } = await makeBus();
  assert.throws(() => core.registerAction("a", () => 1, { concurency: 2 } as never), { name: "TypeError", message: /option "concurency": it is not one of name, once, / });
  assert.throws(() => core.registerAction("a", () => 1, { name: "" }), { name: "TypeError" });
});

test("what is registered must be a function, and nothing is registered when one of several is not", async () => {
  const { core } = await makeBus();
  assert.throws(() => core.registerAction("a", "b" as never), { name: "TypeError", message: /handler "b": it is not a function$/ });
  assert.throws(() => core.registerActions(() => 1, null as never), { name: "TypeError" });
  assert.is((await core.ACTION({ type: "a" })).handled, 0);
});

test("what matches a type is found again after the patterns changed, also for thousands of types", async () => {
  const { core } = await makeBus();
  const wild = core.registerAction("t.*", () => 1);
  for (let index = 0; index < 5_000; index++) void core.ACTION({ type: `t.${index}` });
  core.registerAction("t.1", () => 1);

  assert.is((await core.ACTION({ type: "t.1" })).handled, 2);
  wild.dispose();
  assert.is((await core.ACTION({ type: "t.1" })).handled, 1);
});

test("subscriptions of one name that only grow are told once, with the name and the bound", async () => {
  const { core, errors } = await makeBus(withLimits({ subscriptions: 2 }));
  for (let index = 0; index < 5; index++) core.registerAction("user.created", function onUser() {});

  assert.equal(errors.map(({ code, message, detail }) => [code, message, detail]), [
    ["limit.subscriptions", 'Cannot go on registering "onUser": 2 are open already; is each disposed?', { limit: 2, handler: "onUser", pattern: "user.created" }],
  ]);
});

test("an executor that is spent leaves its tasks to the next one", async () => {
  const { core } = await makeBus();
  core.registerTask("t", () => "first", { once: true });
  core.registerTask("t", () => "second");

  assert.equal(await Promise.all([core.PERFORM({ type: "t" }), core.PERFORM({ type: "t" })]), ["first", "second"]);
});
