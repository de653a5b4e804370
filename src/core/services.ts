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

function checkName({ isLocked, held }: Bus, service: string): void {
  const act = "register service";
  if (isLocked) throw coreError("service.locked", act, { service }, "the services are locked");
  if (typeof service !== "string" || service === "") throw coreError("service.unnamed", act, {}, "it has no name; give one, or set its serviceName");
  if (held.has(service)) throw coreError("service.duplicate", act, { service }, "there is one already");
}

/** The name of a service that none was given for; empty when nothing gives one. */
function nameOf({ serviceName, constructor }: Service & { readonly constructor?: { readonly serviceName?: string; readonly name?: unknown } }): string {
  const name = constructor === Object ? "" : String(constructor?.name ?? "").replace(/Service$/, "");
  return serviceName ?? constructor?.serviceName ?? name.slice(0, 1).toLowerCase() + name.slice(1);
}
