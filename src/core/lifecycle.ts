/**
 * The life of a Core: built, starting, started, stopping, stopped. Services start in registration order and stop in reverse.
 */
import type { SendOptions } from "./core.ts";
import { abortError, checkTimeout, Deadline, EXPIRED } from "./deadline.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { type CoreError, coreError, inWords } from "./errors.ts";
import type { Place } from "./place.ts";
import type { HeldService } from "./services.ts";

type State = "built" | "starting" | "started" | "stopping" | "stopped";

export class Lifecycle {
  readonly #bus: Dispatcher;
  #state: State = "built";
  #hasStarted = false;
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

  /** No `startup()` has resolved. */
  get isStartup(): boolean {
    return !this.#hasStarted;
  }

  get isStopping(): boolean {
    return this.#state === "stopping" || this.#state === "stopped";
  }

  /** A handling has ended. */
  closed(): void {
    this.#onClosed?.();
  }

  startup(): Promise<void> {
    if (this.#shutdown !== undefined) return Promise.reject(coreError("startup.failed", "start", { service: undefined, errors: [] }, "the Core was shut down"));
    return this.#startup ??= this.#start();
  }

  shutdown(caller: Place, options: SendOptions): Promise<void> {
    for (const place of caller.openPlace()?.openPlaces() ?? []) this.#excused.add(place);
    this.closed();
    return this.#shutdown ??= this.#stop(options);
  }

  /** A service was registered: it starts now when the Core has, and after the others while they start. */
  async added(held: HeldService): Promise<void> {
    if (this.#state !== "started") return;
    const error = await this.#startOne(held);
    if (error !== undefined) throw error;
  }

  async #start(): Promise<void> {
    this.#state = "starting";
    this.#starting = new AbortController();
    const tried = new Set<HeldService>();
    for (let next = this.#nextToStart(tried); next !== undefined; next = this.#nextToStart(tried)) {
      tried.add(next);
      const error = await this.#startOne(next);
      if (error !== undefined) throw await this.#takeBack(error);
    }
    this.#state = "started";
    await this.#bus.action(this.#bus.root, { type: "service.startup" }, undefined);
    this.#hasStarted = true;
  }

  #nextToStart(tried: ReadonlySet<HeldService>): HeldService | undefined {
    return this.#bus.services.all().find((held) => !tried.has(held) && !this.#started.includes(held));
  }

  async #startOne(held: HeldService): Promise<CoreError<"startup.failed"> | undefined> {
    const failure = await this.#run(held, "onStartup", this.#starting.signal);
    if (failure === undefined) {
      this.#started.push(held);
      return undefined;
    }
    const { cause } = failure;
    return coreError("startup.failed", "start service", { service: held.name, errors: [cause] }, undefined, cause);
  }

  /** Stops again what had started, so that startup may be tried once more. */
  async #takeBack(error: CoreError<"startup.failed">): Promise<CoreError> {
    const { errors } = await this.#stopServices();
    this.#state = "built";
    this.#startup = undefined;
    if (errors.length === 0) return error;
    const all = [error.cause, ...errors];
    return coreError("startup.failed", "start service", { service: error.detail.service, errors: all }, all.map(inWords).join("; then "), new AggregateError(all));
  }

  async #stop({ timeoutMs, signal }: SendOptions): Promise<void> {
    checkTimeout(timeoutMs);
    const bus = this.#bus;
    this.#starting.abort(abortError("service.startup", undefined));
    await this.#startup?.catch(() => {});
    this.#state = "stopping";
    const deadline = new Deadline({
      clock: bus.settings.clock, type: "service.shutdown", timeoutMs, signal,
      timedOut: () => abortError("service.shutdown", undefined),
    });
    void bus.action(bus.root, { type: "service.shutdown" }, undefined);
    const open: string[] = [];
    if (await deadline.race(this.#drained()) === EXPIRED) {
      open.push(...this.#waitedFor().map((place) => place.subscription?.info.handler ?? place.type));
      for (const task of bus.tasks) task.cancel(deadline.error);
      bus.patience.expire(deadline.error as CoreError);
    }
    const { errors, failed, hanging } = await this.#stopServices(deadline);
    deadline.dispose();
    this.#state = "stopped";
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
