// What messages of one cause have in common.
import { messageShape } from "../../../src/trace/now/message_shape.ts";
import { assert, suite } from "../../harness.ts";

const test = suite("trace/now/message_shape");

const shapes: readonly (readonly [message: string, shape: string])[] = [
  ["no route to host", "no route to host"],
  ['no user "ada" (id 4711)', 'no user "…" (id …)'],
  ["no answer within 400 ms", "no answer within … ms"],
  ["connect ECONNREFUSED 127.0.0.1:5432", "connect ECONNREFUSED …"],
  ["job 3f2504e0-4f89-41d3-9a0c-0305e82c3301 failed", "job … failed"],
  ["bad token 9f86d081884c7d659a2feaa0c55ad015", "bad token …"],
  ["mail to ada@example.com bounced", "mail to … bounced"],
  ["at 2026-11-23T02:14:07.041Z", "at …"],
  ["balance is -12.50", "balance is …"],
  ["two\n  lines", "two lines"],
  ["email is not a string", "email is not a string"],
  ["", ""],
];

for (const [message, shape] of shapes) test(`messageShape(${JSON.stringify(message)}) is ${JSON.stringify(shape)}`, () => assert.is(messageShape(message), shape));

test("messageShape() cuts what is long", () => assert.is(messageShape("no ".repeat(10_000)).length, 201));
