// A filter over a log that grows, and the work of looking through a whole log.
import { assert, suite } from "../../harness.ts";
import { LogIndex } from "../../../src/log/log_index.ts";
import type { Source } from "../../../src/log/source.ts";
import { matching, parseFilter } from "../../../src/trace/filter/mod.ts";
import { finish } from "../../../src/trace/slices.ts";
import { logOf } from "../../log/log_of.ts";
import { watchedLog } from "./page_log.ts";
import { dispatch, handling, header } from "../records.ts";

const test = suite("trace/filter/over");

/** A log in memory to which records are added. */
function growingLog() {
  let bytes = new Uint8Array(0);
  const source: Source = {
    get size() {
      return bytes.length;
    },
    read(into, offset) {
      const part = bytes.subarray(offset, offset + into.length);
      into.set(part);
      return part.length;
    },
  };
  const log = new LogIndex(source);
  const add = (...records: readonly object[]): void => {
    bytes = new Uint8Array([...bytes, ...new TextEncoder().encode(records.map((record) => `${JSON.stringify(record)}\n`).join(""))]);
    while (log.readMore());
  };
  return { log, add };
}

test("over() tests types and handlers that come later, more of them than there were at first", () => {
  const { log, add } = growingLog();
  add(header(), dispatch(1, { type: "user.a" }));
  const isUser = parseFilter("type:user.*").over(log);
  const isMail = parseFilter("handler:mail").over(log);
  const before = [isUser(0), isMail(0)];

  for (let id = 2; id <= 90; id++) add(dispatch(id, { type: id % 2 === 0 ? `user.t${id}` : `cart.t${id}` }), handling(id, { handler: `${id % 3 === 0 ? "mail" : "web"}.h${id}` }));

  assert.equal(before, [true, false]);
  assert.equal([...Array(90).keys()].filter((at) => isUser(at)).length, 46);
  assert.equal([...Array(90).keys()].filter((at) => isMail(at)).map((at) => at + 1), Array.from({ length: 30 }, (_, at) => 3 * at + 3));
});

test("over() says of a message what the log knows now", () => {
  const { log, add } = growingLog();
  add(header(), dispatch(1));
  const isRunning = parseFilter("running").over(log);
  const isSlow = parseFilter("ms>1").over(log);
  const before = [isRunning(0), isSlow(0)];

  add(handling(1));

  assert.equal([before, isRunning(0), isSlow(0)], [[true, false], false, true]);
});

test("over() takes what was outside of a flow into it when the message that is asked for comes", () => {
  const { log, add } = growingLog();
  add(header(), dispatch(1), dispatch(2, { cause: 1 }), dispatch(3));
  const isIn = parseFilter("flow:5").over(log);
  const before = [0, 1, 2].map(isIn);

  add(dispatch(4, { cause: 2 }), dispatch(5, { cause: 4 }), dispatch(6, { cause: 3 }));

  assert.equal([before, [0, 1, 2, 3, 4, 5].map(isIn)], [[false, false, false], [true, true, false, true, true, false]]);
});

test("over() follows a flow of twenty thousand causes", () => {
  const count = 20_000;
  const log = logOf([header(), ...Array.from({ length: count }, (_, at) => dispatch(at + 1, at === 0 ? {} : { cause: at }))]);

  assert.is(finish(matching(log, parseFilter("flow:19999"))).length, count);
});

test("matching() finds what passes between two ordinals, and tells how far it is", () => {
  const log = logOf([header(), ...Array.from({ length: 2_500 }, (_, at) => dispatch(at + 1, { type: at % 1_000 === 7 ? "b" : "a" }))]);
  const work = matching(log, parseFilter("type:b"), 8);

  const steps = [work.next(), work.next(), work.next()];

  assert.equal(steps, [{ done: false, value: 1_000 }, { done: false, value: 2_000 }, { done: true, value: [1_007, 2_007] }]);
  assert.equal(finish(matching(log, parseFilter(""), 10, 13)), [10, 11, 12]);
  assert.equal(matching(log, parseFilter("type:b data.x")).next(), { done: false, value: 10 });
});

test("matching() reads only the line of what everything else lets pass, once", () => {
  const log = logOf([header(), ...Array.from({ length: 100 }, (_, at) => dispatch(at + 1, { type: at === 7 ? "b" : "a", data: { n: at } }))]);
  const read: unknown[] = [];

  const found = finish(matching(watchedLog(log, (...what) => read.push(what)), parseFilter("data.n>=0 /7/ type:b")));

  assert.equal([found, read], [[7], [["lineText", log.dispatches.line(7)]]]);
});

test("test() and over() search a payload that is nested deeper than a stack", () => {
  const depth = 20_000;
  const log = logOf(`${JSON.stringify(header())}\n${JSON.stringify(dispatch(1)).slice(0, -1)},"data":${"[".repeat(depth)}"deep"${"]".repeat(depth)}}\n`);

  assert.equal(finish(matching(log, parseFilter("/deep/"))).length, log.dispatches.length);
});

test("over() finds words in a log that another hand wrote: with spaces, escapes and numbers of its own", () => {
  const line = (id: number, data: string): string => `${JSON.stringify(dispatch(id)).slice(0, -1)},"data":${data}}\n`;
  const log = logOf(`${JSON.stringify(header())}\n${line(1, '{"name" : "caf\\u00e9", "n":1e2}')}${line(2, '{"name":"café","n":100}')}${line(3, '{"name":"none","n":99}')}${line(4, '{"n" : 1e2}')}`);
  const found = (filter: string): number[] => finish(matching(log, parseFilter(filter))).map((at) => log.dispatches.id(at));

  assert.equal(['"café"', "/café/", "/CAFÉ/i", '"100"', '"name\\":"', "/\"n\":100/", '"type"'].map(found), [[1, 2], [1, 2], [1, 2], [1, 2, 4], [1, 2, 3], [1, 2, 4], []]);
});

test("over() says of payloads that are no JSON what test() says", () => {
  const line = (id: number, data: string): string => `${JSON.stringify(dispatch(id)).slice(0, -1)},"data":${data}}\n`;
  const log = logOf(`${JSON.stringify(header())}\n${line(1, "{name}")}${line(2, '{"name":1}')}${JSON.stringify(dispatch(3))}\n${JSON.stringify(handling(3, { outcome: "answered" })).slice(0, -1)},"answer":{name}}\n`);
  const filters = ['"unreadable"', "/IS NOT JSON/i", "data.value:/not/", "data.$core=unreadable", "data.value.length=14", "data.name", "data.name=1", "answer.$core:unread*", "answer.name", "/name/"];

  const asked = filters.map((text) => parseFilter(text)).map((filter) => [0, 1, 2].map((at) => [filter.test(log.trace(at)), filter.over(log)(at)]));

  assert.equal(log.dispatches.length, 3);
  assert.equal(asked.map((of) => of.map(([, over]) => over)), asked.map((of) => of.map(([exact]) => exact)));
  assert.equal(asked.map((of) => of.flatMap(([exact], at) => exact === true ? [at + 1] : [])), [[1, 3], [1, 3], [], [1], [], [2], [2], [3], [], [2]]);
});

test("over() looks at replies, timeouts and what interceptors made of a payload", () => {
  const log = logOf([
    header(), dispatch(1), { kind: "reply", at: 1, dispatch: 1, member: "r", value: "found" }, dispatch(2), { kind: "settled", dispatch: 2, at: 9, type: "a", ms: 4, outcome: "timedOut", reason: "found" },
    dispatch(3), { kind: "intercepted", at: 1, dispatch: 3, by: "gate", change: "changed", data: "found" }, dispatch(4, { data: "found" }), dispatch(5), handling(5, { outcome: "failed", error: { name: "Error", message: "found" } }),
    dispatch(6), handling(6, { outcome: "done", answer: "found" }), dispatch(7, { type: "found" }),
  ]);

  assert.equal(finish(matching(log, parseFilter('"found"'))).map((at) => log.dispatches.id(at)), [1, 2, 3, 4, 5]);
});
