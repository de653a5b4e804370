import { type Moment, momentMs, parseMoment } from "../../src/trace/moment.ts";
import { assert, suite } from "../harness.ts";

const test = suite("trace/moment");

const at = (iso: string): number => Date.parse(iso);
const SPAN = { fromMs: at("2026-11-23T23:00:00Z"), toMs: at("2026-11-24T03:00:00Z") };

const read: readonly [text: string, moment: Moment][] = [
  ["02:10", { kind: "ofDay", ms: 7_800_000, widthMs: 60_000 }],
  ["02:10:07", { kind: "ofDay", ms: 7_807_000, widthMs: 1000 }],
  ["02:10:07.041", { kind: "ofDay", ms: 7_807_041, widthMs: 1 }],
  ["02:10Z", { kind: "ofDay", ms: 7_800_000, widthMs: 60_000 }],
  ["2026-11-23", { kind: "wall", ms: at("2026-11-23T00:00:00Z"), widthMs: 86_400_000 }],
  ["2026-11-23T02:10", { kind: "wall", ms: at("2026-11-23T02:10:00Z"), widthMs: 60_000 }],
  ["2026-11-23 02:10:07Z", { kind: "wall", ms: at("2026-11-23T02:10:07Z"), widthMs: 1000 }],
  ["2026-11-23T02:10:07.5+01:30", { kind: "wall", ms: at("2026-11-23T00:40:07.500Z"), widthMs: 1 }],
  ["+12s", { kind: "afterBegin", ms: 12_000, widthMs: 1 }],
  ["+1.5m", { kind: "afterBegin", ms: 90_000, widthMs: 1 }],
  ["+250ms", { kind: "afterBegin", ms: 250, widthMs: 1 }],
  ["-30", { kind: "beforeEnd", ms: 30_000, widthMs: 1 }],
  ["-2h", { kind: "beforeEnd", ms: 7_200_000, widthMs: 1 }],
];
for (const [text, moment] of read) test(`parseMoment() reads ${text}`, () => assert.equal(parseMoment(text), moment));

for (const text of ["", "2:10", "24:00", "02:60", "02:10:60", "yesterday", "2026-02-30", "2026-13-01", "2026-11-23Z", "02:10+01:00", "12s", "+12x", "+", "2026-11-23T", "T02:10"]) {
  test(`parseMoment() takes "${text}" for none`, () => assert.is(parseMoment(text), undefined));
}

const meant: readonly [text: string, iso: string][] = [
  ["23:30", "2026-11-23T23:30:00Z"],
  ["02:10", "2026-11-24T02:10:00Z"],
  ["23:00", "2026-11-23T23:00:00Z"],
  ["12:00", "2026-11-23T12:00:00Z"],
  ["2026-11-24T01:00", "2026-11-24T01:00:00Z"],
  ["+12s", "2026-11-23T23:00:12Z"],
  ["-1h", "2026-11-24T02:00:00Z"],
];
for (const [text, iso] of meant) {
  test(`momentMs() finds ${text} in a log from 23:00 to 03:00`, () => assert.is(momentMs(parseMoment(text)!, SPAN), at(iso)));
}
