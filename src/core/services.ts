/**
 * The services of a Core: held under a name, in registration order. A service that is refused leaves nothing behind on the bus.
 */
import type { Core } from "./core.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { coreError, expect, isObject } from "./errors.ts";
import { Place, type Speaker } from "./place.ts";
import type { Registered } from "./subscription.ts";
import type { ServiceInfo, ServiceState } from "./tap.ts";

/** Makes a service; `core` is the view from it. */
export type ServiceFactory = (core: Core) => object | Promise<object>;

/** What the bus looks for in a service; all of it is optional. */
export interface Service {
  /** Its name on the bus; set it where a minifier changes class names. */
  readonly serviceName?: string;
  /** Registered for every ACTION. */
  handleIPCEvents?(core: Core, message: never): unknown;
  onStartup?(core: Core, signal: AbortSignal): unknown;
  onShutdown?(core: Core, signal: AbortSignal): unknown;
}

/** The bus's side of a service. */
export interface HeldService {
  readonly name: string;
  readonly instance: Service;
  readonly place: Place;
  info: ServiceInfo;
}

export class Services {
  readonly #bus: Dispatcher;
  readonly held: Map<string, HeldService> = new Map();
  #isLocked = false;

  constructor(bus: Dispatcher) {
    this.#bus = bus;
  }

  lock(): void {
    this.#isLocked = true;
  }

  /** Runs a factory and holds what it makes; under its own name when none is given. */
  async build(name: string | undefined, factory: ServiceFactory): Promise<void> {
    this.#checkName(name);
    const building: Registered[] = [];
    const speaker: Speaker = { name, building };
    const place = new Place(this.#bus, speaker);
    try {
      const instance = await this.#make(name, factory, place.view);
      speaker.name ??= nameOf(instance);
      this.#checkName(speaker.name);
      await this.#hold(speaker.name, instance, place);
    } catch (error) {
      for (const subscription of building) subscription.dispose();
      throw error;
    }
  }

  async register(name: string, instance: object): Promise<void> {
    this.#checkName(name);
    expect(isObject(instance), `register service "${name}"`, "it", "an object", instance);
    await this.#hold(name, instance, new Place(this.#bus, { name, building: [] }));
  }

  find(name: string): unknown {
    return this.held.get(name)?.instance;
  }

  mustFind(name: string): unknown {
    const held = this.held.get(name);
    if (held !== undefined) return held.instance;
    const services = this.names();
    throw coreError("service.missing", "find service", { service: name, services }, `there is only ${services.join(", ") || "none"}`);
  }

  names(): string[] {
    return [...this.held.keys()];
  }

  /** Takes everything off the bus: the Core does not come. */
  abandon(): void {
    this.held.clear();
    for (const subscription of this.#bus.subscriptions) subscription.dispose();
  }

  changed(held: HeldService, state: ServiceState, told: Omit<ServiceInfo, "name" | "state"> = {}): void {
    held.info = { name: held.name, state, ...told };
    this.#bus.tapping?.tell("serviceChanged", [held.info, false]);
  }

  async #make(service: string | undefined, factory: ServiceFactory, core: Core): Promise<Service> {
    let made: unknown;
    try {
      made = await factory(core);
    } catch (cause) {
      throw coreError("service.failed", "make service", { service }, undefined, cause);
    }
    if (isObject(made)) return made;
    throw coreError("service.failed", "make service", { service }, `its factory gave ${made === undefined || made === null ? "nothing" : `a ${typeof made}`}`);
  }

  /** A service made by a factory gets its name later: undefined. */
  #checkName(service: string | undefined): void {
    const act = "register service";
    if (this.#isLocked) throw coreError("service.locked", act, { service }, "the services of this Core are locked");
    if (service === undefined) return;
    expect(typeof service === "string", act, "its name", "a string", service);
    if (service === "") throw coreError("service.unnamed", act, {}, "its name is empty");
    if (this.held.has(service)) throw coreError("service.duplicate", act, { service }, "there is one of that name");
  }

  /** Puts a service on the bus, in one step: what can fail comes first. Then starts it, if the Core has started. */
  #hold(name: string, instance: Service, place: Place): Promise<void> {
    const bus = this.#bus;
    if (instance.handleIPCEvents !== undefined) {
      expect(typeof instance.handleIPCEvents === "function", `register service "${name}"`, "its handleIPCEvents", "a function", instance.handleIPCEvents);
      bus.register("ACTION", place, ">", (core, message) => instance.handleIPCEvents?.(core, message as never), { name: "handleIPCEvents" });
    }
    const held: HeldService = { name, instance, place, info: { name, state: "registered" } };
    this.held.set(name, held);
    this.changed(held, "registered");
    const { building } = place.service;
    place.service.building = undefined;
    for (const subscription of building ?? []) bus.introduce(subscription);
    return bus.lifecycle.added(held);
  }
}

/** The name of a service that none was given for. */
function nameOf(instance: Service): string {
  const { serviceName, constructor } = instance as Service & { readonly constructor?: { readonly serviceName?: string; readonly name?: unknown } };
  const said = serviceName ?? constructor?.serviceName;
  if (said !== undefined) return said;
  const className = constructor === Object || typeof constructor?.name !== "string" ? "" : constructor.name;
  const short = className.replace(/Service$/, "");
  if (short !== "") return short.charAt(0).toLowerCase() + short.slice(1);
  throw coreError("service.unnamed", "name service", {}, `${className === "" ? "it is of no class" : 'its class is called just "Service"'}; set its serviceName, or use withName()`);
}
