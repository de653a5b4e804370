/**
 * The life of a Core: built, starting, started, stopping, stopped. Services start in registration order and stop in reverse.
 */
import type { Bus } from "./bus.ts";
import type { SendOptions } from "./core.ts";
import { abortError, Deadline } from "./deadline.ts";
import { action } from "./dispatcher.ts";
import { coreError, oneOf } from "./errors.ts";
import { attempt, Failure } from "./failure.ts";
import { openPlacesOf, type Place } from "./place.ts";
import { changeState, type HeldService } from "./held_service.ts";
import type { Registered } from "./subscription.ts";
import { cancelTask } from "./task.ts";

/** Where a Core is in its life. `failed`: `startup()` has rejected, and may be tried again. */
export type CoreState = "built" | "starting" | "started" | "failed" | "stopping" | "stopped";

export async function startup(bus: Bus, options: SendOptions | undefined): Promise<void> {
  if (bus.stopping && !bus.starting) throw coreError("startup.failed", "start", { service: undefined, errors: [] }, "the Core is shut down");
  return bus.starting ??= start(bus, bus.startup = new Deadline(bus, "service.startup", options));
}

export async function shutdown(caller: Place, options: SendOptions | undefined): Promise<void> {
  const { bus } = caller;
  const stopping = bus.stopping ??= stop(bus, new Deadline(bus, "service.shutdown", options));
  for (const place of openPlacesOf(caller)) place.isExcused = true;
  bus.startup?.expire(abortError("service.startup"));
  bus.closed.ring();
  return stopping;
}

async function start(bus: Bus, deadline: Deadline): Promise<void> {
  try {
    bus.state = "starting";
    // What is registered meanwhile comes at the end of this very iteration.
    for (const held of bus.held.values()) await startOne(bus, held);
  } catch (error) {
    bus.state = "failed";
    bus.starting = undefined; // may be tried again
    throw error;
  } finally {
    deadline.dispose();
  }
  bus.state = "started";
  await action(bus.root, { type: "service.startup" });
  bus.phase = undefined;
}

/** Starts a service: all of them one after another, and one that is registered later by itself. */
export async function startOne(bus: Bus, held: HeldService): Promise<void> {
  const failed: Failed = new Map();
  await run(held, true, bus.startup as Deadline, failed);
  if (failed.size === 0) return;
  if (bus.state === "starting") await stopAll(bus, bus.deadline, failed);
  const errors = [...failed.values()];
  throw coreError("startup.failed", "start service", { service: held.info.name, errors }, undefined, oneOf(errors));
}

async function stop(bus: Bus, deadline: Deadline): Promise<void> {
  await bus.starting?.catch(() => {});
  bus.state = "stopping";
  void action(bus.root, { type: "service.shutdown" });
  let open: Place[] = [];
  const drained = async () => {
    while ((open = bus.open.filter((place) => !place.isExcused)).length > 0) await bus.closed.next();
  };
  await deadline.race(drained());
  const { error } = deadline;
  const failed: Failed = new Map(open.map((place) => [(place.subscription as Registered).info.handler, error]));
  if (error) {
    for (const task of bus.handlers.PERFORM.open) cancelTask(task, error);
    bus.deadline.expire(error);
  }
  await stopAll(bus, deadline, failed);
  deadline.dispose();
  bus.state = "stopped";
  const services = [...failed.keys()];
  const errors = [...new Set(failed.values())];
  // Who is still open failed by nothing but the end of the time.
  const late = services.filter((name) => deadline.error && failed.get(name) === deadline.error);
  if (late.length > 0) throw coreError("shutdown.timedOut", `stop ${late.join(", ")}`, { open: late, errors }, "still open", oneOf(errors));
  if (services.length > 0) throw coreError("shutdown.failed", `stop ${services.join(", ")}`, { services, errors }, undefined, oneOf(errors));
}

/** Who did not start or stop, and why. */
type Failed = Map<string, unknown>;

/** Stops what has started, in reverse. One that still hangs when the deadline has come is left behind. */
async function stopAll(bus: Bus, deadline: Deadline, failed: Failed): Promise<void> {
  for (const held of [...bus.held.values()].reverse()) if (held.info.state === "started") await run(held, false, deadline, failed);
}

/** Runs a service's hook, tells its states, and adds it to those that failed. */
async function run(held: HeldService, isStart: boolean, deadline: Deadline, failed: Failed): Promise<void> {
  const { instance, place: { bus: { clock }, view }, info: { name } } = held;
  const from = clock.now();
  changeState(held, isStart ? "starting" : "stopping");
  const ended = await deadline.race(attempt(() => {
    // Nothing starts when nobody waits for it any more, but everything stops.
    if (isStart && deadline.error) throw deadline.error;
    return instance[isStart ? "onStartup" : "onShutdown"]?.(view, deadline.signal);
  }));
  if (!(ended instanceof Failure)) return changeState(held, isStart ? "started" : "stopped", { ms: clock.now() - from });
  failed.set(name, ended.cause);
  changeState(held, "failed", { error: ended.cause });
}
