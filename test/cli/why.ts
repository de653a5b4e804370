// What core why and core now answer, and that docs/commands.md shows it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { answer, type Question } from "../../cli/commands/why.ts";
import { presentOf } from "../../cli/commands/now.ts";
import { CliError } from "../../cli/exit.ts";
import { jsonLine } from "../../cli/why_json.ts";
import type { Log } from "../../src/trace/log.ts";
import { parseFilter } from "../../src/trace/filter/mod.ts";
import { assert, suite } from "../harness.ts";
import { logOf } from "../log/log_of.ts";
import { dispatch, handling, header } from "../trace/records.ts";
import { core } from "./core.ts";

const test = suite("cli/why");
const PATIENT = { timeoutMs: 60_000 };

const FIXTURES = fileURLToPath(new URL("../fixtures/", import.meta.url));
const page = readFileSync(new URL("../../docs/commands.md", import.meta.url), "utf8");
const cart = logOf(readFileSync(new URL("../fixtures/cart.jsonl", import.meta.url), "utf8"));

/** What a section of the page runs, and what it shows below. */
function examplesOf(section: string): { readonly commands: readonly string[]; readonly prints: string }[] {
  const text = page.slice(page.indexOf(`## ${section}\n`)).split(/\n## /)[0] ?? "";
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm)].map(([, commands = "", prints = ""]) => ({ commands: commands.trim().split("\n"), prints }));
}

for (const section of ["core now", "core why"]) {
  for (const { commands, prints } of examplesOf(section)) {
    test(`docs/commands.md: ${commands.join("; ")} prints what stands below`, async () => {
      let printed = "";
      for (const command of commands) {
        const { code, stdout, stderr } = await core(command.replace(/^core /, "").split(" "), { cwd: FIXTURES });
        assert.equal({ code, stderr }, { code: 0, stderr: "" });
        printed += stdout;
      }

      assert.is(printed, prints);
    }, PATIENT);
  }
}

test("docs/commands.md shows core now and core why", () => assert.equal(["core now", "core why"].map((section) => examplesOf(section).length), [1, 4]));

test("core why --json gives one object, whose members the page names", () => {
  const { message, summary, handlers, more, unrelated, notes } = JSON.parse(jsonLine(answer(cart, { subject: "#4" }, "cart.jsonl").json));

  assert.equal({ message, summary, more, unrelated, notes }, {
    message: { id: 4, run: "cart", type: "cart.abandoned", verb: "ACTION", at: 7060, time: "2026-11-23T02:14:07.060Z", state: "unhandled" },
    summary: "nobody handled it", more: 0, unrelated: 3, notes: [],
  });
  assert.equal(handlers.slice(2, 3), [{
    handler: "mailer.onMail", subscription: 3, verb: "ACTION", pattern: "cart.abandonned", service: "mailer", site: "mailer.ts:7", called: false, matched: false,
    reasons: [{ kind: "otherPattern", type: "cart.abandoned", slip: { kind: "letters", edits: 1 }, text: "one letter from cart.abandoned" }],
  }]);
});

test("core why --since names who came and went, of a type and under a handler's name", () => {
  const changes = (question: Question): unknown => {
    const { since } = JSON.parse(jsonLine(answer(cart, question, "cart.jsonl").json)) as { since: { at: number; added: { handler: string }[]; removed: { handler: string }[] } };
    return [since.at, since.added.map(({ handler }) => handler), since.removed.map(({ handler }) => handler)];
  };

  assert.equal(changes({ subject: "cart.paid", since: "02:14:05" }), [5000, ["archive.onAny"], ["crm.onCart"]]);
  assert.equal(changes({ subject: "cart.paid", since: "+5s", at: "+6s" }), [5000, [], []]);
  assert.equal(changes({ subject: "crm.onCart", since: "+0s" }), [0, [], []]);
  assert.equal(changes({ subject: "crm.onCart", since: "+1s", at: "+7s" }), [1000, [], ["crm.onCart"]]);
});

test("core why says on standard error what it cannot find, or was not called for", async () => {
  const unknown = await core(["why", "cart.jsonl", "99"], { cwd: FIXTURES });
  const surplus = await core(["why", "cart.jsonl", "crm.onCart", "1", "2", "--json"], { cwd: FIXTURES });

  assert.equal([unknown.code, unknown.stdout, unknown.stderr], [3, "", 'Cannot find message 99 in "cart.jsonl": its messages are 1 to 5\nTry: core tail cart.jsonl   shows the last messages with their ids\n']);
  assert.equal([surplus.code, surplus.stderr.split("\n")[0]], [2, "error: too many arguments: '2'"]);
}, PATIENT);

test("core now --json gives one object, whose members the page names", () => {
  const { stuck, failing, ...now } = JSON.parse(jsonLine(presentOf(cart, parseFilter(""), undefined).json));

  assert.equal(Object.keys(now), ["run", "name", "at", "time", "ended", "windowMs", "open", "young", "unread", "unhandled", "slow", "held", "missing"]);
  assert.equal(stuck.at(-1), {
    id: 3, verb: "QUERY", type: "user.address", givenUp: false, awaitedBy: [{ id: 2, type: "user.created", handler: "notification.onUser" }], in: "handler", name: "users.onAddress", ms: 8062.46,
  });
  assert.equal(failing, [{
    error: "TypeError", message: 'email of user "…" is not a string', handler: "audit.onUser", count: 1, example: 2, type: "user.created", first: "2026-11-23T02:14:01.000Z", last: "2026-11-23T02:14:01.000Z",
  }]);
});

/** The error that a question ends with: what is printed of it. */
function refusal(log: Log, question: Question): readonly [number, string, string | undefined] {
  try {
    answer(log, question, "run.jsonl");
  } catch (error) {
    if (error instanceof CliError) return [error.code, error.message, error.tries[0]?.[0]];
    throw error;
  }
  throw new Error("it was answered");
}

test("core why names the nearest handler or type, and what there is where none is near", () => {
  assert.equal(refusal(cart, { subject: "crm.onCrat" }).slice(1), [
    'Cannot find "crm.onCrat" in "run.jsonl": its handlers are archive.onAny, audit.onUser, crm.onCart, mailer.onMail, notification.onUser, pricing.onCart, users.onAddress', "core why run.jsonl crm.onCart",
  ]);
  assert.is(refusal(cart, { subject: "mailer" })[2], "core why run.jsonl mailer.onMail");
  assert.is(refusal(cart, { subject: "xyz" })[2], "core why run.jsonl ID");
  assert.is(refusal(logOf([header()]), { subject: "xyz" })[1], 'Cannot find "xyz" in "run.jsonl": it names no handlers');
  assert.is(refusal(cart, { subject: "nobody", id: "4" })[0], 3);
});

test("core why refuses what is no question", () => {
  assert.equal(refusal(cart, { subject: "4", at: "+1s" }).slice(0, 2), [2, "Cannot take --at with message 4: a message has one moment, and a handler stands before its id"]);
  assert.equal(refusal(cart, { subject: "4", id: "5" })[0], 2);
  assert.equal(refusal(cart, { subject: "crm.onCart", id: "x" }).slice(0, 2), [2, 'Cannot find message "x": an id is a number, as the first column of core tail has it']);
  assert.equal(refusal(cart, { subject: "cart.paid", at: "noon" }).slice(0, 2), [2, 'Cannot read --at "noon": it is no time']);
  assert.equal(refusal(cart, { subject: "4", since: "+1s" }).slice(0, 2), [2, "Cannot take --since with message 4: a message has one moment, and a handler stands before its id"]);
  assert.equal(refusal(cart, { subject: "cart.paid", since: "noon" }).slice(0, 2), [2, 'Cannot read --since "noon": it is no time']);
  assert.equal(refusal(cart, { subject: "cart.paid", since: "02:19" }).slice(0, 2), [2, 'Cannot say what changed from "02:19" on: that is later than the end of the run']);
  assert.equal(refusal(cart, { subject: "cart.paid", since: "+5s", at: "+4s" }).slice(0, 2), [2, 'Cannot say what changed from "+5s" on: that is later than "+4s"']);
  assert.equal(refusal(cart, { subject: "4", recordedRun: "other" }).slice(0, 2), [2, 'Cannot find run "other": the log holds "cart"']);
});

test("core why tells a message that the log has not from one that it lost", () => {
  const log = logOf([header(), dispatch(1), dispatch(4)]);

  assert.equal(refusal(log, { subject: "3" }).slice(1), ['Cannot find message 3 in "run.jsonl": it was lost, or left out on purpose', "core check run.jsonl"]);
  assert.equal(refusal(log, { subject: "5" })[1], 'Cannot find message 5 in "run.jsonl": its messages are 1 to 4');
  assert.equal(refusal(logOf([header()]), { subject: "5" })[1], 'Cannot find message 5 in "run.jsonl": it holds no messages');
});

test("core why takes the newest run that has what is asked about, unless one is named, and says so", () => {
  const sub = { kind: "subscription", at: 0, id: 1, verb: "ACTION", pattern: "a", handler: "old", state: "added" };
  const log = logOf([header("first"), sub, dispatch(1), handling(1, { handler: "old" }), header("second"), dispatch(1, { type: "b", handlers: 0 })]);

  assert.equal([answer(log, { subject: "1" }, "x").text, answer(log, { subject: "1" }, "x").note], ["b #1: nobody handled it\n  the log names no handlers\n", 'note: run "second" of 2; --recorded-run takes another\n']);
  assert.equal([answer(log, { subject: "1", recordedRun: "first" }, "x").text.split("\n")[0], answer(log, { subject: "1", recordedRun: "first" }, "x").note], ["a #1: handled by old", ""]);
  assert.is(answer(log, { subject: "old" }, "x").text.split("\n")[0], "old: called 1 time: 1 done");
});

test("core why reads moments as a time of day, a date or a time since the run began", () => {
  const first = (at: string): string => answer(cart, { subject: "cart.paid", at }, "x").text.split("\n")[0] ?? "";

  assert.is(first("02:14:07.100"), "cart.paid at 02:14:07.100Z: 2 handlers listened");
  assert.is(first("02:14:07.099"), "cart.paid at 02:14:07.099Z: 1 handler listened");
  assert.is(first("2026-11-23T02:14:07.100Z"), "cart.paid at 02:14:07.100Z: 2 handlers listened");
  assert.is(first("+0s"), "cart.paid at 02:14:00.000Z: nobody listened");
  assert.is(first("02:14"), "cart.paid at 02:14:00.000Z: nobody listened");
});

test("core why makes names of the app safe for a terminal", () => {
  const evil = "a\u001b[31m";
  const log = logOf([header(), { kind: "subscription", at: 0, id: 1, verb: "ACTION", pattern: evil, handler: evil, state: "added", site: evil }, dispatch(1, { at: 1, type: evil }), handling(1, { at: 1, type: evil, handler: evil })]);

  const texts = [answer(log, { subject: "1" }, "x"), answer(log, { subject: evil }, "x"), answer(log, { subject: evil, at: "+1s" }, "x"), answer(log, { subject: evil, id: "1" }, "x")].map(({ text }) => text);

  assert.is(texts.join("").includes("\u001b"), false);
  assert.ok(texts.every((text) => text.includes("a\\x1b[31m")));
});

test("core now says of each section that has nothing to say that it looked", () => {
  const { text } = presentOf(logOf([header(), dispatch(1, { at: 1 }), handling(1, { at: 1, ms: 0.5 })]), parseFilter(""), undefined);

  assert.is(text, [
    "shop · now is 00:00:00.001Z, its last record", "", "stuck: nothing", "failing in the last minute: nothing", "unhandled: nothing", "slow in the last minute: nothing took a millisecond",
    "held the loop in the last minute: nobody, for 50 ms or more", "missing: nothing", "",
  ].join("\n"));
});

test("core now shows eight rows of a section and counts the others", () => {
  const records = Array.from({ length: 30 }, (_, at) => dispatch(at + 1, { type: `type${String.fromCharCode(97 + at)}`, handlers: 0 }));

  const { text } = presentOf(logOf([header(), ...records]), parseFilter(""), undefined);
  const only = presentOf(logOf([header(), ...records]), parseFilter("type:typeb"), undefined);

  assert.ok(text.includes("unhandled: 30 types\n"));
  assert.ok(text.includes("\n  and 22 more\n"));
  assert.ok(only.text.includes("unhandled: 1 type\n  ×1  typeb  last #2\n"));
});
