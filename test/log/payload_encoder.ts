// What of payloads stands in a log, and what stands for the rest.
import { PayloadEncoder, type About, type PayloadEncoderOptions } from "../../src/log/payload_encoder.ts";
import type { RedactionRule } from "../../src/log/redaction/rule.ts";
import { assert, suite } from "../harness.ts";

const test = suite("log/payload_encoder");

const about: About = { type: "user.created", verb: "ACTION" };

/** A hash that can be read: the digits of the text's characters, the last ones first. */
const hash = (text: string): string => [...text].reverse().map((character) => character.charCodeAt(0).toString(16).padStart(2, "0")).join("").padEnd(64, "0");

function encoderOf(rules: readonly RedactionRule[] = [], options: PayloadEncoderOptions = {}): PayloadEncoder {
  return new PayloadEncoder({ rules, ...options });
}

/** What a payload leaves under some rules. */
function left(data: unknown, ...rules: RedactionRule[]): unknown {
  return JSON.parse(encoderOf(rules).data(data, about));
}

test("data() withholds what stands under secret keys, and says by what", () => {
  assert.equal(left({ user: "ann", Password: "p", nested: [{ "api-key": 1, access_token: 2, "Set-Cookie": 3, tokens: 4 }] }),
    { user: "ann", Password: { $core: "redacted", by: "key" }, nested: [{ "api-key": { $core: "redacted", by: "key" }, access_token: { $core: "redacted", by: "key" }, "Set-Cookie": { $core: "redacted", by: "key" }, tokens: 4 }] });
});

test("data() follows paths through lists, Maps, Errors and objects of classes", () => {
  class User { cards = new Map([["main", [{ number: "42" }]]]); }

  assert.equal(left({ user: new User(), error: Object.assign(new Error("m"), { stack: "s", pin: 1 }) }, "/user/cards/main/*/number", "/error/pin"), {
    user: { $core: "object", name: "User", value: { cards: { $core: "Map", value: [["main", [{ number: { $core: "redacted", by: "path" } }]]] } } },
    error: { $core: "Error", value: { name: "Error", message: "m", stack: "s", pin: { $core: "redacted", by: "path" } } },
  });
});

test("data() copies only what leads to a path, and changes nothing of what was sent", () => {
  const sent = { user: { pin: 1, name: "Ann" }, list: [{ pin: 2 }, { pin: 3 }], password: { pin: 4 }, at: new Date(0), "": { "a/b": 5 } };

  const written = left(sent, "/user/pin", "/list/1/*", "/list/length", "/password/pin", "/at/pin", "//a~1b", "/nowhere/pin");

  const redacted = { $core: "redacted", by: "path" };
  assert.equal(written, {
    user: { pin: redacted, name: "Ann" }, list: [{ pin: 2 }, { pin: redacted }], password: { $core: "redacted", by: "key" },
    at: { $core: "Date", value: "1970-01-01T00:00:00.000Z" }, "": { "a/b": redacted },
  });
  assert.equal(sent, { user: { pin: 1, name: "Ann" }, list: [{ pin: 2 }, { pin: 3 }], password: { pin: 4 }, at: new Date(0), "": { "a/b": 5 } });
});

test("data() replaces what detectors find where it stands: in values, in keys, in errors", () => {
  assert.equal(left({ note: "to ann@example.com!", "bob@example.com": 1, error: Object.assign(new Error("no cat@example.com"), { stack: "" }) }, "detect:email"), {
    note: "to [redacted email]!", "[redacted email]": 1, error: { $core: "Error", value: { name: "Error", message: "no [redacted email]", stack: "" } },
  });
});

test("data() asks redactors in order, tells them whose payload it is, and other rules hold for what they give", () => {
  const told: unknown[] = [];
  const first = (data: unknown, message: object): unknown => {
    told.push(data, message);
    return { ...data as object, pin: "1", token: "t" };
  };

  const encoder = encoderOf([first, (data) => ({ data }), "pin"]);

  assert.is(encoder.data({ id: 7 }, { ...about, source: "web" }), '{"data":{"id":7,"pin":{"$core":"redacted","by":"key"},"token":{"$core":"redacted","by":"key"}}}');
  assert.equal(told, [{ id: 7 }, { type: "user.created", verb: "ACTION", member: "data", source: "web" }]);
});

test("value() asks redactors, too, and tells them which payload it is", () => {
  const members: unknown[] = [];
  const encoder = encoderOf([(data, { member }) => {
    members.push(member);
    return data;
  }]);

  encoder.value(1, about);
  encoder.value(2, about, "reply");

  assert.equal(members, ["answer", "reply"]);
});

test("data() lets nothing leave when a redactor gives nothing", () => {
  assert.equal(left({ id: 7 }, () => undefined), { $core: "redacted", by: "custom" });
});

const FAILING: readonly (readonly [what: string, redactor: RedactionRule, told: string])[] = [
  ["throws", function mask() { throw new Error("hunter2"); }, 'Cannot redact "user.created": the redactor "mask" threw an error'],
  ["throws what is no error", () => { throw "hunter2"; }, 'Cannot redact "user.created": the redactor threw a string'],
  ["gives a promise", async function late() { throw new Error("hunter2"); }, 'Cannot redact "user.created": the redactor "late" gave a promise, and a payload is written at once'],
  ["gives a function", function lazy() { return () => {}; }, 'Cannot redact "user.created": the redactor "lazy" gave a function'],
];

for (const [what, redactor, told] of FAILING) {
  test(`data() withholds a payload, counts it and tells once when a redactor ${what}`, async () => {
    const faults: string[] = [];
    const encoder = encoderOf([redactor], { onFault: (why) => void faults.push(why) });

    const texts = [encoder.data({ pin: "hunter2" }, about), encoder.data({ pin: "hunter2" }, about)];
    await Promise.resolve();

    assert.equal(texts, Array(2).fill('{"$core":"redacted","by":"failed"}'));
    assert.equal([encoder.counts.withheld, encoder.counts.redacted], [2, 0]);
    assert.equal(faults, [`${told}; its payload is withheld, as every further one is that a redactor fails at`]);
  });
}

test("data() withholds a payload that a redactor sends, instead of asking it again and again", () => {
  const encoder: PayloadEncoder = encoderOf([function again(data) {
    inner = encoder.data(data, about);
    return data;
  }]);
  let inner = "";

  assert.is(encoder.data({ id: 1 }, about), '{"id":1}');
  assert.is(inner, '{"$core":"redacted","by":"failed"}');
});

test("data() withholds a payload when the hash fails, and never throws", () => {
  const encoder = encoderOf(["type:user.*"], { hash: () => { throw new Error("no"); } });

  assert.is(encoder.data({ pin: 1 }, about), '{"$core":"redacted","by":"failed"}');
  assert.is(encoder.text("hunter2", about), "[redacted failed]");
  assert.is(encoder.error(new Error("hunter2"), about), '{"name":"Error","message":"[redacted failed]"}');
});

test("equal secrets have equal pseudonyms, whoever withholds them", () => {
  const encoder = encoderOf(["/card", "pin", "detect:card", "detect:email", "detect:token"], { hash });
  const pseudonyms = (data: unknown): unknown[] => [...encoder.data(data, about).matchAll(/"as":"(\w+)"|\[redacted \w+ (\w+)\]/g)].map(([, as, inText]) => as ?? inText);

  assert.equal(pseudonyms({ card: "4111 1111 1111 1111", pin: "4111-1111-1111-1111", note: "4111111111111111." }), ["313131313131", "313131313131", "313131313131"]);
  assert.equal(pseudonyms({ pin: 4711, card: "4711", more: { pin: 4711n } }), ["313137340000", "313137340000", "313137340000"]);
  assert.equal(pseudonyms({ pin: "Ann@Example.COM", note: "to ann@example.com" }), ["6d6f632e656c", "6d6f632e656c"]);
  assert.equal(pseudonyms({ authorization: "Bearer abc-123-def", note: "Bearer abc-123-def" }), ["6665642d3332", "6665642d3332"]);
});

test("an object that is withheld has the pseudonym of its encoded JSON, secrets in it included", () => {
  const encoder = encoderOf(["pin"], { hash });

  const same = encoder.data({ pin: { a: 1, password: "x" } }, about);

  assert.is(same, '{"pin":{"$core":"redacted","by":"key","as":"7d2278223a22"}}');
  assert.is(encoder.data({ pin: { a: 1, password: "y" } }, about), '{"pin":{"$core":"redacted","by":"key","as":"7d2279223a22"}}');
});

test("data() finds card numbers that are sent as numbers", () => {
  assert.is(encoderOf(["detect:card"]).data({ a: 4111111111111111, b: [4111111111111111n, 4111111111111112, 1732820000005] }, about), '{"a":"[redacted card]","b":["[redacted card]",4111111111111112,1732820000005]}');
});

test("there are no pseudonyms without a hash", () => {
  assert.is(encoderOf(["detect:email"]).data({ token: 1, to: "ann@example.com" }, about), '{"token":{"$core":"redacted","by":"key"},"to":"[redacted email]"}');
});

test("`sensitive` pointers hold for data and not for answers, `true` for all payloads of the message", () => {
  const encoder = encoderOf();

  const part: About = { ...about, sensitive: ["/email"] };
  assert.is(encoder.data({ email: "a", id: 1 }, part), '{"email":{"$core":"redacted","by":"sensitive"},"id":1}');
  assert.is(encoder.value({ email: "a" }, part), '{"email":"a"}');
  const whole: About = { ...about, sensitive: true };
  assert.equal([encoder.data(1, whole), encoder.value(2, whole), encoder.text("three", whole)], ['{"$core":"redacted","by":"sensitive"}', '{"$core":"redacted","by":"sensitive"}', "[redacted sensitive]"]);
});

test("a `sensitive` pointer that cannot be read withholds the whole payload", () => {
  const unreadable = [["email"], [7], "/email", { email: true }] as unknown as readonly string[][];

  assert.equal(unreadable.map((sensitive) => encoderOf().data({ email: "a" }, { ...about, sensitive })), Array(4).fill('{"$core":"redacted","by":"sensitive"}'));
});

test("error() leaves of a message that is withheld as a whole the error's name, code and frames", () => {
  const error = Object.assign(new TypeError("bad\n    hunter2", { cause: "hunter2" }), { code: "E_BAD" });

  const { name, message, code, stack = "", ...others } = JSON.parse(encoderOf(["type:user.*"]).error(error, about)) as Record<string, string>;

  assert.equal([name, message, code, others], ["TypeError", "[redacted filter]", "E_BAD", {}]);
  assert.match(stack, /^TypeError: \[redacted filter\]\n {4}at /);
  assert.not.match(stack, "hunter2");
});

test("error() leaves no stack that holds a message which was changed since", () => {
  const error = Object.assign(new Error("changed"), { stack: "Error: hunter2\n    at hunter2 (a.ts:1:1)" });

  assert.is(encoderOf(["type:user.*"]).error(error, about), '{"name":"Error","message":"[redacted filter]"}');
});

test("error() and text() leave out what the data of the message withholds, however long ago it was sent", () => {
  const encoder = encoderOf();
  const message: About = { ...about, data: { login: { password: "hunter2" } } };
  for (let at = 0; at < 500; at++) encoder.data({ password: `another-${at}` }, about);

  assert.is(encoder.text("bad password hunter2", message), "bad password [redacted key]");
  assert.equal((JSON.parse(encoder.error(Object.assign(new Error("bad hunter2!"), { stack: "at hunter2" }), message)) as { message: string; stack: string }),
    { name: "Error", message: "bad [redacted key]!", stack: "at [redacted key]" });
});

test("text() leaves out what other messages withheld lately, also as JSON and as a URL spell it", () => {
  const encoder = encoderOf([], { hash });
  encoder.data({ password: 'a"b c/d' }, about);

  assert.is(encoder.text('bad {"p":"a\\"b c/d"} and ?p=a%22b%20c%2Fd'), 'bad {"p":"[redacted key 642f6320b622]"} and ?p=[redacted key 642f6320b622]'.replaceAll("642f6320b622", hash('a"b c/d').slice(0, 12)));
});

test("error() leaves no part of a secret where it cuts a long message", () => {
  const encoder = encoderOf(["detect:email"]);
  const error = Object.assign(new Error(`${"x ".repeat(8_188)}ann@example.com ${"y".repeat(100)}`), { stack: "" });

  const { message } = JSON.parse(encoder.error(error, undefined)) as { message: string };

  assert.match(message, /x \[redacte…$/);
  assert.is(message.length, 16_385);
});

test("text() keeps words that say nothing, short words, and numbers within numbers", () => {
  const encoder = encoderOf();
  encoder.data({ password: "password", token: true, secret: "blue", apiKey: 4711, cookie: "" }, about);

  assert.is(encoder.text("bad password: true, blue, 147110"), "bad password: true, blue, 147110");
  assert.is(encoder.text("bad pin 4711"), "bad pin [redacted key]");
});

test("a payload's own errors leave out what was withheld lately", () => {
  const encoder = encoderOf();
  encoder.data({ password: "hunter2" }, about);

  const text = encoder.data({ why: Object.assign(new Error("bad hunter2"), { stack: "hunter2" }), said: "hunter2" }, about);

  assert.is(text, '{"why":{"$core":"Error","value":{"name":"Error","message":"bad [redacted key]","stack":"[redacted key]"}},"said":"hunter2"}');
});

test("what the core tells of a task is withheld as the task's own payloads are", () => {
  const encoder = encoderOf(["type:report.*"]);
  encoder.data({}, { type: "audit.build", verb: "PERFORM", sensitive: true });
  const completed: About = { type: "task.completed", verb: "ACTION" };

  assert.is(encoder.data({ id: "task-1", type: "report.build", ok: true, answer: { pin: 1 } }, completed), '{"id":"task-1","type":"report.build","ok":true,"answer":{"$core":"redacted","by":"filter"}}');
  assert.is(encoder.data({ id: "task-2", type: "audit.build", ratio: 0.5, note: "hunter2" }, { ...completed, type: "task.progress" }),
    '{"id":"task-2","type":"audit.build","ratio":0.5,"note":{"$core":"redacted","by":"sensitive"}}');
  assert.is(encoder.data({ id: "task-3", type: "other", ok: true, answer: 1 }, completed), '{"id":"task-3","type":"other","ok":true,"answer":1}');
});

test("a redactor is asked about the answer of a task where the core tells of it, as for the task's own message", () => {
  const told: string[] = [];
  const encoder = encoderOf([(data, { type, verb, member }) => {
    told.push(`${type} ${verb} ${member}`);
    return member === "answer" ? { pages: 3 } : data;
  }]);

  const text = encoder.data({ id: "task-1", type: "report.build", ok: true, answer: { pages: 3, pin: 4711 } }, { type: "task.completed", verb: "ACTION" });

  assert.is(text, '{"id":"task-1","type":"report.build","ok":true,"answer":{"pages":3}}');
  assert.equal(told, ["task.completed ACTION data", "report.build PERFORM answer"]);
});

test("tighten() adds rules, and adds none when one cannot be read", () => {
  const encoder = encoderOf(["pin"]);

  encoder.tighten(["detect:email"]);
  assert.throws(() => encoder.tighten(["/id", "detect:emial"]), { message: 'Cannot read redaction rule "detect:emial": unknown detector "emial" at 8; did you mean "detect:email"?' });

  assert.equal(encoder.names, ["key:pin", "detect:email"]);
  assert.is(encoder.data({ pin: 1, to: "ann@example.com", id: 2 }, about), '{"pin":{"$core":"redacted","by":"key"},"to":"[redacted email]","id":2}');
});

test("counts tell how many places were cut and redacted", () => {
  const encoder = encoderOf(["detect:email"], { recordBytes: 400 });

  encoder.data({ token: 1, pair: ["a@example.com and b@example.com", new Date(0)] }, about);
  encoder.data({ long: "x".repeat(1_000) }, about);
  encoder.data({ plain: true }, about);

  assert.equal(encoder.counts, { cut: 1, redacted: 3, withheld: 0 });
});
