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
import { introduce, type Registered, register } from "./subscription.ts";
import { after } from "./thenable.ts";

/** Makes a service; `core` is the view from it. */
export type ServiceFactory = (core: Core) => object | Promise<object>;

/**
 * Runs a factory and holds what it makes, under its own name when none is given; starts it if the Core has started. What is refused leaves nothing behind: while
 * the Core is locked or the given name is taken, the factory is not even called.
 */
export async function addService(bus: Bus, given: string | undefined, factory: ServiceFactory): Promise<void> {
  const act = "register service";
  let service = given;
  const expectFree = () => {
    if (bus.held.has(service as string)) throw coreError("service.duplicate", act, { service: service as string }, "there is one already");
  };
  // Before the factory opens anything. It may register services itself: so once more when it is done.
  if (bus.isLocked) throw coreError("service.locked", act, { service }, "the Core is locked");
  expectFree();
  const building: Registered[] = [];
  const place = new Place({ bus, service: { name: given, building } });
  await after(attempt(() => factory(place.view)), (made) => {
    if (made instanceof Failure) throw coreError("service.failed", act, { service }, undefined, made.cause);
    if (!isObject(made)) throw coreError("service.failed", act, { service }, `it is not an object but ${typeof made}`);
    service ??= nameOf(made);
    if (typeof service !== "string" || service === "") throw coreError("service.unnamed", act, { service }, "it needs a name or a serviceName");
    expectFree();
    const instance: Service = made;
    if (instance.handleIPCEvents !== undefined) {
      expectFunction("handleIPCEvents", instance.handleIPCEvents);
      register(place, "ACTION", ">", (core, message) => instance.handleIPCEvents?.(core, message as never), { name: "handleIPCEvents" });
    }
    // From here on nothing fails.
    place.service.name = service;
    place.service.building = undefined;
    const held = { instance, place } as HeldService;
    bus.held.set(service, held);
    changeState(held, "registered");
    building.forEach(introduce);
    return bus.state === "started" ? startOne(bus, held) : undefined;
  });
}

/** The name of a service that none was given for; empty when it has none. */
function nameOf({ serviceName, constructor }: Service & { readonly constructor?: { readonly serviceName?: string; readonly name?: unknown } }): string {
  return serviceName ?? constructor?.serviceName ?? String(constructor?.name ?? "").replace(/Service$|^Object$/, "").replace(/^./, (first) => first.toLowerCase());
}
