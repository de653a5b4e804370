import { type Core, createCore, withName, withService, withServiceLock, withServices } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { makeBus } from "./bus.ts";

const test = suite("core/services");

class NotificationService {}
class HTTPGateway {}
class Named { readonly serviceName = "given"; }
class NamedByClass { static readonly serviceName = "by-class"; }
class Service {}

test("withService() names a service by its serviceName, its class's, or its class without the ending Service", async () => {
  const { core } = await makeBus(
    withService(() => new NotificationService()), withService(() => new HTTPGateway()), withService(() => new Named()), withService(() => new NamedByClass()),
  );
  assert.equal(core.services(), ["notification", "hTTPGateway", "given", "by-class"]);
});

test("withService() refuses anonymous services", async () => {
  await assert.rejects(() => createCore(withService(() => ({}))), { code: "service.unnamed", message: /it needs a name or a serviceName/ });
  await assert.rejects(() => createCore(withService(() => new Service())), { code: "service.unnamed", message: /it needs a name or a serviceName/ });
  await assert.rejects(() => createCore(withService(() => Object.create(null) as object)), { code: "service.unnamed" });
});

test("withServices() adds its services sorted by name, and factories run in order", async () => {
  const { core } = await makeBus(withName("z", () => ({})), withServices({ b: () => ({}), a: () => ({}) }), withName("y", async () => ({})));
  assert.equal(core.services(), ["z", "a", "b", "y"]);
});

test("serviceFor() gives undefined, mustServiceFor() an error that names the services that exist", async () => {
  const users = {};
  const { core } = await makeBus(withName("users", () => users), withName("mail", () => ({})));

  assert.is(core.serviceFor("users"), users);
  assert.is(core.serviceFor("user"), undefined);
  assert.throws(() => core.mustServiceFor("user"), { code: "service.missing", message: 'Cannot find service "user": there is only users, mail' });
});

test("createCore() fails whole when a name is taken or empty, or a factory fails or gives nothing", async () => {
  const cause = new Error("no");
  await assert.rejects(() => createCore(withName("a", () => ({})), withName("a", () => ({}))), { code: "service.duplicate" });
  await assert.rejects(() => createCore(withName("", () => ({}))), { code: "service.unnamed" });
  await assert.rejects(() => createCore(withName("a", () => undefined as never)), { code: "service.failed", message: /not an object but undefined/ });
  await assert.rejects(() => createCore(withName("a", () => "text" as never)), { code: "service.failed", message: /not an object but string/ });
  const error = await assert.rejects(() => createCore(withName("a", () => { throw cause; })), { code: "service.failed", message: 'Cannot register service "a": no' });
  assert.is(error.cause, cause);
});

test("createCore() that fails leaves nothing on the bus", async () => {
  let kept: Core | undefined;
  await assert.rejects(() => createCore(
    withName("a", (core) => { kept = core; core.registerAction("x", () => 1); return { handleIPCEvents() {} }; }),
    withName("b", () => { throw new Error("no"); }),
  ), { code: "service.failed" });

  assert.equal(kept?.services(), []);
  assert.is((await kept?.ACTION({ type: "x" }))?.handled, 0);
});

test("withServiceLock() lets no service come later", async () => {
  const { core } = await makeBus(withName("a", () => ({})), withServiceLock());

  await assert.rejects(() => core.registerService("b", {}), { code: "service.locked" });
  await assert.rejects(() => createCore(withServiceLock(), withName("a", () => ({}))), { code: "service.locked" });
  assert.equal(core.services(), ["a"]);
});

test("a factory is not called while the Core is locked or its name is taken: it would open what nobody closes", async () => {
  const opened: string[] = [];
  const open = (name: string) => () => { opened.push(name); return {}; };

  await assert.rejects(() => createCore(withName("a", open("a")), withName("a", open("a again"))), { code: "service.duplicate" });
  await assert.rejects(() => createCore(withServiceLock(), withName("b", open("b"))), { code: "service.locked" });

  assert.equal(opened, ["a"]);
});

test("a service whose factory registers one of its own name is refused", async () => {
  const made = createCore(withName("a", async (core) => { await core.registerService("a", {}); return {}; }));
  await assert.rejects(() => made, { code: "service.duplicate" });
});

test("handleIPCEvents is discovered however the service was added", async () => {
  const heard: string[] = [];
  const listener = (name: string) => ({ handleIPCEvents(_core: Core, message: { readonly type: string }) { heard.push(`${name} ${message.type}`); } });
  const { core } = await makeBus(withName("a", () => listener("a")), withServices({ b: () => listener("b") }));
  await core.registerService("c", listener("c"));

  await core.ACTION({ type: "x.y" });

  assert.equal(heard, ["a x.y", "b x.y", "c x.y"]);
});

test("handleIPCEvents is called on its service, and replacing it takes effect", async () => {
  class Counter {
    count = 0;
    handleIPCEvents() { this.count++; }
  }
  const { core } = await makeBus(withService(() => new Counter()));
  const counter = core.mustServiceFor<Counter>("counter");

  await core.ACTION({ type: "a" });
  assert.is(counter.count, 1);
});

test("handleIPCEvents that is no function is a TypeError, and leaves nothing behind", async () => {
  const { core } = await makeBus();

  await assert.rejects(() => core.registerService("a", { handleIPCEvents: "x" }), { name: "TypeError", message: /handleIPCEvents "x": it is not a function/ });

  assert.equal(core.services(), []);
  assert.is((await core.ACTION({ type: "a" })).handled, 0);
});

test("a service that is refused leaves nothing behind on the bus", async () => {
  const { core } = await makeBus(withName("a", () => ({})));
  const listener = { handleIPCEvents() {} };

  await assert.rejects(() => core.registerService("a", listener), { code: "service.duplicate" });
  await assert.rejects(() => core.registerService("", listener), { code: "service.unnamed" });

  assert.is((await core.ACTION({ type: "a" })).handled, 0);
});

test("what a factory registers belongs to its service although the name comes later", async () => {
  class MailService {
    constructor(core: Core) { core.registerAction("mail.*", function onMail() { throw new Error("no"); }); }
  }
  const { core } = await makeBus(withService((view) => new MailService(view)));

  const outcome = await core.ACTION({ type: "mail.queued" });

  assert.equal(outcome.errors[0]?.detail, { handler: "mail.onMail", service: "mail", type: "mail.queued" });
});
