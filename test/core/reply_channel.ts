import type { Message, ReplyChannel } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { gate, makeBus, turn, writeDown } from "./bus.ts";

const test = suite("core/reply_channel");

type Request = Message<{ response: ReplyChannel<string> }>;

test("receive() gives what a handler sends, in whichever order they are called", async () => {
  const { core } = await makeBus();
  core.registerAction("q", (_core, message: Request) => message.data.response.send("yes"));
  const before = core.replyChannel<string>();
  const after = core.replyChannel<string>();

  const waiting = before.receive();
  await core.ACTION({ type: "q", data: { response: before } });
  await core.ACTION({ type: "q", data: { response: after } });

  assert.is(await waiting, "yes");
  assert.is(await after.receive(), "yes");
  assert.is(await after.receive(), "yes");
});

test("the first reply wins, also over a handler that failed", async () => {
  const { core } = await makeBus();
  core.registerAction("q", () => { throw new Error("no"); });
  core.registerAction("q", async (_core, message: Request) => { await turn(); message.data.response.send("yes"); });
  const response = core.replyChannel<string>();

  void core.ACTION({ type: "q", data: { response } });

  assert.is(await response.receive(), "yes");
});

test("without a reply the channel ends with its dispatch: reply.failed, reply.unhandled or reply.missing", async () => {
  const { core } = await makeBus();
  core.registerAction("fails", () => { throw new Error("no"); });
  core.registerAction("silent", async () => await turn());
  const channels = ["fails", "nobody", "silent"].map((type) => {
    const response = core.replyChannel();
    void core.ACTION({ type, data: { response } });
    return response;
  });

  await assert.rejects(() => (channels[0] as ReplyChannel).receive(), { code: "reply.failed", message: /no$/ });
  await assert.rejects(() => (channels[1] as ReplyChannel).receive(), { code: "reply.unhandled" });
  await assert.rejects(() => (channels[2] as ReplyChannel).receive(), { code: "reply.missing" });
});

test("with timeoutMs the channel waits that long, however the dispatch ends", async () => {
  const { core, clock } = await makeBus();
  const response = core.replyChannel({ timeoutMs: 50 });
  const late = core.replyChannel<string>({ timeoutMs: 50 });
  await core.ACTION({ type: "nobody", data: { response, late } });

  late.send("in time");
  clock.advance(50);

  await assert.rejects(() => response.receive(), { code: "reply.timedOut" });
  assert.is(await late.receive(), "in time");
  assert.is(clock.timers, 0);
});

test("a second and a late reply are reported", async () => {
  const { core, errors } = await makeBus();
  const twice = core.replyChannel<number>();
  const late = core.replyChannel<number>();
  await core.ACTION({ type: "q", data: { late } });

  twice.send(1);
  twice.send(2);
  late.send(1);

  assert.is(await twice.receive(), 1);
  assert.equal(errors.map((error) => error.code), ["reply.duplicate", "reply.late"]);
});

test("a channel that a handler passes on ends with the last dispatch that carries it", async () => {
  const { core } = await makeBus();
  const inner = gate();
  core.registerAction("outer", (view, message: Request) => { void view.ACTION({ type: "inner", data: message.data }); });
  core.registerAction("inner", async (_core, message: Request) => { await inner.promise; message.data.response.send("yes"); });
  const response = core.replyChannel<string>();

  await core.ACTION({ type: "outer", data: { response } });
  inner.open();

  assert.is(await response.receive(), "yes");
});

test("channels in the data of a QUERY or PERFORM end with it, too", async () => {
  const { core } = await makeBus();
  core.registerQuery("q", () => 1);
  const asked = core.replyChannel();
  const performed = core.replyChannel();

  await core.QUERY({ type: "q", data: { asked } });
  await core.PERFORM({ type: "t", data: { performed } }).catch(() => {});

  await assert.rejects(() => asked.receive(), { code: "reply.missing" });
  await assert.rejects(() => performed.receive(), { code: "reply.unhandled" });
});

test("an unanswered channel that nobody receives from is no unhandled rejection", async () => {
  const { core } = await makeBus();
  const response = core.replyChannel();
  await core.ACTION({ type: "q", data: { response } });
  await turn();

  assert.is(typeof response.send, "function");
});

test("a channel is known by a global symbol, and taps are told of its replies", async () => {
  const { core } = await makeBus();
  const lines = writeDown(core);
  core.registerAction("q", (_core, message: Request) => message.data.response.send("yes"));
  const response = core.replyChannel<string>();

  await core.ACTION({ type: "q", data: { response } });

  assert.ok((response as unknown as Record<symbol, unknown>)[Symbol.for("core-ipc.replyChannel")]);
  assert.ok(lines.includes("replied 1 response yes"));
});

test("a getter in the data is not called to look for channels", async () => {
  const { core } = await makeBus();
  core.replyChannel();
  const data = { get trap() { return assert.unreachable(); } };

  assert.is((await core.ACTION({ type: "q", data })).ok, true);
});
