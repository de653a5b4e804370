/**
 * What an observer hooked into the dispatcher is told. A tap only observes: it is called synchronously, must not change
 * what it receives, and is detached and reported when it throws. Nobody taps: one comparison per dispatch.
 *
 * Every `at` is milliseconds on the Core's monotonic clock (`performance.now()` unless a clock was given); every `ms` a duration.
 */
import type { Definition } from "./definition.ts";
import type { Limits } from "./limits.ts";
import type { RedactionRule } from "./options.ts";
import type { Message, Verb } from "./message.ts";

/** One sending of one message, as a tap sees it. The same object is told at `dispatched` and at `settled`. */
export interface Dispatch {
  /** Counted from 1 per Core while at least one tap is there; ids never repeat and have no holes. */
  readonly id: number;
  /** How it was sent. */
  readonly verb: Verb;
  /** What was sent, as handlers receive it. */
  readonly message: Message;
  /** When it was sent. */
  readonly at: number;
  /** How many subscriptions matched when it was sent; absent when an interceptor has yet to decide (see `intercepted`). */
  readonly handlers?: number;
  /** The dispatch whose handling sent this one. Absent: a root. 0: that handling began before anybody watched. */
  readonly cause?: number;
  /** Which handling of `cause` sent it (its `n`). */
  readonly by?: number;
  /** The id of the root dispatch of this flow; its own id for a root. 0 below a cause that nobody watched. */
  readonly flow: number;
  /** What its constant says of it: the one that made it, or the one that `withMessages` documents. */
  readonly definition?: Definition;
  /** Present when it was sent before `startup()` had resolved. */
  readonly phase?: "startup";
}

/** How a handling ended. `spared`: its subscription was disposed before its turn. */
export type HandlingOutcome = "done" | "answered" | "declined" | "failed" | "spared";

/** One handler's run for one dispatch, at its start. The same object is told at `started` and at `handled`. */
export interface Handling {
  /** What is handled. */
  readonly dispatch: Dispatch;
  /** From 0, in the order in which the handlers were called. */
  readonly n: number;
  /** When the handler was called. */
  readonly at: number;
  /** Whose run it is. */
  readonly subscription: SubscriptionInfo;
}

/** A handling that has ended. */
export interface EndedHandling extends Handling {
  /** From its call until it settled. */
  readonly ms: number;
  /** The synchronous part of `ms`: how long the call itself held the thread. */
  readonly syncMs: number;
  /** How it ended. */
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
  /** From its sending until it was over. */
  readonly ms: number;
  /** How it ended. */
  readonly outcome: DispatchOutcome;
  /** Why, in words, where it ended otherwise than by its handlings. */
  readonly reason?: string;
}

/** A registered handler. */
export interface SubscriptionInfo {
  /** Counted from 1 per Core. */
  readonly id: number;
  /** For which verb; `QUERY` stands for QUERYALL, too. */
  readonly verb: "ACTION" | "QUERY" | "PERFORM";
  /** The pattern that it was registered with. */
  readonly pattern: string;
  /** Its full name, such as `mailer.onMail`. */
  readonly handler: string;
  /** The service that registered it; absent when none did. */
  readonly service?: string;
  /** Present when it touches the world outside, by its own word. */
  readonly external?: true;
}

/** A service's state. */
export type ServiceState = "registered" | "starting" | "started" | "stopping" | "stopped" | "failed";

/** A service whose state has changed. */
export interface ServiceInfo {
  /** The name of the service. */
  readonly name: string;
  /** The state that it is in now. */
  readonly state: ServiceState;
  /** How long it took to reach `started` or `stopped`. */
  readonly ms?: number;
  /** What it failed with; present when `state` is `failed`. */
  readonly error?: unknown;
}

/** What an interceptor did to a dispatch. */
export interface Interception {
  /** The interceptor's name. */
  readonly by: string;
  /** What it did: passed the message on as it was or changed, ended it, answered in place of the handlers, or `held` it: returned a promise without having decided. */
  readonly change: "passed" | "changed" | "dropped" | "answered" | "held";
  /** When, on the Core's monotonic clock. */
  readonly at: number;
  /** How many subscriptions matched after the last interceptor passed the message on. */
  readonly handlers?: number;
  /** Why it dropped the message; present when `change` is `dropped`. */
  readonly reason?: string;
  /** The payload it passed on, when `change` is `changed`. */
  readonly data?: unknown;
}

/** A report of a running task. */
export interface Progress {
  /** The id of the task, such as `task-1`. */
  readonly task: string;
  /** The PERFORM that the task runs for. */
  readonly dispatch: Dispatch;
  /** When it was reported. */
  readonly at: number;
  /** 0 to 1. */
  readonly ratio: number;
  /** What the executor said with it. */
  readonly note?: string;
}

/** What the app asked for that whoever observes it must know; the same for the Core's whole life. */
export interface Settings {
  /** What must not reach a log, by `withRedaction`, in the order of the options; empty when nothing was said. The default keys and what is `sensitive` are not among it. */
  readonly redaction: readonly RedactionRule[];
  /** The bounds of the Core; of these `recordBytes` is an observer's to keep. */
  readonly limits: Limits;
}

/** An observer: any of these, each called synchronously at its moment. */
export interface Observer {
  /** What the app asked for; told once, first of all, before `tap()` returns. One that throws here is told of nothing else. */
  configured?(settings: Settings): void;
  /** After the message was made and matched, before any interceptor or handler runs. */
  dispatched?(dispatch: Dispatch): void;
  /** A handler is about to be called. */
  started?(handling: Handling): void;
  /** A handling has ended. */
  handled?(handling: EndedHandling): void;
  /** Told for every dispatch, at its end. */
  settled?(dispatch: SettledDispatch): void;
  /** An interceptor has decided. */
  intercepted?(dispatch: Dispatch, interception: Interception): void;
  /** A value was sent on a reply channel that stands at `member` of the dispatch's data. */
  replied?(dispatch: Dispatch, member: string, value: unknown): void;
  /** A task reports. */
  progressed?(progress: Progress): void;
  /** Also told once for each that is there already, `snapshot` true, before `tap()` returns. */
  subscribed?(subscription: SubscriptionInfo, snapshot: boolean): void;
  /** A message that `withMessages` documents; told once for each, before `tap()` returns. */
  described?(definition: Definition): void;
  /** A handler is registered no more. */
  unsubscribed?(subscription: SubscriptionInfo): void;
  /** Also told once for each that is there already, `snapshot` true, before `tap()` returns. */
  serviceChanged?(service: ServiceInfo, snapshot: boolean): void;
}
