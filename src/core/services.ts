/**
 * The services of a Core: held under a name, in registration order. A service that is refused leaves nothing behind on the bus.
 */
import type { Core } from "./core.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { CoreError, inWords } from "./errors.ts";
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
  state: ServiceState;
  info: ServiceInfo;
}

export class Services {
  readonly #bus: Dispatcher;
  readonly #held = new Map<string, HeldService>();
  #isLocked = false;

  constructor(bus: Dispatcher) {
    this.#bus = bus;
  }

  lock(): void {
    this.#isLocked = true;
  }

  /** Runs a factory and holds what it makes; under its own name when none is given. */
  async build(name: string | undefined, factory: ServiceFactory): Promise<void> {
    if (name !== undefined) this.#checkName(name);
    else if (this.#isLocked) throw locked("a service");
    const building: Registered[] = [];
    const speaker: Speaker = { name, building };
    const place = new Place(this.#bus, speaker);
    try {
      const instance = await this.#make(name, factory, place.view);
      const found = name ?? nameOf(instance);
      this.#checkName(found);
      speaker.name = found;
      this.#hold(found, instance, place);
    } catch (error) {
      for (const subscription of building) subscription.dispose();
      throw error;
    }
    await this.#bus.lifecycle.added(this.#held.get(speaker.name) as HeldService);
  }

  async register(name: string, instance: object): Promise<void> {
    this.#checkName(name);
    if (instance === null || (typeof instance !== "object" && typeof instance !== "function")) {
      throw new TypeError(`Cannot register service "${name}": it is not an object but ${instance === null ? "null" : typeof instance}`);
    }
    this.#hold(name, instance as Service, new Place(this.#bus, { name, building: [] }));
    await this.#bus.lifecycle.added(this.#held.get(name) as HeldService);
  }

  find(name: string): unknown {
    return this.#held.get(name)?.instance;
  }

  mustFind(name: string): unknown {
    const held = this.#held.get(name);
    if (held !== undefined) return held.instance;
    const services = this.names();
    throw new CoreError("service.missing", `Cannot find service "${name}": there is ${services.length === 0 ? "none" : `only ${services.join(", ")}`}`, { service: name, services });
  }

  names(): string[] {
    return [...this.#held.keys()];
  }

  all(): HeldService[] {
    return [...this.#held.values()];
  }

  infos(): ServiceInfo[] {
    return this.all().map((held) => held.info);
  }

  /** Takes everything off the bus: the Core does not come. */
  abandon(): void {
    this.#held.clear();
    for (const registry of Object.values(this.#bus.registries)) {
      for (const subscription of [...registry]) subscription.dispose();
    }
  }

  changed(held: HeldService, state: ServiceState, told: Omit<ServiceInfo, "name" | "state"> = {}): void {
    held.state = state;
    held.info = { name: held.name, state, ...told };
    this.#bus.tapping?.tell("serviceChanged", held.info, false);
  }

  async #make(name: string | undefined, factory: ServiceFactory, core: Core): Promise<Service> {
    const what = name === undefined ? "a service" : `service "${name}"`;
    let made: unknown;
    try {
      made = await factory(core);
    } catch (cause) {
      if (cause instanceof CoreError && cause.code.startsWith("service.")) throw cause;
      throw new CoreError("service.failed", `Cannot make ${what}: ${inWords(cause)}`, { service: name }, { cause });
    }
    if (made !== null && (typeof made === "object" || typeof made === "function")) return made as Service;
    throw new CoreError("service.failed", `Cannot make ${what}: its factory gave ${made === undefined || made === null ? "nothing" : `a ${typeof made}`}`, { service: name });
  }

  #checkName(name: string): void {
    if (typeof name !== "string") throw new TypeError(`Cannot register a service: its name is not a string but ${typeof name}`);
    if (name === "") throw new CoreError("service.unnamed", "Cannot register a service: its name is empty", {});
    if (this.#isLocked) throw locked(`service "${name}"`, name);
    if (this.#held.has(name)) throw new CoreError("service.duplicate", `Cannot register service "${name}": there is one of that name`, { service: name });
  }

  /** Puts a service on the bus, in one step: nothing here waits, and what can fail comes first. */
  #hold(name: string, instance: Service, place: Place): void {
    const { handleIPCEvents } = instance;
    if (handleIPCEvents !== undefined && typeof handleIPCEvents !== "function") {
      throw new TypeError(`Cannot register service "${name}": its handleIPCEvents is not a function but ${typeof handleIPCEvents}`);
    }
    if (handleIPCEvents !== undefined) {
      this.#bus.register("ACTION", place, ">", (core, message) => instance.handleIPCEvents?.(core, message as never), { name: "handleIPCEvents" });
    }
    const held: HeldService = { name, instance, place, state: "registered", info: { name, state: "registered" } };
    this.#held.set(name, held);
    this.changed(held, "registered");
    const { building } = place.service;
    place.service.building = undefined;
    for (const subscription of building ?? []) this.#bus.introduce(subscription);
  }
}

/** The name of a service that none was given for. */
function nameOf(instance: Service): string {
  const { serviceName, constructor } = instance as Service & { readonly constructor?: { readonly serviceName?: unknown; readonly name?: unknown } };
  const said = serviceName ?? constructor?.serviceName;
  if (said !== undefined) return said as string;
  const className = constructor === Object || typeof constructor?.name !== "string" ? "" : constructor.name;
  const short = className.replace(/Service$/, "");
  if (short === "") throw new CoreError("service.unnamed", `Cannot name a service: ${className === "" ? "it is of no class" : 'its class is called just "Service"'}; set its serviceName, or use withName("…", factory)`, {});
  return short.charAt(0).toLowerCase() + short.slice(1);
}

function locked(what: string, service = ""): CoreError {
  return new CoreError("service.locked", `Cannot register ${what}: the services of this Core are locked`, { service });
}
