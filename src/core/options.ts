/**
 * What `createCore` takes. Settings hold for the whole Core, wherever they stand among the options; what builds runs in order.
 */
import type { Clock } from "./clock.ts";
import type { Definition } from "./definition.ts";
import { type CoreError, expect, expectCount, expectKnown, expectText } from "./errors.ts";
import type { Limits } from "./limits.ts";
import type { Bus } from "./bus.ts";
import type { Verb } from "./message.ts";
import { addService, type ServiceFactory } from "./services.ts";

/** How an ACTION calls its handlers: their promises awaited together, or each before the next handler is called. */
export type DeliveryMode = "together" | "serial";

/**
 * What must not reach a log: a JSON Pointer (`/card/number`; `*` is any segment), the name of a member at any depth and in any case (`iban`, or `key:iban`), a
 * detector of texts (`detect:email`, `detect:card`, `detect:token`), a filter of the messages whose payloads are kept out whole (`type:payment.*`), or a function
 * that gives what stands in a log in place of the data. It must not change the data, which handlers have, too; where it throws, the whole payload is kept out.
 */
export type RedactionRule = string | ((data: unknown, message: RedactedMessage) => unknown);

/** What a rule that is a function is told of the message whose payload it is given. */
export interface RedactedMessage {
  /** The type of the message. */
  readonly type: string;
  /** How it was sent. */
  readonly verb: Verb;
  /** The service that spoke; absent when none did. */
  readonly source?: string;
  /** Which of its payloads it is: its data, an answer, or a value on a reply channel. */
  readonly member: "data" | "answer" | "reply";
}

/** What `createCore` takes; made by the functions below. */
export class CoreOption {
  /**
   * Changes the settings; all do, before anything is built. Gives what puts something on the bus.
   * @internal
   */
  declare readonly set: (bus: Bus) => void | (() => void | Promise<void>);

  /** @internal */
  constructor(set: CoreOption["set"]) {
    this.set = set;
  }
}

/**
 * Adds a service that is named after its `serviceName` or its class: `NotificationService` becomes `notification`.
 * @example
 * await createCore(withService((core) => new NotificationService(core)));
 */
export function withService(factory: ServiceFactory): CoreOption {
  return withName(undefined, factory);
}

/**
 * Adds a service under a name; without one, as `withService` does.
 * @example
 * await createCore(withName("database", () => new Database()));
 */
export function withName(name: string | undefined, factory: ServiceFactory): CoreOption {
  return new CoreOption((bus) => () => addService(bus, name, factory));
}

/**
 * Adds a service under each key, sorted by name.
 * @example
 * await createCore(withServices({ users: () => new Users(), mail: () => new Mail() }));
 */
export function withServices(factories: Readonly<Record<string, ServiceFactory>>): CoreOption {
  return new CoreOption((bus) => async () => {
    for (const name of Object.keys(factories).sort()) await addService(bus, name, factories[name] as ServiceFactory);
  });
}

/**
 * Lets no service come after this option.
 * @example
 * await createCore(withName("users", () => new Users()), withServiceLock());
 */
export function withServiceLock(): CoreOption {
  return new CoreOption((bus) => () => void (bus.isLocked = true));
}

/**
 * Documents messages: taps are told of them, and their schemas hold for every message of their types, however it was made.
 * @example
 * await createCore(withMessages(defineMessage("user.created", { description: "A user signed up", sensitive: ["/email"] })));
 */
export function withMessages(...definitions: readonly Definition[]): CoreOption {
  return new CoreOption((bus) => {
    for (const definition of definitions) {
      bus.definitions.set(definition.type, definition);
      if (definition.schema) bus.careful++;
    }
  });
}

/**
 * Says how an ACTION calls its handlers; `together` without it.
 * @example
 * await createCore(withDelivery("serial"));
 */
export function withDelivery(mode: DeliveryMode): CoreOption {
  expectKnown("delivery", [mode], ["together", "serial"]);
  return new CoreOption((bus) => {
    bus.isSerial = mode === "serial";
    bus.careful++;
  });
}

/**
 * Changes bounds of the Core. `createCore` rejects with a RangeError when one is not a whole number from 1 on, with a TypeError when there is no such bound.
 * @example
 * await createCore(withLimits({ depth: 50, tasks: 100 }));
 */
export function withLimits(changes: Partial<Limits>): CoreOption {
  return new CoreOption((bus) => {
    expectKnown("limit", Object.keys(changes), Object.keys(bus.limits));
    for (const [name, value] of Object.entries(changes)) expectCount(name, value);
    bus.limits = { ...bus.limits, ...changes };
  });
}

/**
 * Gives what no caller is told to `onError`, in place of a line on `console.error`.
 * @example
 * await createCore(withOnError(({ code, message }) => log.error({ code }, message)));
 */
export function withOnError(onError: (error: CoreError) => void): CoreOption {
  return new CoreOption((bus) => void (bus.onError = onError));
}

/**
 * Names the Core in logs and lists.
 * @throws TypeError when the name is empty.
 * @example
 * await createCore(withCoreName("shop"));
 */
export function withCoreName(name: string): CoreOption {
  expectText("name", name);
  return new CoreOption((bus) => void (bus.name = name));
}

/**
 * Keeps secrets out of logs, whoever records this Core, beside what is kept out of them anyway: members called password, token, secret, authorization, cookie or
 * apiKey, and what a message constant calls `sensitive`. Several add up. Handlers and taps get every payload as it was sent: each recorder is told the rules and
 * holds to them, which costs it time by payload, and the app nothing while nobody records.
 * @throws TypeError when a rule is neither a non-empty string nor a function. What a string means is checked by who records.
 * @example
 * await createCore(withRedaction("/card/number", "iban", "detect:email", (data, { type }) => type === "user.noted" ? "a note" : data));
 */
export function withRedaction(...rules: readonly RedactionRule[]): CoreOption {
  for (const rule of rules) expect(typeof rule === "function" || typeof rule === "string" && rule !== "", "rule", "a non-empty string or a function", rule);
  return new CoreOption((bus) => void bus.redaction.push(...rules));
}

/**
 * Takes time and timers from `clock`.
 * @example
 * const clock = fakeClock(); // core-ipc/testing
 * await createCore(withClock(clock));
 */
export function withClock(clock: Clock): CoreOption {
  return new CoreOption((bus) => {
    bus.clock = clock;
    bus.turnMoment = () => clock.date();
  });
}
