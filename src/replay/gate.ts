/**
 * Keeps an app's own roots out of a replay. An app sends messages of its own once it is started (timers, servers); in a
 * replay only the recorded roots count. What belongs to the app's startup, to the bus itself, or to a replayed flow passes.
 */
import type { Core, Dispatch } from "../mod.ts";
import { isLifecycleMessage } from "../trace/own_messages.ts";

/** A gate before one Core's handlers. */
export interface Gate {
  /** How many of the app's own roots were dropped. */
  readonly dropped: number;
  /** Lets the next root pass, whichever it is, and gives its id once `send` has been called; undefined when nothing was sent. */
  send(send: () => void): number | undefined;
  /** From now on everything passes: the replay is over. */
  open(): void;
}

/** Puts a gate before a Core's handlers; `keepRoots` lets the app's own roots pass. Install it before the app is started. */
export function installGate(core: Core, { keepRoots = false }: { readonly keepRoots?: boolean } = {}): Gate {
  const flows = new Set<number>();
  let isSending = false;
  let isOpen = keepRoots;
  let sent: number | undefined;
  let dropped = 0;
  core.tap({
    dispatched(dispatch: Dispatch) {
      if (dispatch.cause !== undefined) return;
      if (isSending) sent ??= dispatch.id;
      if (isSending || dispatch.phase === "startup" || isLifecycleMessage(dispatch.message.type)) flows.add(dispatch.id);
    },
  });
  core.intercept(">", function replay(view, _message, { next, drop }) {
    if (isOpen || (view.flowId !== undefined && flows.has(view.flowId))) return next();
    dropped += 1;
    return drop("a root of the app's own");
  });
  return {
    get dropped() { return dropped; },
    send(send) {
      isSending = true;
      sent = undefined;
      try {
        send();
      } finally {
        isSending = false;
      }
      return sent;
    },
    open() {
      isOpen = true;
    },
  };
}
