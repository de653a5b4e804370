/**
 * The services of a Core: held under a name, in registration order. A service that is refused leaves nothing behind on the bus.
 */
import type { Core } from "./core.ts";
import type { Bus } from "./bus.ts";
import { changeState, type HeldService, type Service } from "./held_service.ts";
import { added } from "./lifecycle.ts";
import { coreError, expect, expectFunction, isObject } from "./errors.ts";
import { attempt, Failure } from "./failure.ts";
import { Place } from "./place.ts";
import { introduce, register } from "./subscription.ts";

/** Makes a service; `core` is the view from it. */
export type ServiceFactory = (core: Core) => object | Promise<object>;

/** Runs a factory and holds what it makes; under its own name when none is given. When that fails, the Core does not come. */
export async function buildService(bus: Bus, service: string | undefined, factory: ServiceFactory): Promise<void> {
  checkName(bus, service);
  const place = new Place(bus, { name: service, building: [] });
  const made = await attempt(() => factory(place.view));
  if (made instanceof Failure) throw coreError("service.failed", "make service", { service }, undefined, made.cause);
  if (!isObject(made)) throw coreError("service.failed", "make service", { service }, `its factory gave ${typeof made}`);
  await hold(place, service ?? nameOf(made), made);
}

/** Holds an object under a name, and starts it if the Core has started. */
export async function registerService(bus: Bus, name: string, instance: object): Promise<void> {
  expect(isObject(instance), `register service "${name}"`, "it", "an object", instance);
  await hold(new Place(bus, { name, building: [] }), name, instance);
}

export function mustFindService({ held }: Bus, service: string): unknown {
  const found = held.get(service);
  if (found) return found.instance;
  const services = [...held.keys()];
  throw coreError("service.missing", "find service", { service, services }, `there is only ${services.join(", ") || "none"}`);
}

/** Puts a service on the bus, in one step: what can fail comes first. */
function hold(place: Place, name: string, instance: Service): Promise<void> {
  const { bus, service } = place;
  checkName(bus, name);
  if (instance.handleIPCEvents !== undefined) {
    expectFunction("its handleIPCEvents", instance.handleIPCEvents);
    register(place, "ACTION", ">", (core, message) => instance.handleIPCEvents?.(core, message as never), { name: "handleIPCEvents" });
  }
  const held = { name, instance, place } as HeldService;
  bus.held.set(name, held);
  changeState(held, "registered");
  const { building = [] } = service;
  service.name = name;
  service.building = undefined;
  building.forEach(introduce);
  return added(bus, held);
}

/** A service made by a factory gets its name later: undefined. */
function checkName({ isLocked, held }: Bus, service: string | undefined): void {
  const act = "register service";
  if (isLocked) throw coreError("service.locked", act, { service }, "the services are locked");
  if (service === undefined) return;
  if (typeof service !== "string" || service === "") throw coreError("service.unnamed", act, {}, "its name is not a non-empty string");
  if (held.has(service)) throw coreError("service.duplicate", act, { service }, "there is one already");
}

/** The name of a service that none was given for. */
function nameOf({ serviceName, constructor }: Service & { readonly constructor?: { readonly serviceName?: string; readonly name?: unknown } }): string {
  const said = serviceName ?? constructor?.serviceName;
  if (said !== undefined) return said;
  const short = constructor === Object ? "" : String(constructor?.name ?? "").replace(/Service$/, "");
  if (short !== "") return short[0]?.toLowerCase() + short.slice(1);
  throw coreError("service.unnamed", "name service", {}, "its class gives no name; set its serviceName, or use withName()");
}
