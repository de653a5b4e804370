/**
 * The life of a Core: built, starting, started, stopping, stopped. Services start in registration order and stop in reverse.
 */
import type { SendOptions } from "./core.ts";
import { abortError, checkTimeout, Deadline, EXPIRED } from "./deadline.ts";
import type { Bus } from "./bus.ts";
import { action } from "./dispatcher.ts";
import { type CoreError, type CoreErrorDetails, coreError, inWords } from "./errors.ts";
import { attempt, Failure } from "./failure.ts";
import { openPlaceOf, openPlaces, type Place } from "./place.ts";
import { changeState, type HeldService } from "./services.ts";
import { cancelTask } from "./task.ts";

export interface Lifecycle {
  /** No `startup()` has resolved. */
  isStartup: boolean;
  /** A shutdown has begun. */
  isStopping: boolean;
  /** Told when a handling has ended, or is not waited for any more. */
  closed(): void;
  startup(): Promise<void>;
  shutdown(caller: Place, options: SendOptions): Promise<void>;
  /** A service was registered: it starts now when the Core has, and after the others while they start. */
  added(held: HeldService): Promise<void>;
}

export function makeLifecycle(bus: Bus): Lifecycle {
  let isStarted = false;
  let starting: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;
  /** Aborts the start, when a shutdown comes meanwhile. */
  const cut = new AbortController();
  /** In the order in which they started. */
  const started: HeldService[] = [];

  /** Runs a service's hook, and tells its states. Gives why it failed. */
  const run = async (held: HeldService, deadline?: Deadline): Promise<Failure | typeof EXPIRED | undefined> => {
    const from = bus.clock.now();
    const word = deadline ? "stopp" : "start";
    changeState(held, `${word}ing`);
    const end = await (deadline ? deadline.race(hook(held, "onShutdown", deadline.signal)) : hook(held, "onStartup", cut.signal));
    if (end === undefined) changeState(held, `${word}ed`, { ms: bus.clock.now() - from });
    else changeState(held, "failed", { error: end === EXPIRED ? deadline?.error : end.cause });
    return end;
  };

  /** Stops what has started, in reverse. One that still hangs when the deadline has come is left behind, and named in `open`. Gives who failed. */
  const stopAll = async (deadline: Deadline, errors: unknown[], open: string[] = []): Promise<string[]> => {
    const failed: string[] = [];
    for (let held = started.pop(); held; held = started.pop()) {
      const failure = await run(held, deadline);
      if (failure === EXPIRED) open.push(held.name);
      else if (failure) {
        errors.push(failure.cause);
        failed.push(held.name);
      }
    }
    return failed;
  };

  const startOne = async (held: HeldService): Promise<void> => {
    const failure = await run(held);
    if (!failure) return void started.push(held);
    const errors = [(failure as Failure).cause];
    if (!isStarted) await stopAll(bus.patience, errors);
    throw together("startup.failed", "start service", { service: held.name }, errors);
  };

  const start = async (): Promise<void> => {
    if (stopping) throw coreError("startup.failed", "start", { service: undefined, errors: [] }, "the Core is shut down");
    try {
      // What is registered meanwhile comes at the end of this very iteration.
      for (const held of bus.held.values()) await startOne(held);
    } catch (error) {
      starting = undefined; // may be tried again
      throw error;
    }
    isStarted = true;
    await action(bus.root, { type: "service.startup" });
    lifecycle.isStartup = false;
  };

  /** The handlings that a shutdown waits for. */
  const waitedFor = () => [...bus.open].filter((place) => !place.isExcused);

  const drained = async (): Promise<void> => {
    while (waitedFor().length > 0) await new Promise<void>((resolve) => lifecycle.closed = resolve);
  };

  const stop = async (options: SendOptions): Promise<void> => {
    checkTimeout(options.timeoutMs);
    const type = "service.shutdown";
    cut.abort(abortError("service.startup"));
    await starting?.catch(() => {});
    isStarted = false;
    const deadline = new Deadline(bus, type, options);
    void action(bus.root, { type });
    const open: string[] = [];
    if (await deadline.race(drained()) === EXPIRED) {
      const error = deadline.error as CoreError;
      open.push(...waitedFor().map((place) => place.subscription?.info.handler ?? place.type));
      for (const task of bus.registries.PERFORM.open) cancelTask(task, error);
      bus.patience.expire(error);
    }
    const errors: unknown[] = [];
    const services = await stopAll(deadline, errors, open);
    deadline.dispose();
    if (open.length > 0) throw coreError("shutdown.timedOut", "shut down in time", { open, errors }, `${open.join(", ")} still open`, deadline.error);
    if (errors.length > 0) throw together("shutdown.failed", `stop ${services.join(", ")}`, { services }, errors);
  };

  const lifecycle: Lifecycle = {
    isStartup: true,
    isStopping: false,
    closed() {},
    startup: () => starting ??= start(),
    shutdown(caller, options) {
      for (const place of openPlaces(openPlaceOf(caller))) place.isExcused = true;
      lifecycle.closed();
      lifecycle.isStopping = true;
      return stopping ??= stop(options);
    },
    added: async (held) => {
      if (isStarted) await startOne(held);
    },
  };
  return lifecycle;
}

async function hook(held: HeldService, name: "onStartup" | "onShutdown", signal: AbortSignal): Promise<Failure | undefined> {
  const end = await attempt(() => {
    if (name === "onStartup") signal.throwIfAborted();
    return held.instance[name]?.(held.place.view, signal);
  });
  return end instanceof Failure ? end : undefined;
}

/** One error of several. */
function together<Code extends "startup.failed" | "shutdown.failed">(code: Code, act: string, detail: Omit<CoreErrorDetails[Code], "errors">, errors: readonly unknown[]): CoreError {
  return coreError(code, act, { ...detail, errors } as CoreErrorDetails[Code], errors.map(inWords).join("; then "), errors.length > 1 ? new AggregateError(errors) : errors[0]);
}
