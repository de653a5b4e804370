/**
 * What an observer hooked into the dispatcher is told. A tap only observes: it is called synchronously, must not change
 * what it receives, and is detached and reported when it throws. Nobody taps: one null check per dispatch.
 *
 * Every `at` is milliseconds on the Core's monotonic clock (`performance.now()` unless a clock was given); every `ms` a duration.
 */
import type { Message, Verb } from "./message.ts";

/** One sending of one message, as a tap sees it. The same object is told at `dispatched` and at `settled`. */
export interface Dispatch {
  /** Counted from 1 per Core while at least one tap is there; ids never repeat and have no holes. */
  readonly id: number;
  readonly verb: Verb;
  readonly message: Message;
  readonly at: number;
  /** How many subscriptions matched when it was sent; absent when an interceptor has yet to decide (see `intercepted`). */
  readonly handlers?: number;
  /** The dispatch whose handling sent this one. Absent: a root. 0: that handling began before anybody watched. */
  readonly cause?: number;
  /** Which handling of `cause` sent it (its `n`). */
  readonly by?: number;
  /** The id of the root dispatch of this flow; its own id for a root. 0 below a cause that nobody watched. */
  readonly flow: number;
  /** Present when it was sent before `startup()` had resolved. */
  readonly phase?: "startup";
}

/** How a handling ended. `spared`: its subscription was disposed before its turn. */
export type HandlingOutcome = "done" | "answered" | "declined" | "failed" | "spared";

/** One handler's run for one dispatch, at its start. The same object is told at `started` and at `handled`. */
export interface Handling {
  readonly dispatch: Dispatch;
  /** From 0, in the order in which the handlers were called. */
  readonly n: number;
  readonly at: number;
  readonly subscription: SubscriptionInfo;
}

/** A handling that has ended. */
export interface EndedHandling extends Handling {
  /** From its call until it settled. */
  readonly ms: number;
  /** The synchronous part of `ms`: how long the call itself held the thread. */
  readonly syncMs: number;
  readonly outcome: HandlingOutcome;
  /** Present when `outcome` is `answered`. */
  readonly answer?: unknown;
  /** The value thrown, rejected or returned as an Error; present when `outcome` is `failed`. */
  readonly error?: unknown;
}

/** How a dispatch ended. The first four follow from its handlings; the others need a record of their own. */
export type DispatchOutcome =
  | "done" | "answered" | "unanswered" | "failed"
  | "timedOut" | "aborted" | "dropped" | "answeredByInterceptor" | "refused";

/** A dispatch that is over. */
export interface SettledDispatch extends Dispatch {
  /** When it was over, on the same clock as `at`. */
  readonly settledAt: number;
  readonly ms: number;
  readonly outcome: DispatchOutcome;
  /** Why, in words, where it ended otherwise than by its handlings. */
  readonly reason?: string;
}

/** A registered handler. */
export interface SubscriptionInfo {
  /** Counted from 1 per Core. */
  readonly id: number;
  readonly verb: "ACTION" | "QUERY" | "PERFORM";
  readonly pattern: string;
  /** Its full name, such as `mailer.onMail`. */
  readonly handler: string;
  readonly service?: string;
  readonly external?: true;
}

/** A service's state. */
export type ServiceState = "registered" | "starting" | "started" | "stopping" | "stopped" | "failed";

/** A service whose state has changed. */
export interface ServiceInfo {
  readonly name: string;
  readonly state: ServiceState;
  /** How long it took to reach `started` or `stopped`. */
  readonly ms?: number;
  readonly error?: unknown;
}

/** What an interceptor did to a dispatch. */
export interface Interception {
  /** The interceptor's name. */
  readonly by: string;
  readonly change: "passed" | "changed" | "dropped" | "answered";
  readonly at: number;
  /** How many subscriptions matched after the last interceptor passed the message on. */
  readonly handlers?: number;
  readonly reason?: string;
  /** The payload it passed on, when `change` is `changed`. */
  readonly data?: unknown;
}

/** A report of a running task. */
export interface Progress {
  readonly task: string;
  readonly dispatch: Dispatch;
  readonly at: number;
  /** 0 to 1. */
  readonly ratio: number;
  readonly note?: string;
}

/** An observer: any of these, each called synchronously at its moment. */
export interface Observer {
  /** After the message was made and matched, before any interceptor or handler runs. */
  dispatched?(dispatch: Dispatch): void;
  started?(handling: Handling): void;
  handled?(handling: EndedHandling): void;
  /** Told for every dispatch, at its end. */
  settled?(dispatch: SettledDispatch): void;
  intercepted?(dispatch: Dispatch, interception: Interception): void;
  /** A value was sent on a reply channel that stands at `member` of the dispatch's data. */
  replied?(dispatch: Dispatch, member: string, value: unknown): void;
  progressed?(progress: Progress): void;
  /** Also told once for each that is there already, `snapshot` true, before `tap()` returns. */
  subscribed?(subscription: SubscriptionInfo, snapshot: boolean): void;
  unsubscribed?(subscription: SubscriptionInfo): void;
  /** Also told once for each that is there already, `snapshot` true, before `tap()` returns. */
  serviceChanged?(service: ServiceInfo, snapshot: boolean): void;
}
