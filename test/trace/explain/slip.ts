// Which patterns just miss a type, and which are other names.
import { slipBetween, type Slip } from "../../../src/trace/explain/slip.ts";
import { assert, suite } from "../../harness.ts";

const test = suite("trace/explain/slip");

const slips: readonly (readonly [pattern: string, type: string, slip: Slip])[] = [
  ["cart.abandonned", "cart.abandoned", { kind: "letters", edits: 1 }],
  ["cart.abadnoned", "cart.abandoned", { kind: "letters", edits: 1 }],
  ["cart.abndned", "cart.abandoned", { kind: "letters", edits: 2 }],
  ["usre.*", "user.created", { kind: "letters", edits: 1 }],
  ["usr.created", "user.created", { kind: "letters", edits: 1 }],
  ["cartt.>", "cart.item.added", { kind: "letters", edits: 1 }],
  ["*.abandonned", "cart.abandoned", { kind: "letters", edits: 1 }],
  ["user_created", "user.created", { kind: "letters", edits: 1 }],
  ["User.Created", "user.created", { kind: "case" }],
  ["USER.*", "user.created", { kind: "case" }],
  ["created.user", "user.created", { kind: "order" }],
  ["created", "user.created", { kind: "lacks", segment: "user." }],
  ["user.created", "user.created.v2", { kind: "lacks", segment: ".v2" }],
  ["shop.user.created", "user.created", { kind: "exceeds", segment: "shop." }],
  ["user.*", "user", { kind: "exceeds", segment: ".*" }],
  ["user.>", "user", { kind: "exceeds", segment: ".>" }],
  ["user.*", "user.address.changed", { kind: "wildcard", wanted: "user.>" }],
];

for (const [pattern, type, slip] of slips) {
  test(`slipBetween("${pattern}", "${type}") is ${JSON.stringify(slip)}`, () => assert.equal(slipBetween(pattern, type), slip));
}

const others: readonly (readonly [pattern: string, type: string])[] = [
  ["user.created", "user.created"], ["user.*", "user.created"], ["*", "a"], [">", "a.b"],
  ["user.get", "user.set"], ["shard.1", "shard.2"], ["shard-12.full", "shard-13.full"], ["user.created", "cart.created"], ["user.created", "user.deleted"],
  ["a", "b"], ["user.*", "a.b.c"], ["*.*", "a"], ["*.created", "cart.item.removed"], ["us*", "user"], ["", "a"],
];

for (const [pattern, type] of others) {
  test(`slipBetween("${pattern}", "${type}") finds nothing near`, () => assert.is(slipBetween(pattern, type), undefined));
}
