// What a tap tells as the lines of a log: with a real Core, a sink in memory and a clock that stands still.
import { createCore, defineMessage, withClock, withMessages, withOnError, withService, type Core, type CoreOption } from "../../src/mod.ts";
import { fakeClock, type FakeClock } from "../../src/testing/mod.ts";
import { Recorder } from "../../src/log/recorder.ts";
import { assert, suite } from "../harness.ts";

const test = suite("log/recorder");

interface Recorded {
  readonly core: Core;
  readonly clock: FakeClock;
  readonly recorder: Recorder;
  /** The records written so far, as data. */
  records(kind?: string): Record<string, unknown>[];
  /** Whether the sink takes what it is given. */
  disk: { isFull: boolean };
}

/** A Core that is recorded from now on. */
async function recorded(...options: CoreOption[]): Promise<Recorded> {
  const clock = fakeClock();
  const core = await createCore(withClock(clock), withOnError(() => {}), ...options);
  let text = "";
  const disk = { isFull: false };
  const recorder = new Recorder({
    sink: {
      write({ text: lines }) {
        if (disk.isFull) throw new Error("ENOSPC");
        text += lines;
      },
      close() {},
    },
    schedule: () => {},
    header: { run: "r", name: "shop", startedAt: new Date(0) },
    startAt: clock.now(), now: () => clock.now(), later: (run, ms) => clock.setTimer(run, ms), date: () => clock.date(),
  });
  core.tap(recorder);
  return {
    core, clock, recorder, disk,
    records(kind) {
      recorder.flush();
      const all = text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Record<string, unknown>);
      return kind === undefined ? all : all.filter((record) => record["kind"] === kind);
    },
  };
}

test("Recorder begins a log with its header, and with what is there already", async () => {
  class MailerService {
    handleIPCEvents(): void {}
  }

  const { records } = await recorded(withService(() => new MailerService()));

  const [log, ...others] = records();
  assert.equal(log, { kind: "log", version: 1, run: "r", part: 1, name: "shop", startedAt: "1970-01-01T00:00:00.000Z", level: "payloads" });
  assert.equal(others.map(({ kind, snapshot }) => [kind, snapshot]), [["service", true], ["subscription", true]]);
});

test("Recorder writes two lines for a message with one handler, with the payload as it was when sent", async () => {
  const { core, records } = await recorded();
  core.registerAction("user.created", (_view, message) => void ((message.data as { id: string }).id = "changed"));

  void core.ACTION({ type: "user.created", source: "web", data: { id: "1" } });

  const [sent, handled, ...others] = records().slice(2);
  assert.equal(sent, { kind: "dispatch", id: 1, at: 0, verb: "ACTION", type: "user.created", handlers: 1, source: "web", phase: "startup", timestamp: sent?.["timestamp"], data: { id: "1" } });
  assert.equal(handled, { kind: "handling", dispatch: 1, n: 0, at: 0, type: "user.created", handler: "user.created", subscription: 1, ms: 0, syncMs: 0, outcome: "done" });
  assert.equal(others, []);
});

test("Recorder names the cause of what a handler sends, and which handling it was", async () => {
  const { core, records } = await recorded();
  core.registerAction("a", () => {});
  core.registerAction("a", (view) => void view.ACTION({ type: "b" }));

  void core.ACTION({ type: "a" });

  const [, caused] = records("dispatch");
  assert.equal([caused?.["cause"], caused?.["by"], caused?.["handlers"]], [1, 1, 0]);
});

test("Recorder writes answers, failures and declined queries as what they are", async () => {
  const { core, records } = await recorded();
  core.registerQuery("q", () => undefined);
  core.registerQuery("q", () => ({ street: "Main" }));
  core.registerAction("a", () => { throw new TypeError("no"); });

  await core.QUERY({ type: "q" });
  void core.ACTION({ type: "a" });

  assert.equal(records("handling").map(({ outcome, answer }) => [outcome, answer]), [["declined", undefined], ["answered", { street: "Main" }], ["failed", undefined]]);
  const { name, message } = records("handling")[2]!["error"] as { name: string; message: string };
  assert.equal([name, message], ["TypeError", "no"]);
});

test("Recorder gives cause 0, and no handling, to what a handling from before its log sends", async () => {
  const { core } = await recorded();
  let go = (): void => {};
  core.registerAction("a", async (view) => {
    await new Promise<void>((resolve) => (go = resolve));
    void view.ACTION({ type: "b" });
  });
  const outcome = core.ACTION({ type: "a" });
  let late = "";
  const second = new Recorder({
    sink: { write: ({ text }) => void (late += text), close() {} }, schedule: () => {}, header: { run: "s", name: "shop", startedAt: new Date(0) },
    startAt: 0, now: () => 0, later: () => () => {},
  });
  core.tap(second);

  go();
  await outcome;
  second.flush();

  const sent = late.split("\n").filter((line) => line.startsWith('{"kind":"dispatch"')).map((line) => JSON.parse(line) as { id: number; type: string; cause?: number; by?: number });
  assert.equal(sent.map(({ id, type, cause, by }) => [id, type, cause, by]), [[1, "b", 0, undefined]]);
});

test("Recorder counts ids from 1 in each log", async () => {
  const { core, records } = await recorded();
  core.registerAction("a", (view) => {
    void view.ACTION({ type: "b" });
  });
  void core.ACTION({ type: "a" });
  let late = "";
  const second = new Recorder({
    sink: { write: ({ text }) => void (late += text), close() {} }, schedule: () => {}, header: { run: "s", name: "shop", startedAt: new Date(0) },
    startAt: 0, now: () => 0, later: () => () => {},
  });

  core.tap(second);
  void core.ACTION({ type: "a" });
  second.flush();

  assert.equal(records("dispatch").map(({ id, cause }) => [id, cause]), [[1, undefined], [2, 1], [3, undefined], [4, 3]]);
  assert.equal(late.split("\n").filter((line) => line.includes('"dispatch","id"')).map((line) => JSON.parse(line) as { id: number; cause?: number }).map(({ id, cause }) => [id, cause]), [[1, undefined], [2, 1]]);
});

test("Recorder says once that a handling has not ended after 100 ms, and then its end", async () => {
  const { core, clock, records } = await recorded();
  let end = (): void => {};
  core.registerAction("slow", () => new Promise<void>((resolve) => (end = resolve)));

  const outcome = core.ACTION({ type: "slow" });
  clock.advance(99);
  assert.equal(records("running"), []);
  clock.advance(500);
  assert.is(records("running").length, 1);
  end();
  await outcome;

  assert.equal([records("running").length, records("handling")[0]?.["ms"]], [1, 599]);
});

test("Recorder tells each handling once that is open after 100 ms, though they began apart", async () => {
  const { core, clock, records } = await recorded();
  core.registerAction("slow", () => new Promise<void>(() => {}));

  void core.ACTION({ type: "slow" });
  clock.advance(60);
  void core.ACTION({ type: "slow" });
  clock.advance(39);
  assert.equal(records("running"), []);
  clock.advance(1);
  assert.equal(records("running").map(({ dispatch, at }) => [dispatch, at]), [[1, 100]]);
  clock.advance(60);
  clock.advance(1000);

  assert.equal(records("running").map(({ dispatch, at }) => [dispatch, at]), [[1, 100], [2, 160]]);
});

test("Recorder writes nothing about a dispatch from before its log", async () => {
  const { core, recorder } = await recorded();
  recorder.close();
  let end = (): void => {};
  core.registerAction("a", () => new Promise<void>((resolve) => (end = resolve)));
  const outcome = core.ACTION({ type: "a" });
  let late = "";
  const second = new Recorder({
    sink: { write: ({ text }) => void (late += text), close() {} }, schedule: () => {}, header: { run: "s", name: "shop", startedAt: new Date(0) },
    startAt: 0, now: () => 0, later: () => () => {},
  });
  core.tap(second);

  void core.ACTION({ type: "b" });
  end();
  await outcome;
  second.flush();

  const about = late.trim().split("\n").map((line) => JSON.parse(line) as { kind: string; type?: string }).filter(({ kind }) => kind === "dispatch" || kind === "handling");
  assert.equal(about.map(({ kind, type }) => [kind, type]), [["dispatch", "b"]]);
});

test("Recorder gives times with three decimals at the most", async () => {
  const { core, clock, records } = await recorded();
  core.registerAction("a", () => {});
  clock.advance(0.123456);

  void core.ACTION({ type: "a" });

  assert.equal([...records("dispatch"), ...records("handling")].map(({ at }) => at), [0.123, 0.123]);
});

test("Recorder writes `settled` only for a dispatch that ended otherwise than by its handlings", async () => {
  const { core, clock, records } = await recorded();
  core.registerAction("slow", () => new Promise<void>(() => {}));
  core.registerAction("quick", () => {});

  void core.ACTION({ type: "quick" });
  const outcome = core.ACTION({ type: "slow" }, { timeoutMs: 50 });
  clock.advance(50);
  await outcome;

  assert.equal(records("settled").map(({ type, outcome: how, ms }) => [type, how, ms]), [["slow", "timedOut", 50]]);
});

test("Recorder tells of what a full disk cost as soon as there is room, and never throws into the app", async () => {
  const { core, records, recorder, disk } = await recorded();
  recorder.flush();

  disk.isFull = true;
  void core.ACTION({ type: "lost.one" });
  void core.ACTION({ type: "lost.two" });
  recorder.flush();
  disk.isFull = false;
  void core.ACTION({ type: "kept" });

  assert.equal(records("gap").map(({ lost, from, to, reason }) => [lost, from, to, reason]), [[2, 1, 2, "writing failed: ENOSPC"]]);
  assert.equal(records("dispatch").map(({ id, type }) => [id, type]), [[3, "kept"]]);
});

test("Recorder ties the clocks again every ten seconds while messages are sent", async () => {
  const { core, clock, records } = await recorded();

  clock.advance(10_500);
  void core.ACTION({ type: "a" });
  void core.ACTION({ type: "a" });

  assert.equal(records("clock").map(({ at }) => at), [10_500]);
});

test("Recorder ties the clocks again within a second when the wall clock jumps", async () => {
  const clock = fakeClock();
  const core = await createCore(withClock(clock));
  let text = "";
  let asleepMs = 0;
  const recorder = new Recorder({
    sink: { write: ({ text: lines }) => void (text += lines), close() {} }, schedule: () => {}, header: { run: "r", name: "shop", startedAt: clock.date() },
    startAt: clock.now(), now: () => clock.now(), later: () => () => {}, date: () => new Date(clock.date().getTime() + asleepMs),
  });
  core.tap(recorder);
  const send = (afterMs: number) => {
    clock.advance(afterMs);
    void core.ACTION({ type: "a" });
  };

  send(1_000);
  asleepMs = 3_600_000;
  send(1_000);
  send(1_000);
  recorder.flush();

  const clocks = text.split("\n").filter((line) => line.startsWith('{"kind":"clock"')).map((line) => JSON.parse(line) as { at: number; time: string });
  assert.equal(clocks.map(({ at, time }) => [at, Date.parse(time) - clock.date().getTime()]), [[2_000, 3_600_000 - 1_000]]);
});

test("Recorder writes replies and the progress of tasks", async () => {
  const { core, records } = await recorded();
  core.registerAction("ask", (_view, message) => (message.data as { response: { send(value: unknown): void } }).response.send([1]));
  core.registerTask("build", (_view, _message, { progress }) => progress(0.5, "half"));

  void core.ACTION({ type: "ask", data: { response: core.replyChannel() } });
  await core.PERFORM({ type: "build" });

  assert.equal(records("reply").map(({ dispatch, member, value }) => [dispatch, member, value]), [[1, "response", [1]]]);
  assert.equal(records("progress").map(({ ratio, note }) => [ratio, note]), [[0.5, "half"]]);
});

test("Recorder begins with the messages that the app documents", async () => {
  const { records } = await recorded(withMessages(defineMessage("user.created", { description: "A user signed up", sensitive: ["/email"] })));

  assert.equal(records("type"), [{ kind: "type", at: 0, type: "user.created", description: "A user signed up", sensitive: ["/email"] }]);
});

test("Recorder leaves out what a message constant calls sensitive, also when a plain string sends it or an interceptor changes it", async () => {
  const { core, records } = await recorded(withMessages(defineMessage("user.created", { sensitive: ["/email", "/cards/0/number", "/nowhere"] })));
  const secret = defineMessage("secret", { sensitive: true });
  core.intercept("user.created", (_core, { data }, { next }) => next({ data: { ...data as object, n: 1 } }));

  void core.ACTION({ type: "user.created", data: { id: "1", email: "a@b.c", cards: [{ number: "42" }] } });
  void core.ACTION(secret("all of it"));

  const redacted = { $core: "redacted", by: "sensitive" };
  assert.equal(records("dispatch").map(({ data }) => data), [{ id: "1", email: redacted, cards: [{ number: redacted }] }, redacted]);
  assert.equal(records("intercepted").map(({ data }) => data), [{ id: "1", email: redacted, cards: [{ number: redacted }], n: 1 }]);
});
