/**
 * A filter as data: what was asked, apart from how it was written. `parse.ts` makes it, `trace_test.ts` asks it of one dispatch with its
 * payloads, `column_test.ts` of the columns of a log. Each condition keeps its place in the text, for what is said about it.
 */
import type { LogVerb } from "../record.ts";
import type { DispatchState } from "../state.ts";

/** What is asked. */
export type FilterNode =
  | { readonly kind: "all" | "any"; readonly parts: readonly FilterNode[] }
  | { readonly kind: "not"; readonly part: FilterNode }
  | ConditionNode;

/** One condition. `at`: the offset of its first character in the filter. */
export type ConditionNode = { readonly at: number } & (
  | { readonly kind: "name"; readonly member: NameMember; readonly fits: Fits }
  | { readonly kind: "verb"; readonly verb: LogVerb }
  | { readonly kind: "outcome"; readonly outcome: FilterOutcome }
  | { readonly kind: "state"; readonly word: StateWord }
  | { readonly kind: "number"; readonly member: NumberMember; readonly within: Interval }
  | { readonly kind: "moment"; readonly from?: MomentEdge; readonly to?: MomentEdge }
  | { readonly kind: "flow"; readonly id: number }
  | { readonly kind: "payload"; readonly root: PayloadRoot; readonly steps: readonly Step[]; readonly check?: Check }
  | { readonly kind: "text"; readonly fits: Fits }
);

/** Members whose values are names. */
export type NameMember = "type" | "source" | "handler" | "service" | "run";
/** Members whose values are numbers. */
export type NumberMember = "ms" | "id" | "cause";
/** Words that are conditions by themselves. */
export type StateWord = "running" | "failed" | "unhandled" | "orphan" | "root";
/** Where a path into a payload begins. */
export type PayloadRoot = "data" | "answer" | "error" | "reply";
/** How a message ended, or one of its handlings. */
export type FilterOutcome = DispatchState | "declined" | "spared";

/** How a text must be. `glob`: as it stands, where `*` is any characters; `words`: they stand somewhere in it. */
export type Fits =
  | { readonly kind: "pattern" | "glob" | "words"; readonly text: string }
  | { readonly kind: "regexp"; readonly source: string; readonly flags: string };

/** A step from a value to a part of it; `any`: to each. */
export type Step = { readonly kind: "key"; readonly key: string } | { readonly kind: "any" };

/** What must hold of a payload's value. */
export type Check =
  | { readonly kind: "fits"; readonly fits: Fits }
  | { readonly kind: "compare"; readonly operator: Comparison; readonly literal: Literal };

/** How a value is compared. */
export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";
/** What it is compared with: a text where it is quoted, else whatever is written so. */
export type Literal = { readonly isQuoted: boolean; readonly text: string };

/** Numbers from `from` to `to`; whether those two belong to it. */
export type Interval = { readonly from: number; readonly hasFrom: boolean; readonly to: number; readonly hasTo: boolean };

/** A moment as it was written: on the clock of the run's day, on the calendar, or since the run began; in milliseconds. `lengthMs`: a minute for `02:10`, a second for `02:10:00`. */
export type Moment = { readonly kind: "clock" | "calendar" | "elapsed"; readonly ms: number; readonly lengthMs: number };
/** The beginning or the end of a moment. */
export type MomentEdge = { readonly moment: Moment; readonly side: "begin" | "end" };

/** Gives the conditions of a filter, in the order in which they were written. */
export function* conditionsOf(node: FilterNode): Generator<ConditionNode, void> {
  switch (node.kind) {
    case "all": case "any":
      for (const part of node.parts) yield* conditionsOf(part);
      return;
    case "not": return yield* conditionsOf(node.part);
    default: yield node;
  }
}

/** Gives the name of the member that a condition asks about. */
export function memberOf(condition: ConditionNode): string {
  switch (condition.kind) {
    case "name": case "number": return condition.member;
    case "verb": case "outcome": case "flow": return condition.kind;
    case "state": return condition.word;
    case "moment": return "at";
    case "payload": return condition.root;
    case "text": return condition.fits.kind === "regexp" ? "/…/" : '"…"';
    default: return condition satisfies never;
  }
}
