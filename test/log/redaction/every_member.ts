// A secret is planted in every member of every record that can carry a payload, and kept out by every kind of rule: through a real Core and a recorder.
import { createCore, defineMessage, withClock, withMessages, withOnError, withName, type Core, type Message, type ReplyChannel } from "../../../src/mod.ts";
import { fakeClock } from "../../../src/testing/mod.ts";
import { PayloadEncoder } from "../../../src/log/payload_encoder.ts";
import { Recorder } from "../../../src/log/recorder.ts";
import type { RedactionRule } from "../../../src/log/redaction/rule.ts";
import { assert, suite } from "../../harness.ts";

const test = suite("log/redaction/every_member");

/** Under which rules the secret is planted, and where. */
interface Planted {
  readonly secret: string;
  readonly rules?: readonly RedactionRule[];
  /** What the constants of all messages say. */
  readonly sensitive?: boolean | readonly string[];
  /** The name of the member that holds it. */
  readonly key?: string;
  /** What answers and replies carry; the payload itself when absent. */
  readonly answer?: unknown;
}

const TYPES = ["login.tried", "login.many", "login.asked", "login.changed", "login.dropped", "login.replied", "login.built", "login.broken", "login.told"] as const;

/** The lines of a run in which everything that can carry a payload carries the secret. */
async function linesWith({ secret, rules = [], sensitive, key = "pin", ...planted }: Planted): Promise<readonly string[]> {
  const clock = fakeClock();
  const constants = sensitive === undefined ? [] : TYPES.map((type) => defineMessage(type, { sensitive }));
  const core = await createCore(withClock(clock), withOnError(() => {}), withMessages(...constants), withName("database", () => ({
    onStartup() { throw new Error(`no ${secret}`); },
  })));
  let text = "";
  const recorder = new Recorder({
    sink: { write: ({ text: lines }) => void (text += lines), close() {} }, schedule: () => {}, header: { run: "r", name: "shop", startedAt: new Date(0) },
    startAt: 0, now: () => clock.now(), later: () => () => {}, encoder: new PayloadEncoder({ rules, hash: (known) => `${known.length}`.padStart(12, "0") }),
  });
  core.tap(recorder);
  const payload = (): object => ({ login: { [key]: secret } });
  register(core, { payload, secret, key, answer: "answer" in planted ? planted.answer : payload() });

  for (const type of ["login.tried", "login.many", "login.changed", "login.dropped"]) await core.ACTION({ type, data: payload() });
  await core.QUERY({ type: "login.asked", data: payload() });
  await core.ACTION({ type: "login.replied", data: { ...payload(), response: core.replyChannel() } });
  await core.PERFORM({ type: "login.built", data: payload() });
  await core.PERFORM({ type: "login.broken", data: payload() }).catch(() => {});
  await core.ACTION({ type: "login.told", data: { failure: new Error(`told ${secret}`) } });
  await core.startup().catch(() => {});
  recorder.close();
  return text.trim().split("\n");
}

function register(core: Core, { payload, secret, key, answer }: { payload(): object; secret: string; key: string; answer: unknown }): void {
  core.registerAction("login.tried", () => {
    throw Object.assign(new TypeError(`bad ${secret}`, { cause: new Error(`cause ${secret}`) }), payload(), { [key]: secret });
  });
  core.registerAction("login.many", () => { throw new AggregateError([new Error(`one ${secret}`)], `many ${secret}`); });
  core.registerAction("login.many", () => Promise.reject(`text ${secret}`));
  core.registerQuery("login.asked", () => answer);
  core.intercept("login.changed", (_core, { data }, { next }) => next({ data: { ...data as object, again: true } }));
  core.intercept("login.dropped", (_core, _message, { drop }) => drop(`dropped ${secret}`));
  core.registerAction("login.replied", (_core, { data }: Message<{ response: ReplyChannel }>) => data.response.send(answer));
  core.registerTask("login.built", (_core, _message, { progress }) => {
    progress(0.5, `note ${secret}`);
    return answer;
  });
  core.registerTask("login.broken", () => { throw new Error(`broken ${secret}`); });
}

/** Where a text stands in the lines: the kind of the record, its type, and the member, down to what is in an error. */
function placesOf(text: string, lines: readonly string[]): string[] {
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>).flatMap((record) =>
    Object.keys(record).flatMap((member) => member === "error"
      ? Object.entries(record["error"] as object).filter(([, value]) => JSON.stringify(value).includes(text)).map(([name]) => `${String(record["kind"])} ${String(record["type"] ?? "")} error.${name}`)
      : JSON.stringify(record[member]).includes(text) ? [`${String(record["kind"])} ${String(record["type"] ?? "")} ${member}`] : []));
}

/** Every member of every kind that carries a payload. */
const EVERYWHERE = [
  "dispatch login.asked data", "dispatch login.broken data", "dispatch login.built data", "dispatch login.changed data", "dispatch login.dropped data", "dispatch login.many data",
  "dispatch login.replied data", "dispatch login.told data", "dispatch login.tried data", "dispatch task.completed data", "dispatch task.progress data",
  "handling login.asked answer", "handling login.broken error.message", "handling login.broken error.stack", "handling login.built answer", "handling login.many error.message",
  "handling login.many error.stack", "handling login.tried error.cause", "handling login.tried error.message", "handling login.tried error.stack", "intercepted  data", "intercepted  reason", "progress  note",
  "reply  value", "service  error.message", "service  error.stack", "settled login.dropped reason",
];

test("without a rule the secret stands everywhere: so the tests below can fail", async () => {
  const lines = await linesWith({ secret: "hunter2-Ax9" });

  const places = new Set(placesOf("hunter2-Ax9", lines));
  assert.equal(EVERYWHERE.filter((place) => !places.has(place)), []);
});

const redactor = (data: unknown): unknown => {
  const { login } = (data ?? {}) as { login?: object };
  return login === undefined ? data : { ...data as object, login: { ...login, pin: "none" } };
};

const KINDS: readonly (readonly [what: string, planted: Planted])[] = [
  ["a default key", { secret: "hunter2-Ax9", key: "password" }],
  ["a default key, short", { secret: "hunter2", key: "apiKey" }],
  ["a key", { secret: "hunter2-Ax9", rules: ["PIN"] }],
  ["a path", { secret: "hunter2-Ax9", rules: ["/login/pin", "/*/login/pin", "/pin"] }],
  ["a filter", { secret: "hunter2-Ax9", rules: ["type:login.*"] }],
  ["a function", { secret: "hunter2-Ax9", rules: [redactor] }],
  ["a function that lets nothing leave", { secret: "hunter2-Ax9", rules: [() => undefined] }],
  ["a function that throws", { secret: "hunter2-Ax9", rules: ["pin", () => { throw new Error("hunter2-Ax9"); }] }],
  ["what a constant calls sensitive", { secret: "hunter2-Ax9", sensitive: ["/login/pin"], answer: { ok: true } }],
  ["a constant that is sensitive as a whole", { secret: "hunter2-Ax9", sensitive: true }],
  ["a pointer that cannot be read", { secret: "hunter2-Ax9", sensitive: ["login.pin"] }],
  ["the detector of addresses", { secret: "ann@example.com", rules: ["detect:email"] }],
  ["the detector of card numbers", { secret: "4111 1111 1111 1111", rules: ["detect:card"] }],
  ["the detector of tokens", { secret: `ghp_${"16C7e42F292c6912E7710c838347Ae178B4a"}`, rules: ["detect:token"] }],
];

for (const [what, planted] of KINDS) {
  test(`${what} keeps the secret out of every member of every record`, async () => {
    const lines = await linesWith(planted);

    assert.equal(placesOf(planted.secret, lines), []);
    assert.not.match(lines.join("\n"), planted.secret);
    assert.match(lines.join("\n"), "redacted");
  });
}
