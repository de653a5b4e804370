/** What a lint finds, as data: one sentence, why it matters, and the messages that prove it. Names in it are as the log says them: make them safe before a terminal sees them. */
import type { RuleName } from "./rule_names.ts";

/**
 * How sure it is that somebody has to act.
 * `error`: somebody did not get what was asked for, or never will; no app means that.
 * `warning`: most likely a mistake, and costly if it is one.
 * `note`: worth knowing, and often meant so. It makes no check fail.
 */
export type Severity = "error" | "warning" | "note";

/** One thing in the log that proves a finding. */
export interface Evidence {
  /** The position of its run in `Log.runs`. */
  readonly run: number;
  /** When that was, in milliseconds since its run began. */
  readonly at: number;
  /** The ordinal of the dispatch; absent for a subscription. */
  readonly dispatch?: number;
  /** The id of that dispatch in its run. */
  readonly id?: number;
  /** Which handling of the dispatch, where it is about one. */
  readonly n?: number;
  /** The id of a subscription in its run. */
  readonly subscription?: number;
  /** What it shows, in a few words: a type with its handler, a time, what is odd. */
  readonly text: string;
}

/** What a rule found. */
export interface Finding {
  /** Which rule found it. */
  readonly rule: RuleName;
  /** How bad it is. */
  readonly severity: Severity;
  /** What is the case, in one sentence without a period. */
  readonly sentence: string;
  /** Why that matters, in one sentence. */
  readonly why: string;
  /** The page that says more, from the root of the package. */
  readonly page: string;
  /** What it is about: a type, a handler, a namespace, a source. Two findings of a rule differ in it. */
  readonly about: string;
  /** What proves it: the first, or the worst; at most `EVIDENCE_SHOWN`. */
  readonly evidence: readonly Evidence[];
  /** How many there are in all. */
  readonly evidenceCount: number;
}

/** What a rule did not look at: it looks at so many only. */
export interface Bound {
  /** Which rule it bounds. */
  readonly rule: RuleName;
  /** What it looks at. */
  readonly what: "payload" | "message" | "type" | "pair";
  /** How many were looked at. */
  readonly looked: number;
  /** How many there were. */
  readonly of: number;
}

/** All that the rules found. */
export interface LintReport {
  /** Errors first, then warnings, then notes; those of a severity in the order of the rules. */
  readonly findings: readonly Finding[];
  /** How many more there would be but for `ignore`, by rule. */
  readonly silenced: ReadonlyMap<RuleName, number>;
  /** Which rules did not look at all there was. */
  readonly bounds: readonly Bound[];
}
