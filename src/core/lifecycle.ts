/**
 * The life of a Core: built, starting, started, stopping, stopped. Services start in registration order and stop in reverse.
 */
import type { Bus } from "./bus.ts";
import type { SendOptions } from "./core.ts";
import { abortError, checkTimeout, Deadline, EXPIRED } from "./deadline.ts";
import { action } from "./dispatcher.ts";
import { type CoreError, type CoreErrorDetails, coreError, inWords } from "./errors.ts";
import { attempt, Failure } from "./failure.ts";
import { openPlacesOf, type Place } from "./place.ts";
import { changeState, type HeldService } from "./held_service.ts";
import { cancelTask } from "./task.ts";

/** Where a Core is in its life. `failed`: `startup()` has rejected, and may be tried again. */
export type CoreState = "built" | "starting" | "started" | "failed" | "stopping" | "stopped";

export function startup(bus: Bus, options: SendOptions): Promise<void> {
  return bus.starting ??= start(bus, options);
}

export function shutdown(caller: Place, options: SendOptions): Promise<void> {
  const { bus } = caller;
  for (const place of openPlacesOf(caller)) place.isExcused = true;
  bus.closed.ring();
  return bus.stopping ??= stop(bus, options);
}

async function start(bus: Bus, options: SendOptions): Promise<void> {
  try {
    checkTimeout(options.timeoutMs);
    if (bus.stopping) throw coreError("startup.failed", "start", { service: undefined, errors: [] }, "the Core is shut down");
    bus.state = "starting";
    bus.startDeadline = new Deadline(bus, "service.startup", options);
    // What is registered meanwhile comes at the end of this very iteration.
    for (const held of bus.held.values()) await startOne(bus, held);
  } catch (error) {
    if (!bus.stopping) bus.state = "failed";
    bus.starting = undefined; // may be tried again
    throw error;
  } finally {
    bus.startDeadline?.dispose();
  }
  bus.state = "started";
  await action(bus.root, { type: "service.startup" });
  bus.isStartup = false;
}

/** Starts a service: all of them one after another, and one that is registered later by itself. */
export async function startOne(bus: Bus, held: HeldService): Promise<void> {
  const failure = await run(held, "start", "onStartup", bus.startDeadline as Deadline);
  if (!failure) return void bus.started.push(held);
  const errors = [failure.cause];
  if (bus.state === "starting") await stopAll(bus, bus.patience, errors);
  throw together("startup.failed", "start service", { service: held.info.name }, errors);
}

async function stop(bus: Bus, options: SendOptions): Promise<void> {
  checkTimeout(options.timeoutMs);
  const type = "service.shutdown";
  bus.startDeadline?.expire(abortError("service.startup"));
  await bus.starting?.catch(() => {});
  bus.state = "stopping";
  const deadline = new Deadline(bus, type, options);
  void action(bus.root, { type });
  const open: string[] = [];
  if (await deadline.race(drained(bus)) === EXPIRED) {
    const error = deadline.error as CoreError;
    open.push(...waitedFor(bus).map((place) => place.subscription?.info.handler ?? place.type));
    for (const task of bus.tasks) cancelTask(task, error);
    bus.patience.expire(error);
  }
  const errors: unknown[] = [];
  const services = await stopAll(bus, deadline, errors, open);
  deadline.dispose();
  bus.state = "stopped";
  if (open.length > 0) throw coreError("shutdown.timedOut", "shut down in time", { open, errors }, `${open.join(", ")} still open`, deadline.error);
  if (errors.length > 0) throw together("shutdown.failed", `stop ${services.join(", ")}`, { services }, errors);
}

/** The handlings that a shutdown waits for. */
function waitedFor(bus: Bus): Place[] {
  return bus.open.filter((place) => !place.isExcused);
}

async function drained(bus: Bus): Promise<void> {
  while (waitedFor(bus).length > 0) await bus.closed.heard();
}

/** Stops what has started, in reverse. One that still hangs when the deadline has come is left behind, and named in `open`. Gives who failed. */
async function stopAll({ started }: Bus, deadline: Deadline, errors: unknown[], open: string[] = []): Promise<string[]> {
  const failed: string[] = [];
  for (let held = started.pop(); held; held = started.pop()) {
    const failure = await run(held, "stopp", "onShutdown", deadline);
    if (!failure) continue;
    if (failure.cause === deadline.error) open.push(held.info.name);
    else {
      errors.push(failure.cause);
      failed.push(held.info.name);
    }
  }
  return failed;
}

/** Runs a service's hook, and tells its states. Gives why it failed. */
async function run(held: HeldService, word: "start" | "stopp", name: "onStartup" | "onShutdown", deadline: Deadline): Promise<Failure | undefined> {
  const { instance, place: { bus: { clock }, view } } = held;
  const from = clock.now();
  changeState(held, `${word}ing`);
  const { signal } = deadline;
  const first = await deadline.race(attempt(() => {
    // Nothing starts when nobody waits for it any more, but everything stops.
    if (name === "onStartup") signal.throwIfAborted();
    return instance[name]?.(view, signal);
  }));
  const failure = first === EXPIRED ? new Failure(deadline.error) : first instanceof Failure ? first : undefined;
  changeState(held, failure ? "failed" : `${word}ed`, failure ? { error: failure.cause } : { ms: clock.now() - from });
  return failure;
}

/** One error of several. */
function together<Code extends "startup.failed" | "shutdown.failed">(code: Code, act: string, detail: Omit<CoreErrorDetails[Code], "errors">, errors: readonly unknown[]): CoreError {
  return coreError(code, act, { ...detail, errors } as CoreErrorDetails[Code], errors.map(inWords).join("; then "), errors.length > 1 ? new AggregateError(errors) : errors[0]);
}
