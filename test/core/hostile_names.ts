import { createCore, type Core, defineMessage, withLimits, withName, withServices } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { makeBus } from "./bus.ts";

const test = suite("core/hostile_names");

/** Names that mean something to a language, a file system, a terminal or a careless splitter. To the bus they are names. */
const NAMES: readonly string[] = [
  "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "then", "0", "-1", "null", "undefined", " ", "\0", "\n",
  ".", "..", "a..b", ".a", "a.", "../../etc/passwd", "%s", "${a}", "(a|b)+$", "\u202eabc", "😀.😀", "\ud800", "x".repeat(65_536), `${"a.".repeat(32_768)}a`,
];

const short = (name: string) => name.length > 20 ? `${name.slice(0, 8)}… of ${name.length}` : JSON.stringify(name);

for (const name of NAMES) {
  test(`every verb takes the type ${short(name)} for a name`, async () => {
    const { core, errors } = await makeBus();
    const seen: string[] = [];
    core.tap({ dispatched: ({ message }) => void seen.push(message.type) });
    core.registerAction(name, (_core, message) => void seen.push(message.type));
    core.registerQuery(name, (_core, message) => message.type);
    core.registerTask(name, (_core, message) => message.type);
    core.intercept(name, (_core, _message, { next }) => next());
    const next = core.next(name);

    assert.is((await core.ACTION({ type: name })).handled, 1);
    assert.is(await core.QUERY({ type: name }), name);
    assert.equal((await core.QUERYALL({ type: name })).answers, [name]);
    assert.is(await core.PERFORM({ type: name }), name);
    assert.is((await core.ACTION(defineMessage(name)())).handled, 1);
    assert.is((await next).type, name);
    assert.equal(seen.filter((type) => type === name).length, 7);
    assert.is((await core.ACTION({ type: `${name}x` })).handled, 0);
    assert.equal(errors, []);
  });

  test(`services and serviceFor() take ${short(name)} for a name`, async () => {
    const instance = { handleIPCEvents: () => { throw new Error("no"); } };
    const { core, errors } = await makeBus(withName(name, () => instance), withServices(Object.fromEntries([[`${name}2`, () => ({})]])));

    assert.is(core.serviceFor(name), instance);
    assert.is(core.mustServiceFor(name), instance);
    assert.equal(core.services(), [name, `${name}2`]);
    await assert.rejects(() => core.registerService(name, {}), { code: "service.duplicate" });
    await core.startup();
    await core.shutdown();
    assert.equal(errors.map(({ detail }) => (detail as { readonly service?: string }).service), [name, name]);
  });

  test(`a handler may be called ${short(name)}`, async () => {
    const { core } = await makeBus(withLimits({ subscriptions: 1_000 }));
    const handler = () => { throw new Error("no"); };
    core.registerAction("a", handler, { name });
    core.registerAction("a", handler, { name });

    const { errors } = await core.ACTION({ type: "a" });

    assert.equal(errors.map(({ detail }) => (detail as { readonly handler: string }).handler), [name, `${name}#2`]);
  });
}

test("a Core has no service of a name that every object has", async () => {
  const core: Core = await createCore();
  for (const name of NAMES) assert.is(core.serviceFor(name), undefined);
  assert.throws(() => core.mustServiceFor("__proto__"), { code: "service.missing" });
});

test("data with hostile members reaches its handler as it is, and changes nobody's prototype", async () => {
  const { core } = await makeBus();
  const data: unknown = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "then": 1}');
  let got: unknown;
  core.replyChannel(); // members of data are looked at while a channel is open
  core.registerAction("a", (_core, message) => void (got = message.data));

  await core.ACTION({ type: "a", data });

  assert.is(got, data);
  assert.is(({} as { readonly polluted?: number }).polluted, undefined);
});
