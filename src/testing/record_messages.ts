/**
 * A recording tap: what was sent on a Core and who handled it, in order, as plain data that a test can compare.
 */
import type { Core } from "../core/core.ts";
import type { Subscription } from "../core/disposable.ts";
import type { Verb } from "../core/message.ts";
import { parsePattern } from "../core/pattern.ts";
import type { Dispatch, EndedHandling, HandlingOutcome } from "../core/tap.ts";
import { plainCopy } from "./plain_copy.ts";

/**
 * A message that was sent.
 * @example
 * const first: RecordedDispatch = { kind: "dispatch", id: 1, verb: "ACTION", type: "user.created", data: { id: "1" }, source: "users" };
 */
export interface RecordedDispatch {
  /** Tells it from a handling. */
  readonly kind: "dispatch";
  /** Counted from 1. */
  readonly id: number;
  /** How it was sent. */
  readonly verb: Verb;
  /** The type of the message. */
  readonly type: string;
  /** As it was when the message was sent; absent when the sender gave none. */
  readonly data?: unknown;
  /** The name of the service that spoke; absent when nobody with a name did. */
  readonly source?: string;
  /** The dispatch whose handling sent this one, by id and type; absent at a root. */
  readonly cause?: { readonly id: number; readonly type: string | undefined };
}

/**
 * A handler's run that has ended.
 * @example
 * const failed = recording.handlings.filter(({ outcome }: RecordedHandling) => outcome === "failed");
 */
export interface RecordedHandling {
  /** Tells it from a dispatch. */
  readonly kind: "handling";
  /** The id of the dispatch that it ran for. */
  readonly dispatch: number;
  /** The type of the message. */
  readonly type: string;
  /** Its full name, such as `mailer.onMail`. */
  readonly handler: string;
  /** How it ended. */
  readonly outcome: HandlingOutcome;
  /** Present when `outcome` is `answered`. */
  readonly answer?: unknown;
  /** What it threw; present when `outcome` is `failed`. */
  readonly error?: unknown;
}

/**
 * What a tap has seen since `recordMessages()`: dispatches when they were sent, handlings when they ended.
 * @example
 * const recording = recordMessages(core);
 * await core.ACTION({ type: "user.created", data: { id: "1" } });
 * recording.dispatches.map(({ type }) => type); // ["user.created"]
 * recording.dispose();
 */
export class MessageRecording {
  /** All of it, in order. */
  readonly entries: (RecordedDispatch | RecordedHandling)[] = [];
  readonly #types = new Map<number, string>();
  readonly #tap: Subscription;

  /** Begins to record; `recordMessages()` does this. */
  constructor(core: Core, pattern: string) {
    const { matches } = parsePattern(pattern);
    this.#tap = core.tap({
      dispatched: (dispatch) => {
        this.#types.set(dispatch.id, dispatch.message.type);
        if (matches(dispatch.message.type)) this.entries.push(this.#dispatched(dispatch));
      },
      handled: (handling) => {
        if (matches(handling.dispatch.message.type)) this.entries.push(handled(handling));
      },
    });
  }

  /** The messages that were sent. */
  get dispatches(): RecordedDispatch[] {
    return this.entries.filter((entry) => entry.kind === "dispatch");
  }

  /** The runs of handlers that have ended. */
  get handlings(): RecordedHandling[] {
    return this.entries.filter((entry) => entry.kind === "handling");
  }

  /** Forgets what was recorded, and goes on. */
  clear(): void {
    this.entries.length = 0;
  }

  /** Records nothing more; what was recorded stays. */
  dispose(): void {
    this.#tap.dispose();
  }

  /** The same, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  #dispatched({ id, verb, message: { type, data, source }, cause }: Dispatch): RecordedDispatch {
    return {
      kind: "dispatch",
      id,
      verb,
      type,
      ...(data !== undefined && { data: plainCopy(data) }),
      ...(source !== undefined && { source }),
      ...(cause !== undefined && { cause: { id: cause, type: this.#types.get(cause) } }),
    };
  }
}

function handled({ dispatch, subscription: { handler }, outcome, answer, error }: EndedHandling): RecordedHandling {
  return {
    kind: "handling",
    dispatch: dispatch.id,
    type: dispatch.message.type,
    handler,
    outcome,
    ...(outcome === "answered" && { answer: plainCopy(answer) }),
    ...(outcome === "failed" && { error }),
  };
}

const recordings = new WeakMap<object, MessageRecording>();

/**
 * Starts recording what is sent on a Core from now on; with a pattern, only messages of types that match it. The latest recording
 * of a `core` is the one that `expectMessages(core, …)` reads.
 * @throws SyntaxError when the pattern is none.
 * @example
 * const recording = recordMessages(core, "user.*");
 * await core.ACTION({ type: "user.created", data: { id: "1" } });
 * recording.handlings.map(({ handler, outcome }) => `${handler} ${outcome}`); // ["mailer.onUser done"]
 */
export function recordMessages(core: Core, pattern = ">"): MessageRecording {
  const recording = new MessageRecording(core, pattern);
  recordings.set(core, recording);
  return recording;
}

/** The latest recording of a `core`. */
export function recordingOf(core: object): MessageRecording | undefined {
  return recordings.get(core);
}
