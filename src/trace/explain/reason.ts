/** Why a subscription got a message, or did not. Data alone; `reason_text.ts` has the sentences. */
import type { HandlingRecord } from "../record.ts";
import type { SubscriptionTrace } from "../run_trace.ts";
import type { Slip } from "./slip.ts";

/** What it means that a subscription matched, or what it missed by. Times in milliseconds. */
export type Reason =
  // It matched, and got the message.
  /** Its handling has ended. */
  | { readonly kind: "handled"; readonly n: number; readonly outcome: Exclude<HandlingRecord["outcome"], "spared">; readonly ms: number }
  /** Its handling had not ended when the log did. */
  | { readonly kind: "running"; readonly n: number; readonly ms: number }
  // It matched, and did not get it.
  /** It was disposed before its turn came, or nobody waited any more. */
  | { readonly kind: "spared"; readonly why: "disposed" | "over"; readonly afterMs: number }
  /** A question or task needs one handler, and another took it, or has yet to say whether it does. */
  | { readonly kind: "notAsked"; readonly by: string; readonly why: "answered" | "failed" | "done" | "pending" }
  /** Other runs of it were open, and its turn had not come when the log ended. */
  | { readonly kind: "waiting"; readonly open: number }
  /** So many of its runs were open, and so many messages waited, that it did not take it (`handler.busy`). */
  | { readonly kind: "busy" }
  /** Messages that came later had their turn and it had not: its records were lost. */
  | { readonly kind: "overtaken" }
  /** The log holds no handling of it, and does not say why: it ends `ms` after the message was sent, and what is open has a record only after a while. */
  | { readonly kind: "untold"; readonly ms: number }
  /** An interceptor ended the message. */
  | { readonly kind: "dropped"; readonly by: string; readonly reason: string | undefined }
  /** An interceptor answered in its place. */
  | { readonly kind: "intercepted"; readonly by: string }
  /** An interceptor had not decided when the log ended. */
  | { readonly kind: "held"; readonly by: string | undefined; readonly ms: number }
  /** The bus refused the message: its data does not fit the schema, a limit was reached, an interceptor failed, or the Core was shut down. */
  | { readonly kind: "refused"; readonly by: Refuser; readonly reason: string | undefined }
  // It was there, and did not match.
  | { readonly kind: "otherVerb"; readonly listensFor: "ACTION" | "QUERY" | "PERFORM"; readonly sent: "ACTION" | "QUERY" | "QUERYALL" | "PERFORM" }
  /** `slip` is absent where the names have nothing to do with each other. */
  | { readonly kind: "otherPattern"; readonly type: string; readonly slip?: Slip }
  // It was not there.
  /** It looks as if it had been, and the record counts `said` that matched, others: its end was not recorded. */
  | { readonly kind: "uncounted"; readonly said: number }
  | { readonly kind: "disposed"; readonly ms: number }
  /** It ended with its only run, as one with `once` does: `by` is the id of the message that spent it. */
  | { readonly kind: "spent"; readonly by: number; readonly ms: number }
  | { readonly kind: "registered"; readonly ms: number }
  /** The log shows it only later, as one that had begun: it may have been there, or not. */
  | { readonly kind: "unsaid"; readonly ms: number };

/** Who refused a message, as far as the words of the record tell. */
export type Refuser = "schema" | "limit" | "shutdown" | "other";

/** A subscription, and why it got a message or not. */
export interface Concerned {
  /** The id of the subscription in its run. */
  readonly id: number;
  /** The name of the handler. */
  readonly handler: string;
  /** Absent where the log holds its handling and not its registration. */
  readonly subscription?: SubscriptionTrace;
  /** The first is what kept it from the message; a further one would have, too. */
  readonly reasons: readonly [Reason, ...Reason[]];
}

/** What an explanation does not know. None of them: the log holds the registry as it was. */
export type Doubt =
  /** The log begins without saying what it is: who was registered before is not in it. */
  | { readonly kind: "headless" }
  /** So many subscriptions, told by their ids, are not in the log: they ended before it began, or their records were lost. */
  | { readonly kind: "unknownSubscriptions"; readonly count: number }
  /** Records were lost before the message was sent, perhaps of subscriptions that came or went. */
  | { readonly kind: "lost"; readonly count: number }
  /** Lines before it are no records. */
  | { readonly kind: "defects"; readonly count: number }
  /** A flight recorder holds a while at a time: what was disposed in between is not told. */
  | { readonly kind: "ring" }
  /** The record counts more subscriptions than the log names. */
  | { readonly kind: "unnamed"; readonly said: number; readonly found: number }
  /** The record counts fewer: one of those below had ended, and its end was not recorded. */
  | { readonly kind: "overnamed"; readonly said: number; readonly found: number };

/** Whether a reason says that the handler was called. */
export function isCalled({ kind }: Reason): boolean {
  return kind === "handled" || kind === "running";
}

/** Whether a reason says that the subscription matched. */
export function isMatched({ kind }: Reason): boolean {
  switch (kind) {
    case "handled": case "running": case "spared": case "notAsked": case "waiting": case "busy": case "overtaken": case "untold": case "dropped": case "intercepted": case "held": case "refused":
      return true;
    case "otherVerb": case "otherPattern": case "uncounted": case "disposed": case "spent": case "registered": case "unsaid":
      return false;
    default: return kind satisfies never;
  }
}
