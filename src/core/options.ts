/**
 * What `createCore` takes. Settings hold for the whole Core, wherever they stand among the options; what builds runs in order.
 */
import { type Clock, runtimeClock } from "./clock.ts";
import type { MessageDefinition, StandardSchema } from "./definition.ts";
import { type CoreError, expect } from "./errors.ts";
import { changeLimits, DEFAULT_LIMITS, type Limits } from "./limits.ts";
import type { ServiceFactory, Services } from "./services.ts";

/** How an ACTION calls its handlers: their promises awaited together, or each before the next handler is called. */
export type DeliveryMode = "together" | "serial";

/** The settings of one Core. */
export interface Settings {
  readonly name: string;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly isSerial: boolean;
  readonly schemas: Map<string, StandardSchema>;
  readonly onError: (error: CoreError) => void;
}

/** What `createCore` takes; made by the functions below. */
export class CoreOption {
  /** @internal */
  readonly set: ((settings: Mutable<Settings>) => void) | undefined;
  /** @internal */
  readonly build: ((services: Services) => void | Promise<void>) | undefined;

  /** @internal */
  constructor(set?: (settings: Mutable<Settings>) => void, build?: (services: Services) => void | Promise<void>) {
    this.set = set;
    this.build = build;
  }
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** Puts the settings among the options together. */
export function settingsOf(options: readonly CoreOption[]): Settings {
  const settings: Mutable<Settings> = {
    name: "core", clock: runtimeClock, limits: DEFAULT_LIMITS, isSerial: false, schemas: new Map(), onError: (error) => console.error(`core: ${error.message}`),
  };
  for (const option of options) {
    expect(option instanceof CoreOption, "make a Core", "an option", "one of the with… functions'", option);
    option.set?.(settings);
  }
  return settings;
}

/** Adds a service that is named after its `serviceName` or its class: `NotificationService` becomes `notification`. */
export function withService(factory: ServiceFactory): CoreOption {
  return building(undefined, factory);
}

/** Adds a service under a name. */
export function withName(name: string, factory: ServiceFactory): CoreOption {
  return building(name, factory);
}

/** Adds a service under each key, sorted by name. */
export function withServices(factories: Readonly<Record<string, ServiceFactory>>): CoreOption {
  const all = Object.keys(factories).sort().map((name) => building(name, factories[name] as ServiceFactory));
  return new CoreOption(undefined, async (services) => {
    for (const each of all) await each.build?.(services);
  });
}

/** Lets no service come after this option. */
export function withServiceLock(): CoreOption {
  return new CoreOption(undefined, (services) => services.lock());
}

/** Makes the schemas of the constants hold for every message of their types. */
export function withMessages(...definitions: readonly Pick<MessageDefinition, "type" | "schema">[]): CoreOption {
  return new CoreOption((settings) => {
    for (const { type, schema } of definitions) if (schema !== undefined) settings.schemas.set(type, schema);
  });
}

/** Says how an ACTION calls its handlers; `together` without it. */
export function withDelivery(mode: DeliveryMode): CoreOption {
  if (mode !== "together" && mode !== "serial") throw new TypeError(`Cannot deliver "${String(mode)}": it is together or serial`);
  return new CoreOption((settings) => void (settings.isSerial = mode === "serial"));
}

/** Changes bounds of the Core. @throws RangeError or TypeError, as `createCore` reads it. */
export function withLimits(limits: Partial<Limits>): CoreOption {
  return new CoreOption((settings) => void (settings.limits = changeLimits(settings.limits, limits)));
}

/** Gives what no caller is told to `onError`, in place of a line on `console.error`. */
export function withOnError(onError: (error: CoreError) => void): CoreOption {
  return new CoreOption((settings) => void (settings.onError = onError));
}

/** Names the Core in logs and lists. @throws TypeError when the name is empty. */
export function withCoreName(name: string): CoreOption {
  expect(typeof name === "string" && name !== "", "name a Core", "the name", "a non-empty string", name);
  return new CoreOption((settings) => void (settings.name = name));
}

/** Takes time and timers from `clock`. */
export function withClock(clock: Clock): CoreOption {
  return new CoreOption((settings) => void (settings.clock = clock));
}

function building(name: string | undefined, factory: ServiceFactory): CoreOption {
  expect(typeof factory === "function", "make a service", "its factory", "a function", factory);
  return new CoreOption(undefined, (services) => services.build(name, factory));
}
