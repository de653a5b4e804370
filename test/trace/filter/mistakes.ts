// What is said of a filter that cannot be read: where, why, and the nearest right word.
import fc from "fast-check";
import { assert, suite } from "../../harness.ts";
import { FilterError, parseFilter, parseSentFilter } from "../../../src/trace/filter/mod.ts";

const test = suite("trace/filter/mistakes");

/** What is wrong with a filter, and where; the message stands without its beginning, "Cannot read filter: ". */
const MISTAKES: readonly (readonly [filter: string, at: number, message: string])[] = [
  ["tpye:user", 0, 'unknown member "tpye" at 1; did you mean "type:"?'],
  ["type:a dta.id=1", 7, 'unknown member "dta" at 8; did you mean "data."?'],
  ["type:a anwser=1", 7, 'unknown member "anwser" at 8; did you mean "answer="?'],
  ["runing", 0, 'unknown member "runing" at 1; did you mean "running"?'],
  ["user.created", 0, '"user.created" is no condition at 1; write type:user.created for messages of this type, or "user.created" in quotes for a text in payloads'],
  ["type:a && type:b", 7, '"&&" at 8 is no word; write "and"'],
  ["type:a || type:b", 7, '"||" at 8 is no word; write "or"'],
  ["-type:a", 0, '"-type" at 1 is no word; write "not type:"'],
  ["!failed", 0, '"!failed" at 1 is no word; write "not failed"'],
  ["data.x=1 “a”", 9, '"“a”" at 10 begins with no quote; write straight ones: "…" or \'…\''],
  ["type:a and", 10, "it ends where a condition should stand; write for example type:user.*"],
  ["(type:a", 0, '"(" at 1 is never closed; write ")" after the last condition'],
  ["type:a )", 7, '")" at 8 closes nothing'],
  ["()", 1, '")" at 2 stands where a condition should; write for example type:user.*'],
  ["or type:a", 0, '"or" at 1 stands where a condition should; write for example type:user.*'],
  ["type:a or AND type:b", 10, '"AND" at 11 stands where a condition should; write for example type:user.*'],
  ["=5", 0, '"=" at 1 stands where a condition should; write for example type:user.*'],
  ["type:", 5, 'nothing stands after "type:" at 6; write for example type:user.*'],
  ["source: users", 7, 'nothing stands after "source:" at 8; a value follows without a space, or in quotes: "my service"'],
  ["type:a source:(b or c)", 14, 'nothing stands after "source:" at 15; write (source:… or source:…)'],
  ["data.total >= ", 14, 'nothing stands after "data.total >=" at 15; a value follows without a space, or in quotes: "my service"'],
  ['source:""', 7, "nothing stands between the quotes at 8; source that is asked for has characters"],
  ["type:us*", 5, 'pattern "us*": it is not one; "*" is (at 6)'],
  ["type=user", 0, '"type" at 1 is asked with ":", not with "="; write for example type:user.created'],
  ["verb", 4, 'nothing stands after "verb" at 5; write for example verb:QUERY'],
  ["verb:QEURY", 5, 'unknown verb "QEURY" at 6; did you mean "QUERY"?'],
  ["verb:SEND", 5, 'unknown verb "SEND" at 6; what exists: ACTION, QUERY, QUERYALL, PERFORM'],
  ["outcome:fail", 8, 'unknown outcome "fail" at 9; did you mean "failed"?'],
  ["outcome:un", 8, 'unknown outcome "un" at 9; what exists: done, answered, unanswered, failed, unhandled, running, timedOut, aborted, dropped, refused, declined, spared'],
  ["outcome:faild", 8, 'unknown outcome "faild" at 9; did you mean "failed"?'],
  ["outcome:failed,aborted", 8, '"failed,aborted" at 9 is no outcome; write (outcome:failed or outcome:aborted)'],
  ["outcome:/f/", 8, '"outcome" takes a word, no regular expression, at 9; what exists: done, answered, unanswered, failed, unhandled, running, timedOut, aborted, dropped, refused, declined, spared'],
  ["running:true", 0, '"running" at 1 stands alone and takes no value; write running'],
  ["ms:fast", 3, '"fast" at 4 is no duration; write for example ms>5, ms>500us, ms>1.2s or ms:5..10'],
  ["ms>5x", 3, '"5x" at 4 is no duration; write for example ms>5, ms>500us, ms>1.2s or ms:5..10'],
  ["ms:10..5", 3, '"10..5" at 4 ends before it begins; write ms:5..10'],
  ["ms:1..x", 6, '"x" at 7 is no duration; write for example ms>5, ms>500us, ms>1.2s or ms:5..10'],
  ["ms:..", 3, '".." at 4 has neither a beginning nor an end; write for example ms:5..10'],
  ["ms!=5", 4, '"ms" is not asked with "!=", at 5; write not ms=5'],
  ["ms==5", 2, '"==" at 3 is no operator; what exists: =, !=, <, <=, >, >=, and : for what fits'],
  ["data.x =~ 5", 7, '"=~" at 8 is no operator; what exists: =, !=, <, <=, >, >=, and : for what fits'],
  ["id:1.5", 3, '"1.5" at 4 is no id of a message; write for example id:42'],
  ["flow:2..3", 5, '"2..3" at 6 is no id of a message; write for example flow:42'],
  ["at:25:00", 3, '"25:00" at 4 is no time; write for example at:02:10..02:15, at:2026-11-23T02:10.. or at:..+12s'],
  ["at:2026-02-30", 3, '"2026-02-30" at 4 is no time; write for example at:02:10..02:15, at:2026-11-23T02:10.. or at:..+12s'],
  ["at:02:10..noon", 10, '"noon" at 11 is no time; write for example at:02:10..02:15, at:2026-11-23T02:10.. or at:..+12s'],
  ["at:+9s..+5s", 3, '"+9s..+5s" at 4 ends before it begins'],
  ["data.", 5, 'a name should stand after "." at 5; write for example data.id, or data["odd name"]'],
  ["data.items[x]", 11, 'a number, "*" or a quoted name should stand after "[" at 11; write for example data.items[0], data.items[*] or data["odd name"]'],
  ["data.items[0", 10, '"[" at 11 is never closed; write for example data.items[0], data.items[*] or data["odd name"]'],
  ['data.x="abc', 7, '" at 8 is never closed; write " after the last character'],
  ['data.x="a"b', 10, '"b" at 11 stands where a space should; two conditions side by side have a space between them'],
  [String.raw`"a\q"`, 2, String.raw`"\q" at 3 is no escape; write "\\" for a backslash`],
  ["data.path=/tmp/a", 10, 'a regular expression stands after ":", not after "=", at 11; quote a text that begins with "/"'],
  ['error="no"', 0, 'an error as a whole is asked with ":", not with "=", at 1; write for example error:TypeError or error.message="no"'],
  ["error:/a", 6, '"/" at 7 is never closed; a regular expression ends with "/"; quote a text that begins with one'],
  ["//", 0, 'nothing stands between "/" and "/" at 1; write for example /timed? out/i'],
  ["type:a /x/gi", 10, '"g" at 11 is no flag here; what exists: i (any case), m, s, u, v, each once'],
  ["type:a colour:red", 7, 'unknown member "colour" at 8; what exists: type:, source:, verb:, handler:, service:, outcome:, failed, running, unhandled, root, orphan, ms, at:, id, cause, flow:, run:, data., answer., error., reply., and, or, not, ( )'],
  ["😀:a", 0, 'unknown member "😀" at 1; what exists: type:, source:, verb:, handler:, service:, outcome:, failed, running, unhandled, root, orphan, ms, at:, id, cause, flow:, run:, data., answer., error., reply., and, or, not, ( )'],
  ["source:😀😀 ms>x", 15, '"x" at 16 is no duration; write for example ms>5, ms>500us, ms>1.2s or ms:5..10'],
];

for (const [text, at, message] of MISTAKES) {
  test(`parseFilter() says what is wrong with "${text}", and where`, () => {
    const error = thrownBy(() => parseFilter(text));

    assert.equal([error.message, error.at], [`Cannot read filter: ${message}`, at]);
  });
}

test("parseFilter() says of a regular expression what the runtime does", () => {
  const error = thrownBy(() => parseFilter("type:a /(/"));

  assert.match(error.message, /^Cannot read filter: the regular expression at 8 is none: /);
  assert.is(error.at, 7);
});

test("parseFilter() does not overflow on nesting that nobody writes", () => {
  assert.match(thrownBy(() => parseFilter(`${"(".repeat(100_000)}type:a`)).message, /levels of nesting/);
  assert.match(thrownBy(() => parseFilter(`${"not ".repeat(100_000)}type:a`)).message, /levels of nesting/);
});

test("parseFilter() reads a text or says what is wrong with it, whatever it is", () => {
  const piece = fc.constantFrom(" ", "(", ")", '"', "'", "/", "\\", ".", "..", ":", "=", "!=", "<", ">", "[", "]", "*", "not", "or", "data", "error", "at", "ms", "id", "type", "5", "a", "ä", "😀", "\ud83d", "\n", "\0");
  const units = fc.array(fc.nat({ max: 0xffff }), { maxLength: 8 }).map((codes) => String.fromCharCode(...codes));
  fc.assert(fc.property(fc.oneof(units, fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""))), (text) => {
    const error = thrownBy(() => parseFilter(text));

    assert.ok(error === undefined || (error instanceof FilterError && error.at >= 0 && error.at <= text.length), text);
  }), { numRuns: 2_000, seed: 20_261_128 });
});

/** What a filter asks that is not known when a message is sent. */
const LATE: readonly (readonly [filter: string, at: number, message: string])[] = [
  ["type:a ms>5", 7, '"ms" at 8 is not known when a message is sent; what is: type:, source:, verb:, root, data.'],
  ["not (type:a or outcome:failed)", 15, '"outcome" at 16 is not known when a message is sent; what is: type:, source:, verb:, root, data.'],
  ["data.x=1 /x/", 9, "/…/ at 10 is not known when a message is sent; what is: type:, source:, verb:, root, data."],
  ["unhandled", 0, '"unhandled" at 1 is not known when a message is sent; what is: type:, source:, verb:, root, data.'],
];

for (const [text, at, message] of LATE) {
  test(`parseSentFilter() refuses "${text}" and names the place`, () => {
    const error = thrownBy(() => parseSentFilter(text));

    assert.equal([error.message, error.at, parseFilter(text).asks], [`Cannot use filter: ${message}`, at, "ended"]);
  });
}

test("parseSentFilter() takes what is known when a message is sent", () => {
  const filter = parseSentFilter("type:a source:b not verb:QUERY (root or data.x=1)");

  assert.equal([filter.asks, filter.asked.map(({ member, at }) => [member, at])], ["sent", [["type", 0], ["source", 7], ["verb", 20], ["root", 32], ["data", 40]]]);
});

function thrownBy(act: () => unknown): FilterError {
  try {
    act();
    return undefined as unknown as FilterError;
  } catch (error) {
    return error as FilterError;
  }
}
