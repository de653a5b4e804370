// Real apps under a real recorder: one that does everything well has no findings, and each fault has its own.
import { setImmediate } from "node:timers/promises";
import payloads from "../../../examples/github_triage/payloads.json" with { type: "json" };
import { startTriage } from "../../../examples/github_triage/triage.ts";
import { Recorder } from "../../../src/log/recorder.ts";
import type { Core } from "../../../src/mod.ts";
import { fakeClock, type FakeClock } from "../../../src/testing/mod.ts";
import type { LintReport } from "../../../src/trace/lint/mod.ts";
import { assert, suite } from "../../harness.ts";
import { logOf } from "../../log/log_of.ts";
import { MemorySink, recordedCore } from "../../log/recorded.ts";
import { linted } from "./linting.ts";

const test = suite("trace/lint/apps");

/** Lets everything go on that waits for no timer of the clock; a deadline leaves its handlers what is left of a turn. */
function turns(): Promise<void> {
  return new Promise((goOn) => setTimeout(goOn, 0));
}

/** Runs an app to its end and lints what was recorded of it. */
async function lintedApp(app: (core: Core, clock: FakeClock) => Promise<void> | void): Promise<LintReport> {
  const { core, clock, recorder, sink } = await recordedCore();
  await core.startup();
  await app(core, clock);
  await turns();
  recorder.close();
  return linted(logOf(sink.text));
}

/** What is found in an app, in short. */
async function foundIn(app: (core: Core, clock: FakeClock) => Promise<void> | void): Promise<string[]> {
  return (await lintedApp(app)).findings.map(({ severity, rule, sentence }) => `${severity} ${rule}: ${sentence}`);
}

const ignored = (promise: PromiseLike<unknown>): void => void promise.then(undefined, () => {});

test("an app that polls, retries, walks trees, broadcasts, reports progress and lets subscribers come and go has no findings", async () => {
  const { findings } = await lintedApp(async (core, clock) => {
    // Polling: caused by itself for a day, with pauses.
    core.registerAction("mailbox.poll", (own) => void clock.setTimer(() => void own.ACTION({ type: "mailbox.poll" }), 1_000));
    // A walk through a tree.
    core.registerAction<{ depth: number }>("folder.scan", (own, { data }) => {
      for (let child = 0; data.depth < 8 && child < 2; child++) void own.ACTION({ type: "folder.scan", data: { depth: data.depth + 1, child } });
    });
    // A question that is declined now and then, and one that is asked again after it failed.
    core.registerQuery<{ id: number }>("user.find", (_core, { data }) => data.id % 3 === 0 ? undefined : { name: `user ${data.id}` });
    let attempts = 0;
    core.registerTask("mail.deliver", () => {
      attempts += 1;
      if (attempts < 3) throw new Error("the server is busy");
    });
    // A task that reports.
    core.registerTask("report.build", (_core, _message, { progress }) => {
      for (let page = 0; page <= 600; page++) progress(page / 600);
    });
    // A reply channel, dates and Maps in payloads.
    core.registerAction<{ response: { send(rows: unknown): void } }>("users.search", (_core, { data }) => data.response.send(["Ada"]));

    void core.ACTION({ type: "mailbox.poll" });
    void core.ACTION({ type: "folder.scan", data: { depth: 0, child: 0 } });
    for (let id = 1; id <= 9; id++) ignored(core.QUERY({ type: "user.find", data: { id } }));
    for (let attempt = 0; attempt < 3; attempt++) {
      ignored(core.PERFORM({ type: "mail.deliver", data: { to: "ada" } }));
      await turns();
      clock.advance(10);
    }
    ignored(core.PERFORM({ type: "report.build" }));
    const response = core.replyChannel();
    void core.ACTION({ type: "users.search", data: { response, since: new Date(0), seen: new Map([[1, 2]]) } });
    // Subscribers that come and go.
    for (let client = 0; client < 40; client++) {
      const subscription = core.registerAction("price.changed", () => {}, { name: "client" });
      void core.ACTION({ type: "price.changed", data: { cents: client } });
      clock.advance(100);
      subscription.dispose();
    }
    await turns();
    clock.advance(60_000);
  });

  assert.equal(findings, []);
});

test("the demo has one note: it sends webhooks that nobody handles", async () => {
  const clock = fakeClock();
  const sink = new MemorySink();
  let printed = "";
  const core = await startTriage(payloads, { clock, print: (text) => (printed += text), onError: () => {} });
  const recorder = new Recorder({
    sink, schedule: () => {}, header: { run: "r", name: "triage", startedAt: clock.date() }, startAt: clock.now(), now: () => clock.now(), later: (run, ms) => clock.setTimer(run, ms), date: () => clock.date(),
  });
  core.tap(recorder);
  for (let turn = 0; printed === "" && turn < 10_000; turn += 1) {
    clock.advance(60);
    await setImmediate();
  }
  await core.shutdown();
  recorder.close();

  const { findings } = linted(logOf(sink.text));

  assert.equal(findings.map(({ severity, rule, about }) => [severity, rule, about]), [["note", "unhandled", "webhooks"]]);
});

test("a question that nobody is there for is found", async () => {
  assert.equal(await foundIn((core) => ignored(core.QUERY({ type: "user.address" }))), ['error unhandled: 1 question "user.address" found nobody to answer it']);
});

test("an answer that comes after its time is found", async () => {
  const said = await foundIn(async (core, clock) => {
    core.registerQuery("user.address", () => new Promise((answer) => clock.setTimer(() => answer("Main Street 1"), 500)));
    ignored(core.QUERY({ type: "user.address" }, { timeoutMs: 400 }));
    await turns();
    clock.advance(400);
    await turns();
    clock.advance(100);
  });

  assert.equal(said, ['error unanswered: The one request "user.address" ran out of time; it was answered 100 ms late']);
});

test("a handler that never ends is found when the run has ended", async () => {
  const said = await foundIn(async (core, clock) => {
    core.registerAction("report.wanted", () => new Promise(() => {}), { name: "build" });
    void core.ACTION({ type: "report.wanted" });
    await turns();
    clock.advance(2_000);
  });

  assert.equal(said, ['error never-settled: 1 handling of "build" never ended, open for up to 2.0 s']);
});

test("a handler that sends what it hears is found, at the limit of nested messages", async () => {
  const said = await foundIn((core) => {
    core.registerAction("cart.changed", (own, { data }) => void own.ACTION({ type: "cart.changed", data }));
    void core.ACTION({ type: "cart.changed", data: { cart: "c-9" } });
  });

  assert.equal(said.length, 1);
  assert.match(said[0] ?? "", /^error loop: "cart.changed" causes itself, \d+ times in one flow, with the same payload, and did not come to rest$/);
});

test("an event that is sent from two places of a handler is found", async () => {
  const said = await foundIn((core) => {
    core.registerAction("mail.queued", () => {});
    core.registerAction("order.placed", (own) => {
      void own.ACTION({ type: "mail.queued", data: { order: "o-1" } });
      void own.ACTION({ type: "mail.queued", data: { order: "o-1" } });
    });
    void core.ACTION({ type: "order.placed" });
  });

  assert.equal(said, ['note sent-twice: "mail.queued" was sent again with the same payload within 50 ms, once, in one handling']);
});

test("a call that takes long is found", async () => {
  const said = await foundIn((core, clock) => {
    core.registerAction("report.wanted", () => clock.advance(300), { name: "build" });
    void core.ACTION({ type: "report.wanted" });
  });

  assert.equal(said, ['warning holds-loop: "build" held the event loop for up to 300 ms, once over 50 ms']);
});

test("a handler that is registered with each message is found", async () => {
  const said = await foundIn((core, clock) => {
    core.registerAction("price.changed", () => {}, { name: "first" });
    core.registerAction("client.came", (own) => void own.registerAction("price.changed", () => {}, { name: "ticker" }));
    for (let client = 0; client < 25; client++) {
      void core.ACTION({ type: "client.came", data: { client } });
      clock.advance(10);
    }
    void core.ACTION({ type: "price.changed" });
  });

  assert.equal(said, ['warning growing-subscriptions: "ticker" is subscribed to "price.changed" 25 times, and never removed']);
});

test("one message that sets off hundreds is found", async () => {
  const said = await foundIn((core) => {
    core.registerAction("row.read", () => {});
    core.registerAction("import.begin", (own) => {
      for (let row = 0; row < 600; row++) void own.ACTION({ type: "row.read", data: { row } });
    });
    void core.ACTION({ type: "import.begin" });
  });

  assert.equal(said, ['warning fan-out: One "import.begin" causes up to 600 messages within 10 s']);
});

test("an object of a class, and a reply that nobody gives, are found", async () => {
  class User {
    readonly id = 1;
  }
  const said = await foundIn(async (core) => {
    core.registerAction("user.>", () => {});
    const response = core.replyChannel();
    ignored(response.receive());
    await core.ACTION({ type: "user.created", data: { user: new User(), response } });
  });

  assert.equal(said, [
    'warning unanswered: Nobody replied to all 1 "user.created", which brought a reply channel', 'warning odd-payload: "user.created" carries what is not plain data: an instance of User',
  ]);
});

test("a handler with a slip in its pattern is found", async () => {
  const said = await foundIn((core) => {
    core.registerAction("cart.>", () => {});
    core.registerAction("cart.abandonned", () => {}, { name: "remind" });
    void core.ACTION({ type: "cart.abandoned" });
  });

  assert.equal(said, ['warning near-miss: 1 message "cart.abandoned", which nothing is registered for by name: "remind" listens for "cart.abandonned", which is never sent']);
});
