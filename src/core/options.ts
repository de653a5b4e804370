/**
 * What `createCore` takes. Settings hold for the whole Core, wherever they stand among the options; what builds runs in order.
 */
import { type Clock, runtimeClock } from "./clock.ts";
import type { MessageDefinition, StandardSchema } from "./definition.ts";
import { type CoreError, kindOf } from "./errors.ts";
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
  readonly schemas: ReadonlyMap<string, StandardSchema>;
  readonly onError: (error: CoreError) => void;
}

/** Made by the functions below; its inside is the library's own. */
export interface CoreOption {
  /** @internal */
  readonly set?: (settings: Settings) => Settings;
  /** @internal */
  readonly build?: (services: Services) => void | Promise<void>;
}

/** Puts the settings among the options together. */
export function settingsOf(options: readonly CoreOption[]): Settings {
  return options.reduce<Settings>((settings, option) => {
    if (option === null || typeof option !== "object") throw new TypeError(`Cannot make a Core: an option is not one of the with… functions' but ${kindOf(option)}`);
    return option.set?.(settings) ?? settings;
  }, { name: "core", clock: runtimeClock, limits: DEFAULT_LIMITS, isSerial: false, schemas: new Map(), onError: (error) => console.error(`core: ${error.message}`) });
}

/** Adds a service that is named after its `serviceName` or its class: `NotificationService` becomes `notification`. */
export function withService(factory: ServiceFactory): CoreOption {
  return { build: (services) => services.build(undefined, checkFactory(factory)) };
}

/** Adds a service under a name. */
export function withName(name: string, factory: ServiceFactory): CoreOption {
  return { build: (services) => services.build(name, checkFactory(factory)) };
}

/** Adds a service under each key, sorted by name. */
export function withServices(factories: Readonly<Record<string, ServiceFactory>>): CoreOption {
  return {
    async build(services) {
      for (const name of Object.keys(factories).sort()) await services.build(name, checkFactory(factories[name] as ServiceFactory));
    },
  };
}

/** Lets no service come after this option. */
export function withServiceLock(): CoreOption {
  return { build: (services) => services.lock() };
}

/** Makes the schemas of the constants hold for every message of their types. */
export function withMessages(...definitions: readonly Pick<MessageDefinition, "type" | "schema">[]): CoreOption {
  return {
    set: (settings) => {
      const schemas = new Map(settings.schemas);
      for (const { type, schema } of definitions) if (schema !== undefined) schemas.set(type, schema);
      return { ...settings, schemas };
    },
  };
}

/** Says how an ACTION calls its handlers; `together` without it. */
export function withDelivery(mode: DeliveryMode): CoreOption {
  if (mode !== "together" && mode !== "serial") throw new TypeError(`Cannot deliver "${String(mode)}": it is together or serial`);
  return { set: (settings) => ({ ...settings, isSerial: mode === "serial" }) };
}

/** Changes bounds of the Core. @throws RangeError or TypeError, as `createCore` reads it. */
export function withLimits(limits: Partial<Limits>): CoreOption {
  return { set: (settings) => ({ ...settings, limits: changeLimits(settings.limits, limits) }) };
}

/** Gives what no caller is told to `onError`, in place of a line on `console.error`. */
export function withOnError(onError: (error: CoreError) => void): CoreOption {
  return { set: (settings) => ({ ...settings, onError }) };
}

/** Names the Core in logs and lists. @throws TypeError when the name is empty. */
export function withCoreName(name: string): CoreOption {
  if (typeof name !== "string" || name === "") throw new TypeError("Cannot name a Core: the name is not a non-empty string");
  return { set: (settings) => ({ ...settings, name }) };
}

/** Takes time and timers from `clock`. */
export function withClock(clock: Clock): CoreOption {
  return { set: (settings) => ({ ...settings, clock }) };
}

function checkFactory(factory: ServiceFactory): ServiceFactory {
  if (typeof factory !== "function") throw new TypeError(`Cannot make a service: its factory is not a function but ${kindOf(factory)}`);
  return factory;
}
