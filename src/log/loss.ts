/** Losses that wait to be told: those with one reason become one. */
import type { Loss } from "./sink.ts";

/** More reasons than these are told as the last of them: a sink that gives each loss a reason of its own must not fill memory. */
const REASONS = 8;

/** Adds a loss to those that wait. */
export function withLoss(waiting: readonly Loss[], loss: Loss): readonly Loss[] {
  const same = waiting.findIndex(({ reason }) => reason === loss.reason);
  const at = same === -1 && waiting.length >= REASONS ? waiting.length - 1 : same;
  return at === -1 ? [...waiting, loss] : waiting.with(at, joined(waiting[at]!, loss));
}

/** Gives the span of ids over losses and lines; absent where there are none. */
export function spanOf(spans: readonly { readonly from?: number | undefined; readonly to?: number | undefined }[]): { from?: number; to?: number } {
  let from = Infinity;
  let to = 0;
  for (const span of spans) {
    from = Math.min(from, span.from ?? Infinity);
    to = Math.max(to, span.to ?? 0);
  }
  return from <= to ? { from, to } : {};
}

function joined(a: Loss, b: Loss): Loss {
  return { lost: a.lost + b.lost, reason: b.reason, ...spanOf([a, b]) };
}
