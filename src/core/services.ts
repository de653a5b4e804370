/**
 * The services of a Core: held under a name, in registration order. A service that is refused leaves nothing behind on the bus.
 */
import type { Core } from "./core.ts";
import type { Bus } from "./bus.ts";
import { changeState, type HeldService, type Service } from "./held_service.ts";
import { startOne } from "./lifecycle.ts";
import { coreError, expectFunction, isObject } from "./errors.ts";
import { attempt, Failure } from "./failure.ts";
import { Place } from "./place.ts";
import { introduce, register } from "./subscription.ts";
import { after } from "./thenable.ts";

/** Makes a service; `core` is the view from it. */
export type ServiceFactory = (core: Core) => object | Promise<object>;

/** Runs a factory and holds what it makes, under its own name when none is given; starts it if the Core has started. What is refused leaves nothing behind. */
export async function addService(bus: Bus, given: string | undefined, factory: ServiceFactory): Promise<void> {
  const place = new Place(bus, { name: given, building: [] });
  await after(attempt(() => factory(place.view)), (made) => {
    let service = given;
    const refuse = (code: "failed" | "locked" | "unnamed" | "duplicate", why?: string, cause?: unknown) => coreError(`service.${code}`, "register service", { service: service as string }, why, cause);
    if (made instanceof Failure) throw refuse("failed", undefined, made.cause);
    if (!isObject(made)) throw refuse("failed", `it is not an object but ${typeof made}`);
    if (bus.isLocked) throw refuse("locked", "the services are locked");
    service ??= nameOf(made);
    if (typeof service !== "string" || service === "") throw refuse("unnamed", "it has no name; give one, or set its serviceName");
    if (bus.held.has(service)) throw refuse("duplicate", "there is one already");
    return hold(place, service, made);
  });
}

export function mustFindService({ held }: Bus, service: string): unknown {
  const found = held.get(service);
  if (found) return found.instance;
  const services = [...held.keys()];
  throw coreError("service.missing", "find service", { service, services }, `there is only ${services.join(", ") || "none"}`);
}

/** Puts a service on the bus, in one step: what can fail comes first. */
function hold(place: Place, name: string, instance: Service): Promise<void> | undefined {
  const { bus, service } = place;
  if (instance.handleIPCEvents !== undefined) {
    expectFunction("its handleIPCEvents", instance.handleIPCEvents);
    register(place, "ACTION", ">", (core, message) => instance.handleIPCEvents?.(core, message as never), { name: "handleIPCEvents" });
  }
  const held: HeldService = { instance, place, info: { name, state: "registered" } };
  bus.held.set(name, held);
  changeState(held, "registered");
  const { building = [] } = service;
  service.name = name;
  service.building = undefined;
  building.forEach(introduce);
  return bus.state === "started" ? startOne(bus, held) : undefined;
}

/** The name of a service that none was given for; empty when it has none. */
function nameOf({ serviceName, constructor }: Service & { readonly constructor?: { readonly serviceName?: string; readonly name?: unknown } }): string {
  const short = String(constructor?.name ?? "").replace(/Service$|^Object$/, "");
  return serviceName ?? constructor?.serviceName ?? short.charAt(0).toLowerCase() + short.slice(1);
}
