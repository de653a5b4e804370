// The model of ACTION: what DESIGN promises of it, said as plainly as it can be. Nothing here is quick, shared or remembered.
import type { StepClock } from "./step_clock.ts";
import { referenceMatches } from "./reference_matcher.ts";
import type { Registration, Setting, Speaker, TestedBus, TestedHandler, Went } from "./tested_bus.ts";

interface Subscription extends Registration {
  readonly handler: TestedHandler;
  isDisposed: boolean;
  /** How many of its runs are open, and what waits for its turn. */
  running: number;
}

interface Dispatch {
  readonly id: number;
  readonly flow: number;
  readonly type: string;
  /** The run that it is nested in. */
  readonly parent: Run | undefined;
  handled: number;
  /** How many handlers had their turn. */
  turns: number;
  isTimedOut: boolean;
}

interface Run {
  readonly dispatch: Dispatch;
  readonly n: number;
  isOpen: boolean;
}

/** One subscription's part in a dispatch; it is over when nobody waits for it any more. */
interface Part {
  isOver: boolean;
  error?: string;
  whenOver?: () => void;
}

export class ModelBus implements TestedBus {
  readonly reported: string[] = [];
  readonly causes: string[] = [];
  readonly #clock: StepClock;
  readonly #setting: Setting;
  readonly #subscriptions: Subscription[] = [];
  /** The run whose synchronous part is running. */
  #current: Run | undefined;
  #dispatches = 0;

  constructor(clock: StepClock, setting: Setting) {
    this.#clock = clock;
    this.#setting = setting;
  }

  register(registration: Registration, handler: TestedHandler): () => void {
    const subscription: Subscription = { ...registration, handler, isDisposed: false, running: 0 };
    this.#subscriptions.push(subscription);
    return () => void (subscription.isDisposed = true);
  }

  send(type: string, timeoutMs: number | undefined): Went | Promise<Went> {
    return this.#send(undefined, type, timeoutMs);
  }

  #send(sender: Run | undefined, type: string, timeoutMs: number | undefined): Went | Promise<Went> {
    const id = ++this.#dispatches;
    const cause = sender ?? this.#current;
    const flow = cause?.dispatch.flow ?? id;
    this.causes.push(`${id} by ${cause?.dispatch.id ?? "-"}/${cause?.n ?? "-"} in flow ${flow}`);
    const parent = openRuns(sender)[0] ?? this.#current;
    if (openRuns(parent).length >= this.#setting.depth) {
      this.#report("limit.depth");
      return { ok: false, handled: 0, errors: ["limit.depth"] };
    }
    const dispatch: Dispatch = { id, flow, type, parent, handled: 0, turns: 0, isTimedOut: false };
    const matching = this.#subscriptions.filter(({ isDisposed, pattern }) => !isDisposed && referenceMatches(pattern, type));
    const parts: Part[] = matching.map(() => ({ isOver: false }));
    if (timeoutMs !== undefined) this.#clock.setTimer(() => this.#timeOut(dispatch, parts, matching), timeoutMs);
    const call = (index: number) => this.#handle(dispatch, matching[index] as Subscription, parts[index] as Part);
    return this.#setting.isSerial ? this.#oneByOne(dispatch, parts, call) : this.#together(dispatch, parts, call);
  }

  #together(dispatch: Dispatch, parts: readonly Part[], call: (index: number) => void): Went | Promise<Went> {
    parts.forEach((_part, index) => call(index));
    if (parts.every((part) => part.isOver)) return went(dispatch, parts);
    return Promise.all(parts.map(overOf)).then(() => went(dispatch, parts));
  }

  #oneByOne(dispatch: Dispatch, parts: readonly Part[], call: (index: number) => void, from = 0): Went | Promise<Went> {
    for (let index = from; index < parts.length && !dispatch.isTimedOut; index++) {
      call(index);
      const part = parts[index] as Part;
      if (!part.isOver) return overOf(part).then(() => this.#oneByOne(dispatch, parts, call, index + 1));
    }
    return went(dispatch, parts);
  }

  /** A sender's patience is at its end: whoever has been called and is not over has had its time. */
  #timeOut(dispatch: Dispatch, parts: readonly Part[], matching: readonly Subscription[]): void {
    dispatch.isTimedOut = true;
    parts.forEach((part, index) => {
      if (part.whenOver || !this.#setting.isSerial) this.#over(part, `handler.timedOut ${matching[index]?.name}`);
    });
  }

  /** One handler of a dispatch: called, or spared. */
  #handle(dispatch: Dispatch, subscription: Subscription, part: Part): void {
    const { name, timeoutMs } = subscription;
    if (timeoutMs !== undefined) this.#clock.setTimer(() => this.#over(part, `handler.timedOut ${name}`), timeoutMs);
    this.#run(dispatch, subscription, part);
  }

  #run(dispatch: Dispatch, subscription: Subscription, part: Part): void {
    const n = dispatch.turns++;
    if (subscription.isDisposed || part.isOver || (subscription.once && subscription.running > 0)) return this.#over(part); // spared
    const run: Run = { dispatch, n, isOpen: true };
    const view: Speaker = { send: (type, timeoutMs) => this.#send(run, type, timeoutMs) };
    const end = (error?: string) => {
      run.isOpen = false;
      subscription.running--;
      if (subscription.once) subscription.isDisposed = true;
      this.#over(part, error && `handler.failed ${subscription.name}`);
    };
    subscription.running++;
    dispatch.handled++;
    const outer = this.#current;
    this.#current = run;
    let given: unknown;
    try {
      given = subscription.handler(view, dispatch.type);
    } catch {
      given = new Error("thrown");
    }
    this.#current = outer;
    const judge = (value: unknown) => end(value instanceof Error ? "failed" : undefined);
    if (!(given instanceof Promise)) return judge(given);
    part.whenOver ??= () => {};
    given.then(judge, () => end("failed"));
  }

  #over(part: Part, error?: string): void {
    if (part.isOver) return;
    part.isOver = true;
    if (error) {
      part.error = error;
      this.#report(error);
    }
    part.whenOver?.();
  }

  #report(error: string): void {
    this.reported.push(`${this.#clock.now()} ${error}`);
  }
}

function overOf(part: Part): Promise<void> {
  return part.isOver ? Promise.resolve() : new Promise((resolve) => void (part.whenOver = resolve));
}

function went({ handled }: Dispatch, parts: readonly Part[]): Went {
  const errors = parts.flatMap(({ error }) => error ?? []);
  return { ok: errors.length === 0, handled, errors };
}

/** A run and those that it is nested in, as far as they are open; the innermost first. */
function openRuns(run: Run | undefined): Run[] {
  if (!run) return [];
  const outer = openRuns(run.dispatch.parent);
  return run.isOpen ? [run, ...outer] : outer;
}
