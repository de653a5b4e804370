/**
 * The life of a Core: built, starting, started, stopping, stopped. Services start in registration order and stop in reverse.
 */
import type { SendOptions } from "./core.ts";
import { abortError, checkTimeout, Deadline, EXPIRED } from "./deadline.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { type CoreError, coreError, inWords } from "./errors.ts";
import type { Place } from "./place.ts";
import type { HeldService } from "./services.ts";
import type { TaskDelivery } from "./task.ts";

export class Lifecycle {
  readonly #bus: Dispatcher;
  /** No `startup()` has resolved. */
  isStartup = true;
  #isStarted = false;
  #startup: Promise<void> | undefined;
  #shutdown: Promise<void> | undefined;
  #starting = new AbortController();
  /** In the order in which they started. */
  readonly #started: HeldService[] = [];
  /** Handlings that wait for the shutdown themselves, with those above them: it does not wait for them. */
  readonly #excused = new Set<Place>();
  #onClosed: (() => void) | undefined;

  constructor(bus: Dispatcher) {
    this.#bus = bus;
  }

  get isStopping(): boolean {
    return this.#shutdown !== undefined;
  }

  /** A handling has ended. */
  closed(): void {
    this.#onClosed?.();
  }

  startup(): Promise<void> {
    if (this.isStopping) return Promise.reject(coreError("startup.failed", "start", { service: undefined, errors: [] }, "the Core was shut down"));
    return this.#startup ??= this.#start();
  }

  shutdown(caller: Place, options: SendOptions): Promise<void> {
    for (const place of caller.openPlace()?.openPlaces() ?? []) this.#excused.add(place);
    this.closed();
    return this.#shutdown ??= this.#stop(options);
  }

  /** A service was registered: it starts now when the Core has, and after the others while they start. */
  async added(held: HeldService): Promise<void> {
    if (this.#isStarted) await this.#startOne(held);
  }

  async #start(): Promise<void> {
    const { root, services } = this.#bus;
    this.#starting = new AbortController();
    try {
      // What is registered meanwhile comes at the end of this very iteration.
      for (const held of services.held.values()) if (!this.#started.includes(held)) await this.#startOne(held);
    } catch (error) {
      this.#startup = undefined;
      throw await this.#takeBack(error as CoreError<"startup.failed">);
    }
    this.#isStarted = true;
    await this.#bus.action(root, { type: "service.startup" }, undefined);
    this.isStartup = false;
  }

  async #startOne(held: HeldService): Promise<void> {
    const failure = await this.#run(held, "onStartup", this.#starting.signal);
    if (failure !== undefined) throw coreError("startup.failed", "start service", { service: held.name, errors: [failure.cause] }, undefined, failure.cause);
    this.#started.push(held);
  }

  /** Stops again what had started, so that startup may be tried once more. */
  async #takeBack(error: CoreError<"startup.failed">): Promise<CoreError> {
    const { errors } = await this.#stopServices();
    if (errors.length === 0) return error;
    const all = [error.cause, ...errors];
    return coreError("startup.failed", "start service", { service: error.detail.service, errors: all }, all.map(inWords).join("; then "), new AggregateError(all));
  }

  async #stop(options: SendOptions): Promise<void> {
    checkTimeout(options.timeoutMs);
    const bus = this.#bus;
    this.#starting.abort(abortError("service.startup", undefined));
    await this.#startup?.catch(() => {});
    this.#isStarted = false;
    const type = "service.shutdown";
    const deadline = new Deadline(bus.settings.clock, type, options, undefined, () => abortError(type, undefined));
    void bus.action(bus.root, { type }, undefined);
    const open: string[] = [];
    if (await deadline.race(this.#drained()) === EXPIRED) {
      open.push(...this.#waitedFor().map((place) => place.subscription?.info.handler ?? place.type));
      for (const task of bus.registries.PERFORM.open) (task as TaskDelivery).cancel(deadline.error);
      bus.patience.expire(deadline.error as CoreError);
    }
    const { errors, failed, hanging } = await this.#stopServices(deadline);
    deadline.dispose();
    open.push(...hanging);
    if (open.length > 0) throw coreError("shutdown.timedOut", "shut down in time", { open, errors }, `${open.join(", ")} still open`, deadline.error);
    if (errors.length > 0) throw coreError("shutdown.failed", `stop ${failed.join(", ")}`, { services: failed, errors }, errors.map(inWords).join("; "), new AggregateError(errors));
  }

  /** Resolves when no handling is open but those that wait for the shutdown. */
  async #drained(): Promise<void> {
    while (this.#waitedFor().length > 0) await new Promise<void>((resolve) => this.#onClosed = resolve);
    this.#onClosed = undefined;
  }

  #waitedFor(): Place[] {
    return [...this.#bus.open].filter((place) => !this.#excused.has(place));
  }

  /** Stops what has started, in reverse. One that still hangs when the deadline has come is left behind. */
  async #stopServices(deadline?: Deadline): Promise<{ errors: unknown[]; failed: string[]; hanging: string[] }> {
    const errors: unknown[] = [];
    const failed: string[] = [];
    const hanging: string[] = [];
    for (let held = this.#started.pop(); held !== undefined; held = this.#started.pop()) {
      const failure = await this.#run(held, "onShutdown", deadline?.signal ?? new AbortController().signal, deadline);
      if (failure === undefined) continue;
      if (failure.isExpired) hanging.push(held.name);
      else {
        errors.push(failure.cause);
        failed.push(held.name);
      }
    }
    return { errors, failed, hanging };
  }

  /** Runs a service's hook, and tells its states. Gives why it failed. */
  async #run(held: HeldService, hook: "onStartup" | "onShutdown", signal: AbortSignal, deadline?: Deadline): Promise<{ readonly cause: unknown; readonly isExpired?: boolean } | undefined> {
    const { services, settings: { clock } } = this.#bus;
    const from = clock.now();
    const [during, after] = hook === "onStartup" ? ["starting", "started"] as const : ["stopping", "stopped"] as const;
    services.changed(held, during);
    const run = async () => {
      try {
        if (hook === "onStartup") signal.throwIfAborted();
        await held.instance[hook]?.(held.place.view, signal);
        return undefined;
      } catch (cause) {
        return { cause };
      }
    };
    const end = await (deadline?.race(run()) ?? run());
    const failure = end === EXPIRED ? { cause: deadline?.error, isExpired: true } : end;
    services.changed(held, failure === undefined ? after : "failed", failure === undefined ? { ms: clock.now() - from } : { error: failure.cause });
    return failure;
  }
}
