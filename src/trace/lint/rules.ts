/** The rules, in the order in which they are told. */
import { fanOut } from "./fan_out.ts";
import { flood } from "./flood.ts";
import { growingSubscriptions } from "./growing_subscriptions.ts";
import { holdsLoop } from "./holds_loop.ts";
import { loop } from "./loop.ts";
import { nearMiss } from "./near_miss.ts";
import { neverSettled } from "./never_settled.ts";
import { noDescription } from "./no_description.ts";
import { noNamespace } from "./no_namespace.ts";
import { oddPayload } from "./odd_payload.ts";
import type { LintRule } from "./rule.ts";
import { sentTwice } from "./sent_twice.ts";
import { unanswered } from "./unanswered.ts";
import { unhandled } from "./unhandled.ts";

/** All rules, in the order of `RULE_NAMES`. */
export const LINT_RULES: readonly LintRule[] = [
  unhandled, nearMiss, unanswered, neverSettled, loop, sentTwice, holdsLoop, growingSubscriptions, fanOut, flood, oddPayload, noNamespace, noDescription,
];
