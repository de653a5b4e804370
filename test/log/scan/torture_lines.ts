// Lines that are almost records, in the manner of JSONTestSuite (Seriot, 2016), each with what a scanner says of it: it takes the line, or leaves it to
// a parser. Shared, registers nothing.
import { byte } from "./scanned.ts";

interface Parts {
  readonly [member: string]: string;
}

/** A dispatch of raw parts. */
export function dispatchText({ id = "7", at = "1.5", verb = "ACTION", type = "user.created", more = ',"handlers":2,"cause":3,"by":0,"source":"web"', timestamp = "2026-11-24T00:00:00.000Z", end = ',"data":{"a":1}}' }: Parts = {}): string {
  return `{"kind":"dispatch","id":${id},"at":${at},"verb":"${verb}","type":"${type}"${more},"timestamp":"${timestamp}"${end}`;
}

/** A handling of raw parts. */
export function handlingText({ dispatch = "7", n = "0", at = "1.5", type = "user.created", handler = "mailer.onCreated", subscription = "4", ms = "0.25", sync = "0.125", more = "", outcome = "done", end = "}" }: Parts = {}): string {
  return `{"kind":"handling","dispatch":${dispatch},"n":${n},"at":${at},"type":"${type}","handler":"${handler}","subscription":${subscription},"ms":${ms},"syncMs":${sync}${more},"outcome":"${outcome}"${end}`;
}

const data = (payload: string) => dispatchText({ end: `,"data":${payload}}` });
const error = (value: string) => handlingText({ outcome: "failed", end: `,"error":${value}}` });
const long = (count: number) => "x".repeat(count);

const LENGTHS = [1, 7, 8, 9, 14, 15, 16, 17, 30, 31, 32, 33, 46, 47, 48, 49, 61, 62, 63, 64, 65, 126, 127, 128, 129, 1000];

/** Lines that a scanner takes. */
export const TAKEN: readonly string[] = [
  dispatchText(), handlingText(), dispatchText({ end: "}" }), dispatchText({ more: "" }), dispatchText({ more: "", end: "}" }),
  dispatchText({ more: ',"handlers":0' }), dispatchText({ more: ',"cause":0' }), dispatchText({ more: ',"by":4' }), dispatchText({ more: ',"source":""' }),
  dispatchText({ more: ',"phase":"startup"' }), dispatchText({ more: ',"snapshot":true' }), dispatchText({ more: ',"handlers":1,"cause":1,"by":1,"source":"s","phase":"startup","snapshot":true' }),
  dispatchText({ verb: "QUERY" }), dispatchText({ verb: "QUERYALL" }), dispatchText({ verb: "PERFORM" }), dispatchText({ type: "" }), dispatchText({ timestamp: "" }),
  dispatchText({ type: "ä€😀" }), dispatchText({ type: "\u{7f}\u{80}\u{7ff}\u{800}\u{d7ff}\u{ffff}\u{10000}\u{10ffff}" }), dispatchText({ type: "\u{feff}" }),
  dispatchText({ type: "{[}],:'" }), dispatchText({ type: "'id':7" }), dispatchText({ timestamp: "yesterday" }),
  ...["1", "9", "10", "99999999", "123456789", "999999999999999"].map((id) => dispatchText({ id })),
  ...["0", "0.0", "0.5", "0.001", "0.000", "1.10", "12345678.123", "123456789012345", "0.12345678901234", "99999999999999.9", "-1", "-0.5", "-123.456", "0.1", "0.3", "4.35", "1.005", "8.41"].map((at) => dispatchText({ at })),
  ...["done", "answered", "declined", "failed", "spared"].map((outcome) => handlingText({ outcome })),
  handlingText({ more: ',"snapshot":true' }), handlingText({ n: "0", subscription: "0", ms: "0", sync: "0" }), handlingText({ ms: "-0.001" }),
  handlingText({ end: ',"answer":{"b":[]}}' }), handlingText({ end: ',"answer":null}' }), handlingText({ outcome: "answered", end: ',"answer":"yes"}' }),
  ...["{}", "[]", "true", "false", "null", "0", "-0", "1e5", "1E+5", "-1.5e-5", "1e999", '""', '"a"', '"\\""', '"\\\\"', '"}"', '"{"', '"\\u00e9"', '"ä€😀"', "[[]]", '{"a":{}}', '[1,{"a":[2]}]'].map(data),
  ...['{"kind":"dispatch"}', '{"type":"other"}', '"\\",\\"id\\":7"', '{"a":"\\",\\"kind\\":\\"handling\\""}', '{"a":"}}"}', '{"a":"{{"}', '{"a":"[\\"]\\\\"}', '{"a":"\\\\\\""}', '{ "a" : 1 }', '{"a":"\u{7f}"}'].map(data),
  ...LENGTHS.map((count) => data(`{"a":"${long(count)}"}`)),
  ...LENGTHS.map((count) => data(`{"a":"${long(count)}\\"${long(3)}"}`)),
  ...LENGTHS.map((count) => data(`{"a":"${long(count)}\\\\"}`)),
  ...LENGTHS.map((count) => data(`{"a":"${"\\".repeat(count * 2)}"}`)),
  ...LENGTHS.map((count) => data(`{"a":"${"\\".repeat(count * 2 + 1)}""}`)),
  ...LENGTHS.map((count) => data(`{"a":"${long(count)}ä€😀"}`)),
  ...LENGTHS.map((count) => data(`${"[".repeat(count)}${"]".repeat(count)}`)),
  ...LENGTHS.map((count) => data(`[${"{},".repeat(count)}{}]`)),
  ...LENGTHS.map((count) => data(`"${long(count)}\\"😀"`)),
  ...LENGTHS.map((count) => dispatchText({ type: long(count) })),
  ...LENGTHS.map((count) => dispatchText({ type: `${long(count)}€` })),
  ...LENGTHS.map((count) => handlingText({ handler: long(count) })),
  // Its inner grammar is not looked at.
  ...['{"a" 1}', "[1 2]", "{]", '{"a":tru}', '{"a":"\\q"}', '{"a":01}', "{,}"].map(data),
  error('{"name":"Error","message":"no"}'), error('{"name":"E","message":"","stack":"E: \\n at x","code":7}'), error('{"name":"a\\"b","message":"c\\\\"}'), error('{"name":"ä","message":"😀"}'),
  handlingText({ end: ',"error":{"name":"","message":""}}' }),
];

/** Lines that a scanner leaves to a parser: whatever they are, it says nothing wrong of them. */
export const LEFT: readonly string[] = [
  "", " ", "{}", "[]", "null", "7", '"a"', "{", "}", '{"kind"', '{"kind":"dispatch"}', '{"kind":"handling"}', '{"kind":"dispatch","id":', "x", byte(0xff),
  '{"kind":"log","version":1,"run":"a","part":1,"name":"a","startedAt":""}', '{"kind":"gap","at":1,"lost":2,"reason":"x"}', '{"kind":"later"}',
  dispatchText().replace("dispatch", "Dispatch"), dispatchText().replace("dispatch", "dispatched"), dispatchText().replace('{"kind"', '{"Kind"'), handlingText().replace("handling", "running"),
  // The frame.
  `\u{feff}${dispatchText()}`, ` ${dispatchText()}`, `\t${dispatchText()}`, `${dispatchText()} `, `${dispatchText()}\r`, `${dispatchText()},`, `${dispatchText()}}`, `${dispatchText()}${dispatchText()}`, `[${dispatchText()}]`,
  `${handlingText()}\r`, `${handlingText()} `, `${handlingText()}}`, dispatchText({ end: "" }), handlingText({ end: "" }), dispatchText({ end: "]" }), dispatchText({ end: ",}" }), dispatchText().replace('"id":7', '"id": 7'), dispatchText().replace('"id":7', '"id" :7'),
  // The order of members, and how often they stand there.
  dispatchText().replace('"id":7,"at":1.5', '"at":1.5,"id":7'), '{"id":7,"kind":"dispatch","at":1,"verb":"ACTION","type":"a","timestamp":""}', dispatchText({ more: ',"cause":1,"handlers":1' }), dispatchText({ more: ',"by":1,"cause":1' }),
  dispatchText({ more: ',"source":"a","handlers":1' }), dispatchText({ more: ',"snapshot":true,"phase":"startup"' }), dispatchText({ more: ',"handlers":1,"handlers":2' }), dispatchText({ more: ',"type":"b"' }), dispatchText({ more: ',"extra":1' }),
  dispatchText({ end: ',"data":1,"data":2}' }), dispatchText({ end: ',"data":{},"id":8}' }), dispatchText({ end: ',"data":{},"kind":"handling"}' }), dispatchText({ end: ',"extra":{}}' }), dispatchText({ end: ',"source":"a"}' }), dispatchText({ end: ',"answer":1}' }),
  handlingText({ more: ',"snapshot":true,"snapshot":true' }), handlingText({ end: ',"snapshot":true}' }), handlingText({ end: ',"answer":1,"answer":2}' }), handlingText({ end: ',"answer":{},"error":{"name":"","message":""}}' }), handlingText({ end: ',"data":{}}' }),
  handlingText().replace('"ms":0.25,"syncMs":0.125', '"syncMs":0.125,"ms":0.25'), handlingText().replace(',"n":0', ""), handlingText().replace(',"subscription":4', ""), dispatchText().replace(',"at":1.5', ""), dispatchText().replace(',"timestamp"', ',"time"'),
  // Ids and counts.
  ...["0", "-1", "-0", "01", "00", "1.0", "1.5", "1e0", "1E2", "+1", "", "a", '"7"', "null", "true", "1234567890123456", "9007199254740993", "99999999999999999999", "0x1", "1_0", "٣", "[1]", "NaN", "Infinity"].map((id) => dispatchText({ id })),
  ...["-1", "01", "1.0", "1e1", '"1"', "null", "1234567890123456"].flatMap((n) => [handlingText({ n }), handlingText({ subscription: n }), dispatchText({ more: `,"handlers":${n}` }), dispatchText({ more: `,"cause":${n}` }), dispatchText({ more: `,"by":${n}` })]),
  ...["0", "-1", "01"].map((dispatch) => handlingText({ dispatch })),
  // Numbers.
  ...["-0", "-0.0", "-0.000", "-", "01", "00.5", "-01", ".5", "5.", "-.5", "1..2", "1.2.3", "1e3", "1E3", "1.5e-3", "1e999", "+1", "1 ", " 1", "1,5", "0.1234567890123456", "1234567890123456", "123456789012345.6", "0.000000000000001", "Infinity", "NaN", '"1"', "null", "1f", "0x10", "1.-5", "--1"]
    .flatMap((number) => [dispatchText({ at: number }), handlingText({ at: number }), handlingText({ ms: number }), handlingText({ sync: number })]),
  // Words.
  ...["action", "ACTIONS", "ACTIO", "", "QUERYAL", "QUERYALLS", "PERFORMED", "QUERY ", "A\\u0043TION"].map((verb) => dispatchText({ verb })),
  ...["Done", "don", "done ", "dones", "", "answere", "fail", "ok"].map((outcome) => handlingText({ outcome })),
  dispatchText({ more: ',"phase":"shutdown"' }), dispatchText({ more: ',"phase":null' }), dispatchText({ more: ',"snapshot":false' }), dispatchText({ more: ',"snapshot":1' }), dispatchText({ more: ',"snapshot":truee' }), dispatchText({ more: ',"source":null' }), dispatchText({ more: ',"source":7' }),
  handlingText({ more: ',"snapshot":false' }), dispatchText().replace('"user.created"', "null"), dispatchText().replace('"user.created"', "7"),
  // Texts.
  ...["a\\nb", "\\\\", '\\"', "\\u0061", "a\tb", "a\0b", "\u{1f}", 'a","id":9,"x":"', "\\", '"', `${long(15)}\\n`, `${long(16)}\\n`, `${long(17)}\0`, "a\rb"].flatMap((text) => [dispatchText({ type: text }), handlingText({ type: text }), handlingText({ handler: text }), dispatchText({ timestamp: text }), dispatchText({ more: `,"source":"${text}"` })]),
  // Payloads.
  ...["", " 1", "1 ", "tru", "truee", "nul", "undefined", "NaN", "01", "1.", ".1", "-", "1e", "1e+", "+1", "0x1", "'a'", "1,2", "{", "}", "[", "]", '"', '"a', 'a"', "{}{}", "[][]", "{}}", "{{}", "[]]", '{"a":"}', '{"a":"\\"}', '{"a":1},', "{},1", '"a"b', '"a""b"', '"a","b"', '"a\\"', "\\", '{"a":\\"b"}', "{\\}", `1${"0".repeat(64)}`, "{} ", " {}", ":1", "{}\u{feff}"].map(data),
  ...["\0", "\t", "\r", "\u{1f}", "\u{b}"].flatMap((control) => [data(`{"a":"${control}"}`), data(`"${control}"`), data(`{${control}}`), data(`"\\${control}"`), data(`{"a":"\\${control}"}`), data(`{"${long(70)}${control}":1}`)]),
  // Not UTF-8: alone, cut short, too long, surrogates, beyond the last.
  ...[[0x80], [0xbf], [0xc0, 0x80], [0xc1, 0xbf], [0xc2], [0xc3, 0x28], [0xe0, 0x80, 0x80], [0xe0, 0x9f, 0xbf], [0xe2, 0x82], [0xe2, 0x28, 0xa1], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xf0, 0x80, 0x80, 0x80], [0xf0, 0x8f, 0xbf, 0xbf], [0xf0, 0x9f, 0x98], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xfe], [0xff], [0xc3, 0xa4, 0xa4]]
    .map((bytes) => bytes.map(byte).join("")).flatMap((text) => [
      dispatchText({ type: text }), dispatchText({ more: `,"source":"${text}"` }), handlingText({ handler: `${long(20)}${text}` }), dispatchText({ timestamp: text }), data(`{"a":"${text}"}`), data(`"${text}"`), data(`{"${long(61)}${text}":"${long(100)}"}`), data(`[${text}]`), `${dispatchText()}${text}`, text, error(`{"name":"${text}","message":""}`),
    ]),
  // Errors.
  ...["{}", "null", '"no"', "[]", '{"name":"E"}', '{"message":"m"}', '{"message":"m","name":"E"}', '{"name":7,"message":"m"}', '{"name":"E","message":null}', '{"name":"E","message":"m","name":7}', '{"name":"E","message":"m","message":null}', '{"name":"E","message":"m","na\\u006de":7}', '{"name":"E","message":"m","cause":{"name":"E","message":"m"}}', '{"name":"E","message":"m"', '{"name":"E","message":"m"}}', '{"name":"E","message":"m}', '{ "name":"E","message":"m"}', '{"name":"E\0","message":"m"}'].map(error),
];
