// Lints about flows: loops, fans, floods, the same twice, requests without an answer; and what lint() itself promises.
import { assert, suite } from "../../harness.ts";
import { parseFilter } from "../../../src/trace/filter/mod.ts";
import { FilterError } from "../../../src/trace/filter/mod.ts";
import { lint, LINT_RULES, parseSilence, RULE_NAMES, type Finding } from "../../../src/trace/lint/mod.ts";
import { logOf } from "../../log/log_of.ts";
import { dispatch, handling, header } from "../records.ts";
import { foundBy, idsOf, linted, saidBy, times } from "./linting.ts";

const test = suite("trace/lint/flows");

/** A chain in which each is caused by the one before. */
const chain = (length: number, more: (id: number) => object = () => ({})): object[] => times(length, (id) => dispatch(id, { type: "a.b", ...(id === 1 ? {} : { cause: id - 1, by: 0 }), ...more(id) }));

/** Somebody else speaks much later, and the run ends in order. */
const later = [dispatch(9_999, { type: "z.z", at: 90_000 }), { kind: "end", at: 90_001, dispatches: 9_999, records: 9, lost: 0, skipped: 0, cut: 0, redacted: 0, withheld: 0 }];

test("loop finds a type that causes itself and does not come to rest: an error", () => {
  const [finding, ...others] = foundBy("loop", chain(51, () => ({ data: { id: 1 } })));

  assert.equal(others, []);
  assert.is(`${finding?.severity}: ${finding?.sentence}`, 'error: "a.b" causes itself, 50 times in one flow, with the same payload, and did not come to rest');
  assert.equal([idsOf(finding), finding?.evidenceCount], [[1, 2, 50, 51], 51]);
});

test("loop takes one whose last message was refused for one that did not come to rest", () => {
  const refused = { kind: "settled", dispatch: 51, at: 60, type: "a.b", ms: 0, outcome: "refused" };

  assert.equal(saidBy("loop", [...chain(51), refused, ...later]), ['error: "a.b" causes itself, 50 times in one flow, and did not come to rest']);
});

test("loop finds a cycle of several types once, and says by way of which", () => {
  const findings = foundBy("loop", [...chain(153, (id) => ({ type: ["a.a", "a.b", "a.c"][id % 3] ?? "", data: { id: 1 } })), ...later]);

  assert.equal(findings.map(({ sentence }) => sentence), ['"a.b" causes itself by way of "a.c" and "a.a", 50 times in one flow, with the same payload']);
});

test("loop takes one that came to rest for a warning with the same payload, else for a note", () => {
  assert.equal(saidBy("loop", [...chain(51, () => ({ data: { id: 1 } })), ...later]), ['warning: "a.b" causes itself, 50 times in one flow, with the same payload']);
  assert.equal(saidBy("loop", [...chain(51, (id) => ({ data: { id } })), ...later]), ['note: "a.b" causes itself, 50 times in one flow']);
  assert.equal(saidBy("loop", [...chain(501, () => ({ data: {} })), ...later]), ['note: "a.b" causes itself, 500 times in one flow']);
});

test("loop leaves alone a short chain, polling that pauses, and many that one caused", () => {
  const wide = [dispatch(1, { type: "a.b" }), ...times(80, (id) => dispatch(id + 1, { type: "a.b", cause: 1, by: 0 }))];

  assert.equal([chain(50), chain(400, (id) => ({ at: id * 100 })), wide].map((records) => saidBy("loop", records)), [[], [], []]);
});

test("fan-out finds one message that causes more than 500", () => {
  const records = [dispatch(1, { type: "import.begin" }), ...times(501, (nth) => dispatch(nth + 1, { type: "row.read", cause: 1, by: 0 }))];

  const [finding, ...others] = foundBy("fan-out", records);

  assert.equal(others, []);
  assert.equal([finding?.severity, finding?.sentence, idsOf(finding)], ["warning", 'One "import.begin" causes up to 501 messages within 10 s', [1]]);
});

test("fan-out finds one message that reaches more than 200 handlers", () => {
  assert.equal(saidBy("fan-out", [dispatch(1, { type: "room.said", handlers: 201 })]), ['warning: One "room.said" reaches up to 201 handlers']);
});

test("fan-out leaves alone 500 and 200, what a server sends for hours, progress, and lifecycle", () => {
  const causing = (type: string, cause: string, spread: number, count = 501): object[] => [dispatch(1, { type: cause, at: 0 }), ...times(count, (nth) => dispatch(nth + 1, { type, at: nth * spread, cause: 1, by: 0 }))];

  assert.equal([
    causing("row.read", "import.begin", 1, 500), causing("request.came", "server.start", 1_000), causing("task.progress", "report.build", 1), causing("cache.warmed", "service.startup", 1),
    [dispatch(1, { type: "room.said", handlers: 200 })], [dispatch(1, { type: "service.shutdown", handlers: 900 })],
  ].map((records) => saidBy("fan-out", records)), [[], [], [], [], [], []]);
});

/** So many messages a second of one type for so many seconds, and a few of another. */
const flooded = (seconds: number, perSecond: number, others = 1): object[] => times(seconds, (second) => [
  ...times(perSecond, (nth) => dispatch(second * 10_000 + nth, { type: "mouse.moved", at: second * 1_000 + nth / 10_000 })),
  ...times(others, (nth) => dispatch(second * 10_000 + 9_000 + nth, { type: "user.created", at: second * 1_000 + 900 + nth / 10 })),
]).flat();

test("flood finds a type at a thousand a second for five seconds, against the rest", () => {
  const [finding, ...others] = foundBy("flood", flooded(5, 1_000));

  assert.equal(others, []);
  assert.is(`${finding?.severity}: ${finding?.sentence}`, 'warning: 5,000 "mouse.moved" in 5 s, up to 1,000 in one: at least 90 % of all messages in each of them');
  assert.equal([idsOf(finding), finding?.evidenceCount], [[10_001, 51_000], 5_000]);
});

test("flood leaves alone a burst, a lower rate, an app that is busy all over, a log of one type, and one under a filter", () => {
  const filtered = logOf([{ ...header(), only: "type:mouse.*" }, ...flooded(5, 1_000)]);

  assert.equal([flooded(4, 1_000), flooded(5, 999), flooded(5, 1_000, 120), flooded(5, 1_000, 0)].map((records) => saidBy("flood", records)), [[], [], [], []]);
  assert.equal(linted(filtered, { rules: ["flood"] }).findings, []);
});

/** The same message twice from one handling, so many times. */
const doubled = (count: number, more: object = {}, gapMs = 1): object[] => times(count, (nth) => [
  dispatch(nth * 10, { type: "order.placed", at: nth * 1_000 }),
  ...times(2, (copy) => dispatch(nth * 10 + copy, { type: "mail.queued", source: "orders", at: nth * 1_000 + copy * gapMs, cause: nth * 10, by: 0, data: { to: nth }, ...more })),
]).flat();

test("sent-twice finds one message sent twice by one handling: a note once, a warning three times", () => {
  const [finding, ...others] = foundBy("sent-twice", doubled(1));

  assert.equal(others, []);
  assert.is(`${finding?.severity}: ${finding?.sentence}`, 'note: "mail.queued" was sent again with the same payload within 50 ms, once by "orders", in one handling');
  assert.equal([idsOf(finding), finding?.evidence[0]?.text, finding?.evidenceCount], [[12], "mail.queued, again 1.00 ms after #11", 1]);
  assert.equal(saidBy("sent-twice", doubled(3)), ['warning: "mail.queued" was sent again with the same payload within 50 ms, 3 times by "orders", in one handling']);
});

test("sent-twice leaves alone another payload, source or handling, a later one, no payload, questions, retries, and the bus's own", () => {
  const other = (second: object): object[] => doubled(1).map((record) => (record as { id: number }).id === 12 ? { ...record, ...second } : record);
  const retried = [...doubled(1, { handlers: 1 }).slice(0, 2), handling(11, { outcome: "failed" }), ...doubled(1).slice(2)];

  assert.equal([
    other({ data: { to: 9 } }), other({ source: "people" }), other({ by: 1 }), doubled(1, {}, 51), doubled(1, { data: {} }), doubled(1, { data: undefined }), doubled(1, { verb: "QUERY" }), retried,
    doubled(1, { type: "task.progress" }), doubled(1, { data: { $core: "cut", reason: "over budget" } }),
  ].map((records) => saidBy("sent-twice", records)), [[], [], [], [], [], [], [], [], [], []]);
});

test("sent-twice takes a longer row of equals for a counter", () => {
  const row = times(4, (id) => dispatch(id, { type: "hit.counted", data: { page: "/" } }));

  assert.equal(saidBy("sent-twice", row), []);
  assert.equal(saidBy("sent-twice", row.slice(0, 3)), ['note: "hit.counted" was sent again with the same payload within 50 ms, once']);
});

const timedOut = (id: number, at: number): object => ({ kind: "settled", dispatch: id, at, type: "user.address", ms: 400, outcome: "timedOut", reason: "no answer within 400 ms" });
const asked = (id: number, more: object = {}): object => dispatch(id, { verb: "QUERY", type: "user.address", at: id * 1_000, ...more });

test("unanswered finds requests of which none was answered: an error, with what came late", () => {
  const records = [asked(1), timedOut(1, 1_400), asked(2), timedOut(2, 2_400), handling(2, { at: 2_000, ms: 520, outcome: "answered", answer: 1 })];

  const [finding] = foundBy("unanswered", records);

  assert.is(`${finding?.severity}: ${finding?.sentence}`, 'error: All 2 requests "user.address" ran out of time; 1 of these were answered afterwards, up to 120 ms late');
  assert.equal(finding?.evidence.map(({ id, text }) => [id, text]), [[2, "user.address: out of time after 400 ms, answered 120 ms later"], [1, "user.address: out of time after 400 ms"]]);
});

test("unanswered takes a QUERYALL that had answers in time for no error, and tells what came late", () => {
  const records = [asked(1, { verb: "QUERYALL", handlers: 2 }), handling(1, { at: 1_000, n: 1, outcome: "answered", answer: 1 }), timedOut(1, 1_400), handling(1, { at: 1_000, ms: 600, outcome: "answered", answer: 2 })];

  assert.equal(saidBy("unanswered", records), ['warning: The one request "user.address" ran out of time; it was answered 200 ms late']);
});

test("unanswered takes some for a warning, and less than one of a hundred for a note", () => {
  const answered = (id: number): object[] => [asked(id), handling(id, { at: id * 1_000, outcome: "answered", answer: 1 })];

  assert.equal(saidBy("unanswered", [...answered(1), asked(2), timedOut(2, 2_400)]), ['warning: 1 of 2 requests "user.address" ran out of time']);
  assert.equal(saidBy("unanswered", [...times(100, answered).flat(), asked(101), timedOut(101, 101_400)]), ['note: 1 of 101 requests "user.address" ran out of time']);
});

test("unanswered finds questions that are always declined, and leaves alone those that are declined now and then", () => {
  const declined = (id: number): object[] => [asked(id), handling(id, { outcome: "declined" })];

  assert.equal(saidBy("unanswered", times(3, declined).flat()), ['warning: 3 requests "user.address", and never an answer: all who were asked declined']);
  assert.equal(saidBy("unanswered", declined(1)), ['note: 1 request "user.address", and never an answer: all who were asked declined']);
  assert.equal(saidBy("unanswered", [...times(3, declined).flat(), asked(4), handling(4, { outcome: "answered", answer: 1 })]), []);
});

test("unanswered leaves alone what is open still, what its sender aborted, and what was answered", () => {
  const aborted = { ...timedOut(2, 2_400), outcome: "aborted" };

  assert.equal(saidBy("unanswered", [asked(1), asked(2), aborted, asked(3, { verb: "PERFORM" }), handling(3, { outcome: "done" })]), []);
});

const brings = (id: number, more: object = {}): object => dispatch(id, { type: "users.search", at: id, data: { query: "a", response: { $core: "ReplyChannel" } }, ...more });
const end = (at: number): object => ({ kind: "end", at, dispatches: 9, records: 9, lost: 0, skipped: 0, cut: 0, redacted: 0, withheld: 0 });

test("unanswered finds a reply channel on which nobody replied though the message was handled", () => {
  const [finding] = foundBy("unanswered", [brings(1), handling(1), brings(2), handling(2), { kind: "reply", at: 3, dispatch: 2, member: "response", value: 1 }, end(10)]);

  assert.is(`${finding?.severity}: ${finding?.sentence}`, 'warning: Nobody replied to 1 of 2 "users.search", which brought a reply channel');
  assert.equal([idsOf(finding), finding?.evidence[0]?.text], [[1], 'users.search: nobody replied on "response"']);
});

test("unanswered leaves alone a channel whose message nobody handled, or failed, and a reply that may still come", () => {
  assert.equal(saidBy("unanswered", [brings(1, { handlers: 0 }), brings(2), handling(2, { outcome: "failed" }), end(10)]), []);
  assert.equal(saidBy("unanswered", [brings(1), handling(1)]), []);
  assert.equal(saidBy("unanswered", [brings(1), handling(1, { at: 1 }), dispatch(2, { at: 10_003 })]).length, 1);
});

test("lint() gives errors first, each with its reason and its page, and yields each finding as it is made", () => {
  const records = [header(), dispatch(1, { type: "tick", handlers: 0 }), dispatch(2, { verb: "QUERY", type: "user.address", handlers: 0 })];
  const yielded: (Finding | undefined)[] = [];

  const work = lint(logOf(records));
  let step = work.next();
  for (; step.done !== true; step = work.next()) yielded.push(step.value);

  assert.equal(step.value.findings.map(({ severity, rule, about, page }) => [severity, rule, about, page]), [
    ["error", "unhandled", "user.address", "docs/lints/unhandled.md"], ["note", "unhandled", "tick", "docs/lints/unhandled.md"], ["note", "no-namespace", "tick", "docs/lints/no-namespace.md"],
  ]);
  assert.equal(yielded.filter((finding) => finding !== undefined).length, 3);
  assert.match(step.value.findings[0]?.why ?? "", /nobody was there/);
});

test("lint() looks for what `where` lets pass, and knows types from all", () => {
  const records = [dispatch(1, { type: "a.b", handlers: 0 }), dispatch(2, { type: "a.c", handlers: 0 })];

  assert.equal(saidBy("unhandled", records, { where: (dispatch) => dispatch === 1 }), ['note: Nobody handled the one message "a.c"']);
});

test("lint() counts what is silenced, and tells the rest", () => {
  const records = [...times(3, (id) => dispatch(id, { type: "metrics.seen", handlers: 0 })), dispatch(4, { type: "user.created", handlers: 0 })];

  const { findings, silenced } = linted(records, { rules: ["unhandled"], ignore: [parseSilence("unhandled type:metrics.>")] });

  assert.equal(findings.map(({ about }) => about), ["user.created"]);
  assert.equal([...silenced], [["unhandled", 1]]);
});

test("lint() is silent of a rule by the rule alone, and of no other rule", () => {
  const records = chain(51, () => ({ type: "ab", handlers: 0, data: { id: 1 } }));

  const { findings, silenced } = linted(records, { ignore: [parseSilence("loop"), parseSilence("no-namespace type:ab")] });

  assert.equal(findings.map(({ rule }) => rule), ["unhandled"]);
  assert.equal([...silenced], [["loop", 1], ["no-namespace", 1]]);
});

test("lint() stops at once when its signal is aborted", () => {
  const stop = new AbortController();
  const work = lint(logOf([header(), dispatch(1)]), { signal: stop.signal });
  work.next();

  stop.abort(new Error("enough"));

  assert.throws(() => work.next(), { message: "enough" });
});

test("lint() finds nothing in an empty log", () => {
  assert.equal(linted(logOf("")), { findings: [], silenced: new Map(), bounds: [] });
});

test("parseSilence() reads a rule and a filter, and refuses what is neither", () => {
  const { rule, filter } = parseSilence(" fan-out  type:a.* or type:b.* ");
  assert.equal([rule, filter.text], ["fan-out", parseFilter("type:a.* or type:b.*").text]);
  assert.throws(() => parseSilence("fanout type:a"), { name: "RangeError", message: 'Cannot find the rule "fanout": did you mean "fan-out"?' });
  assert.match(assert.throws(() => parseSilence("type:a"), { name: "RangeError" }).message, /there are unhandled, near-miss/);
  assert.throws(() => parseSilence("loop typ:a"), { name: FilterError.name });
});

test("LINT_RULES are those of RULE_NAMES, in that order", () => {
  assert.equal(LINT_RULES.map(({ name }) => name), Object.keys(RULE_NAMES));
});
