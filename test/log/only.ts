// What is left out because nobody asked for it: whole, with its handlings, and told by id, number and type.
import { assert, suite } from "../harness.ts";
import { rootsOf } from "./log_of.ts";
import { logOfText, recordedCore } from "./recorded.ts";

const test = suite("log/only");

const only = { text: "type:user.*", test: ({ message }: { message: { type: string } }) => message.type.startsWith("user.") };

test("Recorder leaves out what does not pass with its handlings, and tells exactly which ids those are", async () => {
  const { core, recorder, sink } = await recordedCore({ only });
  core.registerAction(">", () => {});

  for (const type of ["user.a", "cart.a", "cart.a", "cart.b", "user.b", "cart.c"]) void core.ACTION({ type });
  recorder.close();

  assert.equal(sink.lines().slice(2, -1).map(({ kind, id, dispatch, from, to, types }) => [kind, id ?? dispatch ?? [from, to, types]]), [
    ["dispatch", 1], ["handling", 1], ["skipped", [2, 4, { "cart.a": 2, "cart.b": 1 }]], ["dispatch", 5], ["handling", 5], ["skipped", [6, 6, { "cart.c": 1 }]],
  ]);
  assert.is(sink.lines("skipped")[0]?.["reason"], "--only type:user.*");
  assert.is(sink.lines("log")[0]?.["only"], "type:user.*");
  const log = logOfText(sink.text);
  assert.equal([log.counts().lost, log.counts().skipped, log.runs[0]?.disagreement, log.runs[0]?.end?.skipped], [0, 4, undefined, 4]);
});

test("Recorder keeps the cause of what passes though that was left out: an orphan that is explained", async () => {
  const { core, recorder, sink } = await recordedCore({ only });
  core.registerAction("cart.a", (view) => void view.ACTION({ type: "user.a" }));

  void core.ACTION({ type: "cart.a" });
  recorder.close();

  assert.equal(sink.lines("dispatch").map(({ id, cause, by }) => [id, cause, by]), [[2, 1, 0]]);
  const log = logOfText(sink.text);
  assert.equal([log.counts().orphans, log.counts().lost, rootsOf(log)], [1, 0, []]);
});

test("Recorder leaves out everything about what it left out, however late it comes", async () => {
  const { core, recorder, sink, clock } = await recordedCore({ only });
  core.registerAction("cart.slow", () => new Promise(() => {}));
  core.registerAction("cart.ask", (_view, message) => (message.data as { response: { send(value: unknown): void } }).response.send(1));
  core.intercept("cart.*", (_core, _message, { next }) => next());

  const outcome = core.ACTION({ type: "cart.slow" }, { timeoutMs: 300 });
  void core.ACTION({ type: "cart.ask", data: { response: core.replyChannel() } });
  clock.advance(400);
  await outcome;
  recorder.close();

  assert.equal([...new Set(sink.lines().map(({ kind }) => kind))].sort(), ["end", "log", "skipped", "subscription"]);
  assert.equal(sink.lines("skipped").map(({ from, to }) => [from, to]), [[1, 2]]);
});

test("Recorder tells of what waits within a second, though nothing that passes follows", async () => {
  const { core, recorder, sink, clock } = await recordedCore({ only });
  void core.ACTION({ type: "cart.a" });

  clock.advance(1_000);
  recorder.flush();

  assert.equal(sink.lines("skipped").map(({ from, to }) => [from, to]), [[1, 1]]);
});

test("Recorder names the hundred most frequent types at the most", async () => {
  const { core, recorder, sink } = await recordedCore({ only });
  for (let n = 0; n < 150; n += 1) void core.ACTION({ type: `cart.n${n}` });
  for (let n = 100; n < 150; n += 1) void core.ACTION({ type: `cart.n${n}` });

  recorder.close();

  const { count, types } = sink.lines("skipped")[0] as { count?: number; types?: Record<string, number> };
  assert.equal([count, Object.keys(types ?? {}).length, types?.["cart.n149"]], [200, 100, 2]);
});

test("Recorder records what a test throws over", async () => {
  const { core, recorder, sink } = await recordedCore({ only: { text: "x", test: () => { throw new Error("a getter"); } } });

  void core.ACTION({ type: "a" });
  recorder.close();

  assert.is(sink.lines("dispatch").length, 1);
});

test("Recorder begins a part with an id that what waits does not come before: it is told once, in that part", async () => {
  const { core, recorder, sink } = await recordedCore({ only });
  void core.ACTION({ type: "user.a" });
  recorder.flush();
  void core.ACTION({ type: "cart.a" });

  sink.wantsPart = true;
  void core.ACTION({ type: "user.b" });
  recorder.flush();

  const alone = logOfText(sink.parts[1] ?? "");
  assert.equal([alone.runs[0]?.elsewhere, alone.counts().skipped, alone.unaccounted()], [1, 1, []]);
});
