// Whole screens, written out, at the two sizes that count; and that nothing is ever wider than the terminal.
import fc from "fast-check";
import { cellWidth } from "../../../inspector/view/cell_width.ts";
import { screenOf } from "../../../inspector/view/screen.ts";
import { rowText } from "../../../inspector/view/segment.ts";
import type { KnownRecord } from "../../../src/trace/record.ts";
import { anyText } from "../../any_text.ts";
import { assert, suite } from "../../harness.ts";
import { dispatch, handling, HEADER, SHOP } from "../shop.ts";
import { Story } from "../story.ts";

const test = suite("inspector/view/screen");

const screenText = (text: string): string[] => text.slice(1, -1).split("\n");

test("screenOf() draws list and detail together at 120×40", () => {
  const story = new Story({ columns: 120, rows: 40 }).grow(...SHOP).press("g");

  assert.equal(story.screen(), screenText(`
 shop 4242 deno 2.9.5  ● live 02:14:10Z  1 failed  1 unhandled  412 lost  1 running  4 messages                  ? help
 / no filter                                                                                  not following · G follows
     ID  TIME (UTC)    TYPE                          SOURCE        HANDLED BY                  MS  DATA
 ▸    1  02:14:07.041  A user.created                users         notification ✓ audit ✗    3.33  {id:"123",email:"us…
      2  02:14:07.043  Q └ user.address              notification  users ✓                   0.51  {id:"123"}
      3  02:14:07.060  A cart.abandoned              carts         nobody ∅                     –  {cart:"c-9",total:8…
         ⋯ 412 records lost here: overflow
    416  02:14:07.101  P report.build                cron          reports 64 %                 …  {month:"2026-10"}













────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 A user.created #1 · a root · sent by users · 2026-11-23 02:14:07.041Z
   ▾ data  { 3 }
       id       "123"
       email    "user@example.com"
     ▸ address  { 2 }
   ▾ handled by  2
       ✓ notification.handleIPCEvents  done  3.23 ms, 0.08 of it synchronous
     ▾ ✗ audit.handleIPCEvents  failed  0.08 ms
       ▾ TypeError: email is not a string
           at Audit.handleIPCEvents (audit.ts:41:11)
           at dispatch (core.ts:88:5)
   ▾ caused  1
       Q user.address #2  users ✓



────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 ↑↓ move  ⏎ open  tab detail  / filter  space pause  t time  o output  ? help  q quit
`));
});

test("screenOf() leaves SOURCE and DATA out at 80×24", () => {
  const story = new Story({ columns: 80, rows: 24 }).grow(...SHOP).press("up");

  assert.equal(story.screen(), screenText(`
 shop  ● live 02:14:10Z  1 failed  1 unhandled  412 lost  1 running      ? help
 / no filter                                          not following · G follows
     ID  TIME (UTC)    TYPE                       HANDLED BY                 MS
      1  02:14:07.041  A user.created             notification ✓ +1 ✗      3.33
      2  02:14:07.043  Q └ user.address           users ✓                  0.51
      3  02:14:07.060  A cart.abandoned           nobody ∅                    –
 ▸       ⋯ 412 records lost here: overflow
    416  02:14:07.101  P report.build             reports 64 %                …















 ↑↓ move  ⏎ open  / filter  space pause  t time  o output  ? help  q quit
`));
});

test("screenOf() draws the detail as a screen of its own at 80×24", () => {
  const story = new Story({ columns: 80, rows: 24 }).grow(...SHOP).press("g", "enter", "down", "down", "down", "right");

  assert.equal(story.screen(), screenText(`
 shop  ● live 02:14:10Z  1 failed  1 unhandled  412 lost  1 running      ? help
 / no filter                                                      not following
 A user.created #1 · a root · sent by users · 2026-11-23 02:14:07.041Z
────────────────────────────────────────────────────────────────────────────────
   ▾ data  { 3 }
       id       "123"
       email    "user@example.com"
 ›   ▾ address  { 2 }
         street  "Hauptstraße 1"
         zip     "10115"
   ▾ handled by  2
       ✓ notification.handleIPCEvents  done  3.23 ms, 0.08 of it synchronous
     ▾ ✗ audit.handleIPCEvents  failed  0.08 ms
       ▾ TypeError: email is not a string
           at Audit.handleIPCEvents (audit.ts:41:11)
           at dispatch (core.ts:88:5)
   ▾ caused  1
       Q user.address #2  users ✓





 ↑↓ move  ⏎ fold  esc back  / filter  space pause  t time  ? help  q quit
`));
});

const HOSTILE = [
  "漢字かな交じり文", "👩‍👩‍👧‍👦🇩🇪👍🏽❤️", "\x1b[2J\x1b[31mred\x07", "a\u0301\u0302\u0303\u0304\u0305", "\u202eevil\u202c\u2066x", "\u200b\u200d\ufeff",
  "हिन्दी தமிழ்", "ﷺ𒐫", "\ud800", "one\ntwo\r\n\tthree", "x".repeat(5000), "", "\u0000\u0085\u2028",
];

const text = fc.oneof(fc.constantFrom(...HOSTILE), anyText({ maxLength: 60 }));
const sizes = fc.record({ columns: fc.integer({ min: 1, max: 220 }), rows: fc.integer({ min: 1, max: 60 }) });
const keys = fc.array(fc.constantFrom("g", "enter", "down", "right", "tab", "o", "?", "t", "/", "x", "escape", "space", "pageDown"), { maxLength: 10 });

function hostileLog(name: string, type: string, other: string, key: string): KnownRecord[] {
  return [
    { ...HEADER, name, runtime: other } as KnownRecord,
    dispatch(1, 1, type, { source: other, handlers: 3, data: { [key]: other, [other]: [name, { [name]: key }] } }),
    handling(1, 0, 2, type, other, { outcome: "failed", error: { name, message: other, stack: `${name}: ${other}\n    at ${key}` } }),
    handling(1, 1, 2, type, `${name}.onAny`, { outcome: "answered", answer: { [key]: name } }),
    dispatch(2, 3, `${type}.x`, { verb: "QUERYALL", cause: 1, by: 0, handlers: 0 }),
    { kind: "gap", at: 5, lost: 1e9, reason: other },
    { kind: "settled", dispatch: 1, at: 9, type, ms: 1e12, outcome: "timedOut", reason: key },
  ];
}

test("screenOf() gives as many rows as the terminal has and none wider, whatever the payload, the size and the keys", () => {
  fc.assert(fc.property(text, text, text, text, sizes, keys, fc.nat(7), (name, type, other, key, size, pressed, amount) => {
    const story = new Story(size).grow(...hostileLog(name, type, other, key).slice(0, amount))
      .happen({ kind: "output", stream: "stderr", text: `${other}\n${name}` }).press(...pressed);
    const rows = screenOf(story.model).map(rowText);
    const widest = Math.max(...rows.map(cellWidth));
    return rows.length === size.rows && widest <= size.columns && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(rows.join(""));
  }), { numRuns: 500 });
  assert.ok(true);
});
