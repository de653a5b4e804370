/** Replaying recordings: plan, play, verify. */
export { compareFlows } from "./compare.ts";
export { describeVerdict } from "./describe.ts";
export { installGate } from "./gate.ts";
export { planReplay } from "./plan.ts";
export { play } from "./player.ts";
export { verify } from "./verify.ts";
export type { Divergence } from "./verify.ts";
export type { FlowComparison } from "./compare.ts";
export type { FlowDifference } from "./compare.ts";
export type { FlowPair } from "./verify.ts";
export type { Gate } from "./gate.ts";
export type { OpenFlow } from "./verify.ts";
export type { PlannedRoot } from "./plan.ts";
export type { PlayOptions } from "./player.ts";
export type { PlayResult } from "./player.ts";
export type { ReplayPlan } from "./plan.ts";
export type { Verdict } from "./verify.ts";
export type { VerdictNames } from "./describe.ts";
