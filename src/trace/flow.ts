/** Flows: a root dispatch with everything that it caused, as a tree. */
import type { DispatchTrace } from "./dispatch_trace.ts";

/** Gives the root of the flow that a dispatch belongs to: itself for a root or an orphan. Cost: its depth. */
export function flowOf(trace: DispatchTrace): DispatchTrace {
  let root = trace;
  while (root.cause !== undefined) root = root.cause;
  return root;
}

/** Visits a flow from `trace` down, each dispatch before what it caused, those in the order in which they were sent. Deep flows do not overflow the stack. */
export function walkFlow(trace: DispatchTrace, visit: (trace: DispatchTrace, depth: number) => void): void {
  const waiting: { trace: DispatchTrace; depth: number }[] = [{ trace, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    visit(next.trace, next.depth);
    const { caused } = next.trace;
    for (let at = caused.length - 1; at >= 0; at--) {
      const child = caused[at];
      if (child !== undefined) waiting.push({ trace: child, depth: next.depth + 1 });
    }
  }
}
