/** What a rule is, and what it is given. */
import type { Log } from "../log.ts";
import type { Facts } from "./facts.ts";
import type { Bound, Evidence, Severity } from "./finding.ts";
import { EVIDENCE_SHOWN } from "./lint_limits.ts";
import type { RuleName } from "./rule_names.ts";
import { Tally, type Group, type Met } from "./tally.ts";

/** Work that yields every few thousand rows. */
export type Work = Generator<undefined, void, undefined>;

/** One rule. */
export interface LintRule {
  readonly name: RuleName;
  /** Why that matters, in one sentence. */
  readonly why: string;
  /** Looks at a log. Cost: one pass over columns unless it says otherwise. */
  readonly check: (scope: RuleScope) => Work;
}

/** What a rule says of what it found. */
export interface Draft {
  readonly severity: Severity;
  readonly about: string;
  readonly sentence: string;
  readonly evidence: readonly Evidence[];
  readonly evidenceCount: number;
}

/** A log for one rule: what it may look at, and whom it tells. */
export class RuleScope {
  readonly log: Log;
  readonly facts: Facts;
  /** Which dispatches findings may be about. */
  readonly asks: (dispatch: number) => boolean;
  /** Which of them nothing is to be said of. */
  readonly isSilenced: (dispatch: number) => boolean;
  readonly drafts: Draft[] = [];
  /** How many findings were silenced. */
  silenced = 0;
  /** How many it looked at, of how many; absent where it looks at all there is. */
  bound: Omit<Bound, "rule"> | undefined;

  constructor(log: Log, facts: Facts, asks: (dispatch: number) => boolean, isSilenced: (dispatch: number) => boolean) {
    this.log = log;
    this.facts = facts;
    this.asks = asks;
    this.isSilenced = isSilenced;
  }

  /** Begins to gather. */
  tally(): Tally {
    return new Tally(this.isSilenced);
  }

  /** Tells of a finding. */
  found(draft: Draft): void {
    this.drafts.push({ ...draft, evidence: draft.evidence.slice(0, EVIDENCE_SHOWN) });
  }

  /** Tells of each group what `draft` makes of it; undefined for nothing. One of which all is silenced is counted. */
  foundIn(tally: Tally, draft: (group: Group) => Omit<Draft, "evidence" | "evidenceCount"> & Partial<Draft> | undefined): void {
    if (tally.dropped > 0) this.bound = { what: "message", looked: tally.taken, of: tally.taken + tally.dropped };
    for (const group of tally.groups()) {
      if (group.count === 0) {
        this.silenced += 1;
        continue;
      }
      const made = draft(group);
      if (made !== undefined) this.found({ evidence: group.shown.map((met) => this.evidence(met)), evidenceCount: group.count, ...made });
    }
  }

  /** Gives what was met as evidence: a dispatch, or one of its handlings. */
  evidence({ dispatch, handling = -1, n = -1, text = "" }: Pick<Met, "dispatch"> & Partial<Met>): Evidence {
    const { dispatches, handlings, texts } = this.log;
    const isHandling = handling >= 0;
    return {
      run: dispatches.run(dispatch), at: isHandling ? handlings.at(handling) : dispatches.at(dispatch), dispatch, id: dispatches.id(dispatch),
      ...(isHandling ? { n: handlings.n(handling) } : n >= 0 ? { n } : {}),
      text: text !== "" ? text : isHandling ? texts.textOf(handlings.handler(handling)) : texts.textOf(dispatches.type(dispatch)),
    };
  }

  /** The name of a dispatch's type. */
  typeOf(dispatch: number): string {
    return this.log.texts.textOf(this.log.dispatches.type(dispatch));
  }

  /** The name of a dispatch's source; "" for none. */
  sourceOf(dispatch: number): string {
    return this.log.texts.textOf(this.log.dispatches.source(dispatch));
  }
}
