/**
 * The life of a Core: built, starting, started, stopping, stopped. Services start in registration order and stop in reverse.
 */
import type { SendOptions } from "./core.ts";
import { abortError, checkTimeout, Deadline, EXPIRED } from "./deadline.ts";
import { action, type Dispatcher } from "./dispatcher.ts";
import { type CoreError, type CoreErrorDetails, coreError, inWords } from "./errors.ts";
import { Failure } from "./handling.ts";
import { openPlaceOf, openPlaces, type Place } from "./place.ts";
import { changeState, type HeldService } from "./services.ts";
import { cancelTask } from "./task.ts";

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
  #onClosed: (() => void) | undefined;

  constructor(bus: Dispatcher) {
    this.#bus = bus;
  }

  get isStopping(): boolean {
    return this.#shutdown !== undefined;
  }

  /** A handling has ended, or is not waited for any more. */
  closed(): void {
    this.#onClosed?.();
  }

  startup(): Promise<void> {
    return this.#startup ??= this.#start();
  }

  shutdown(caller: Place, options: SendOptions): Promise<void> {
    for (const place of openPlaces(openPlaceOf(caller))) place.isExcused = true;
    this.closed();
    return this.#shutdown ??= this.#stop(options);
  }

  /** A service was registered: it starts now when the Core has, and after the others while they start. */
  async added(held: HeldService): Promise<void> {
    if (this.#isStarted) await this.#startOne(held);
  }

  async #start(): Promise<void> {
    const { root, held } = this.#bus;
    if (this.isStopping) throw coreError("startup.failed", "start", { service: undefined, errors: [] }, "the Core is shut down");
    try {
      // What is registered meanwhile comes at the end of this very iteration.
      for (const each of held.values()) await this.#startOne(each, true);
    } catch (error) {
      this.#startup = undefined;
      throw error;
    }
    this.#isStarted = true;
    await action(root, { type: "service.startup" });
    this.isStartup = false;
  }

  /** @param isFirst Whoever has started stops again when this one fails, so that startup may be tried once more. */
  async #startOne(held: HeldService, isFirst?: boolean): Promise<void> {
    const failure = await this.#run(held, "onStartup", this.#starting.signal);
    if (failure === undefined) return void this.#started.push(held);
    const errors = [(failure as Failure).cause];
    if (isFirst) await this.#stopServices(errors);
    throw together("startup.failed", "start service", { service: held.name }, errors);
  }

  async #stop(options: SendOptions): Promise<void> {
    checkTimeout(options.timeoutMs);
    const bus = this.#bus;
    const type = "service.shutdown";
    this.#starting.abort(abortError("service.startup"));
    await this.#startup?.catch(() => {});
    this.#isStarted = false;
    const deadline = new Deadline(bus, type, options);
    void action(bus.root, { type });
    const open: string[] = [];
    if (await deadline.race(this.#drained()) === EXPIRED) {
      const error = deadline.error as CoreError;
      open.push(...this.#waitedFor().map((place) => place.subscription?.info.handler ?? place.type));
      for (const task of bus.registries.PERFORM.open) cancelTask(task, error);
      bus.patience.expire(error);
    }
    const errors: unknown[] = [];
    const services = await this.#stopServices(errors, open, deadline);
    deadline.dispose();
    if (open.length > 0) throw coreError("shutdown.timedOut", "shut down in time", { open, errors }, `${open.join(", ")} still open`, deadline.error);
    if (errors.length > 0) throw together("shutdown.failed", `stop ${services.join(", ")}`, { services }, errors);
  }

  /** Resolves when no handling is open but those that wait for the shutdown. */
  async #drained(): Promise<void> {
    while (this.#waitedFor().length > 0) await new Promise<void>((resolve) => this.#onClosed = resolve);
  }

  #waitedFor(): Place[] {
    return [...this.#bus.open].filter((place) => !place.isExcused);
  }

  /**
   * Stops what has started, in reverse. One that still hangs when the deadline has come is left behind, and named in `open`.
   * Puts what the others throw into `errors` and gives their names.
   */
  async #stopServices(errors: unknown[], open: string[] = [], deadline?: Deadline): Promise<string[]> {
    const failed: string[] = [];
    for (let held = this.#started.pop(); held !== undefined; held = this.#started.pop()) {
      const failure = await this.#run(held, "onShutdown", deadline?.signal ?? this.#bus.patience.signal, deadline);
      if (failure === EXPIRED) open.push(held.name);
      else if (failure !== undefined) {
        errors.push(failure.cause);
        failed.push(held.name);
      }
    }
    return failed;
  }

  /** Runs a service's hook, and tells its states. Gives why it failed. */
  async #run(held: HeldService, hook: "onStartup" | "onShutdown", signal: AbortSignal, deadline?: Deadline): Promise<Failure | typeof EXPIRED | undefined> {
    const { clock } = this.#bus;
    const from = clock.now();
    const word = hook === "onStartup" ? "start" : "stopp";
    const run = async () => {
      try {
        if (hook === "onStartup") signal.throwIfAborted();
        await held.instance[hook]?.(held.place.view, signal);
        return undefined;
      } catch (cause) {
        return new Failure(cause);
      }
    };
    changeState(held, `${word}ing`);
    const end = await (deadline?.race(run()) ?? run());
    if (end === undefined) changeState(held, `${word}ed`, { ms: clock.now() - from });
    else changeState(held, "failed", { error: end === EXPIRED ? deadline?.error : end.cause });
    return end;
  }
}

/** One error of several. */
function together<Code extends "startup.failed" | "shutdown.failed">(code: Code, act: string, detail: Omit<CoreErrorDetails[Code], "errors">, errors: readonly unknown[]): CoreError {
  return coreError(code, act, { ...detail, errors } as CoreErrorDetails[Code], errors.map(inWords).join("; then "), errors.length > 1 ? new AggregateError(errors) : errors[0]);
}
