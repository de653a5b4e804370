// What an app says once and an observer is told first of all: its words on secrets, and its bounds.
import { type Core, createCore, defineMessage, type Observer, type Settings, withLimits, withMessages, withName, withOnError, withRedaction } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { makeBus } from "./bus.ts";

const test = suite("core/settings");

/** What an observer of a Core is told by `configured`. */
function settingsOf(core: Core): Settings[] {
  const told: Settings[] = [];
  core.tap({ configured: (settings) => void told.push(settings) });
  return told;
}

test("withRedaction() adds up in the order of the options, and each tap is told once", async () => {
  const blank = () => "blank";
  const { core } = await makeBus(withRedaction("/card/number", "key:iban"), withRedaction(), withRedaction(blank, "type:payment.*"));

  const first = settingsOf(core);
  const second = settingsOf(core);

  assert.equal(first.map(({ redaction }) => redaction), [["/card/number", "key:iban", blank, "type:payment.*"]]);
  assert.equal(second.map(({ redaction }) => redaction), [["/card/number", "key:iban", blank, "type:payment.*"]]);
});

test("without withRedaction() a tap is told of no rule", async () => {
  const { core } = await makeBus();
  assert.equal(settingsOf(core).map(({ redaction }) => redaction), [[]]);
});

test("a tap is told of the settings before all that is there already", async () => {
  const { core } = await makeBus(withMessages(defineMessage("a")), withName("mail", () => ({ handleIPCEvents() {} })), withRedaction("iban"));
  const told: string[] = [];
  const note = (event: string) => () => void told.push(event);

  core.tap({ described: note("described"), serviceChanged: note("serviceChanged"), subscribed: note("subscribed"), configured: note("configured") });

  assert.equal(told, ["configured", "described", "serviceChanged", "subscribed"]);
});

test("a tap on a Core that is still being made is told of the settings of all options, before a factory runs", async () => {
  const globals = globalThis as Record<symbol, unknown>;
  const DEVTOOLS = Symbol.for("core-ipc.devtools");
  const before = globals[DEVTOOLS];
  const told: unknown[] = [];
  globals[DEVTOOLS] = { announce: (core: Core) => void core.tap({ configured: ({ redaction, limits }) => void told.push(redaction, limits.recordBytes) }) };

  await createCore(withName("a", () => { told.push("factory"); return {}; }), withRedaction("iban"), withLimits({ recordBytes: 10 })).finally(() => { globals[DEVTOOLS] = before; });

  assert.equal(told, [["iban"], 10, "factory"]);
});

test("the Core holds to no rule itself: handlers, interceptors and taps get the data as it was sent", async () => {
  let asked = 0;
  const { core } = await makeBus(withRedaction("secret", () => ++asked));
  const data = { secret: 1 };
  const got: unknown[] = [];
  core.intercept("a", (_core, message, { next }) => { got.push(message.data); next(); });
  core.registerAction("a", (_core, message) => void got.push(message.data));
  core.tap({ dispatched: ({ message }) => void got.push(message.data) });

  await core.ACTION({ type: "a", data });

  assert.is(got.filter((each) => each === data).length, 3);
  assert.is(asked, 0);
});

test("withRedaction() refuses at once what is neither a non-empty string nor a function", () => {
  assert.throws(() => withRedaction("iban", ""), { name: "TypeError", message: 'Cannot use rule "": it is not a non-empty string or a function' });
  assert.throws(() => withRedaction(7 as never), { name: "TypeError", message: 'Cannot use rule "7": it is not a non-empty string or a function' });
  assert.throws(() => withRedaction(undefined as never), { name: "TypeError", message: 'Cannot use rule "undefined": it is not a non-empty string or a function' });
  assert.throws(() => withRedaction(/iban/ as never), { name: "TypeError", message: 'Cannot use rule "object": it is not a non-empty string or a function' });
});

test("withLimits() bounds what a record holds of a payload: 1,048,576 bytes without it", async () => {
  const { core } = await makeBus();
  const { core: small } = await makeBus(withLimits({ recordBytes: 100 }));

  assert.equal(settingsOf(core).map(({ limits }) => limits.recordBytes), [1_048_576]);
  assert.equal(settingsOf(small).map(({ limits }) => limits), [{ depth: 200, tasks: 10_000, queries: 100_000, queue: 1_000, subscriptions: 1_000, recordBytes: 100 }]);
});

test("withLimits() refuses a recordBytes that is no whole number from 1 on", async () => {
  await assert.rejects(() => createCore(withLimits({ recordBytes: 0 })), { name: "RangeError", message: 'Cannot use recordBytes "0": it is not an integer from 1 on' });
});

test("an observer that throws when it is told of the settings is told of nothing else, and reported once", async () => {
  const codes: string[] = [];
  const core = await createCore(withOnError((error) => void codes.push(error.code)), withName("mail", () => ({ handleIPCEvents() {} })));
  let told = 0;
  const observer: Observer = { configured() { throw new Error("a rule that nobody can read"); }, serviceChanged: () => void told++, subscribed: () => void told++, dispatched: () => void told++ };

  const tap = core.tap(observer);
  await core.ACTION({ type: "a" });

  assert.is(tap.isDisposed, true);
  assert.is(told, 0);
  assert.equal(codes, ["tap.failed"]);
});
