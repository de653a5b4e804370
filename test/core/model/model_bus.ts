// The model of ACTION, QUERY and QUERYALL: what DESIGN promises of it, said as plainly as it can be. Nothing here is quick, shared or remembered.
import type { StepClock } from "./step_clock.ts";
import { referenceMatches } from "./reference_matcher.ts";
import { QUEUE, type Registration, type Setting, type Speaker, type TestedBus, type TestedHandler, type Went } from "./tested_bus.ts";

interface Subscription extends Registration {
  readonly handler: TestedHandler;
  isDisposed: boolean;
  /** How many of its runs are open, and what waits for its turn. */
  running: number;
  readonly line: (() => void)[];
}

interface Dispatch {
  readonly id: number;
  readonly flow: number;
  readonly type: string;
  /** Its failures are told to nobody else. */
  readonly isQuestion: boolean;
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
  /** What its handler gave. */
  answer?: unknown;
  error?: string;
  /** What its handler threw. */
  thrown?: string;
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
    const subscription: Subscription = { ...registration, handler, isDisposed: false, running: 0, line: [] };
    this.#subscriptions.push(subscription);
    return () => void (subscription.isDisposed = true);
  }

  send(type: string, timeoutMs: number | undefined): Went | Promise<Went> {
    return this.#send(undefined, type, timeoutMs);
  }

  ask(type: string, isForAll: boolean, timeoutMs: number | undefined): Promise<string> {
    return this.#ask(undefined, type, isForAll, timeoutMs);
  }

  #send(sender: Run | undefined, type: string, timeoutMs: number | undefined): Went | Promise<Went> {
    const dispatch = this.#begin(sender, type, false);
    if (!dispatch) {
      this.#report("limit.depth");
      return { ok: false, handled: 0, errors: ["limit.depth"] };
    }
    const { parts, call } = this.#partsOf(dispatch, timeoutMs);
    return this.#setting.isSerial ? this.#oneByOne(dispatch, parts, call) : this.#together(dispatch, parts, call);
  }

  async #ask(sender: Run | undefined, type: string, isForAll: boolean, timeoutMs: number | undefined): Promise<string> {
    const dispatch = this.#begin(sender, type, true);
    if (!dispatch) return isForAll ? "answers  errors limit.depth" : "limit.depth";
    const { parts, call } = this.#partsOf(dispatch, timeoutMs);
    if (isForAll) {
      const { errors } = await (this.#setting.isSerial ? this.#oneByOne(dispatch, parts, call) : this.#together(dispatch, parts, call));
      return `answers ${parts.flatMap(({ answer }) => answer ?? []).join()} errors ${[...new Set(errors)].join()}`;
    }
    for (const [index, part] of parts.entries()) {
      call(index);
      if (!part.isOver) await overOf(part);
      if (part.error) return part.thrown ?? part.error;
      if (part.answer !== undefined) return `answer ${String(part.answer)}`;
    }
    return "query.unanswered";
  }

  /** Undefined when it would be nested too deep. */
  #begin(sender: Run | undefined, type: string, isQuestion: boolean): Dispatch | undefined {
    const id = ++this.#dispatches;
    const cause = sender ?? this.#current;
    const flow = cause?.dispatch.flow ?? id;
    this.causes.push(`${id} by ${cause?.dispatch.id ?? "-"}/${cause?.n ?? "-"} in flow ${flow}`);
    const parent = openRuns(sender)[0] ?? this.#current;
    if (openRuns(parent).length >= this.#setting.depth) return undefined;
    return { id, flow, type, isQuestion, parent, handled: 0, turns: 0, isTimedOut: false };
  }

  #partsOf(dispatch: Dispatch, timeoutMs: number | undefined): { readonly parts: readonly Part[]; readonly call: (index: number) => void } {
    const { type, isQuestion } = dispatch;
    const matching = this.#subscriptions.filter(({ isDisposed, isAsked, pattern }) => !isDisposed && isAsked === isQuestion && referenceMatches(pattern, type));
    const parts: Part[] = matching.map(() => ({ isOver: false }));
    if (timeoutMs !== undefined) this.#clock.setTimer(() => this.#timeOut(dispatch, parts, matching), timeoutMs);
    return { parts, call: (index) => this.#handle(dispatch, matching[index] as Subscription, parts[index] as Part) };
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
      if (part.whenOver) this.#over(dispatch, part, dispatch.isQuestion ? "query.timedOut" : `handler.timedOut ${matching[index]?.name}`);
    });
  }

  /** One handler of a dispatch: called now, or in line, or not at all. */
  #handle(dispatch: Dispatch, subscription: Subscription, part: Part): void {
    const { name, once, timeoutMs, line } = subscription;
    const width = once ? 1 : subscription.concurrency ?? Infinity;
    if (timeoutMs !== undefined) this.#clock.setTimer(() => this.#over(dispatch, part, `handler.timedOut ${name}`), timeoutMs);
    if (subscription.running < width) return this.#run(dispatch, subscription, part);
    if (line.length >= QUEUE) {
      // It takes a turn all the same: taps are told of it.
      dispatch.turns += 1;
      return this.#over(dispatch, part, `handler.busy ${name}`);
    }
    line.push(() => this.#run(dispatch, subscription, part));
    part.whenOver = () => {};
  }

  #run(dispatch: Dispatch, subscription: Subscription, part: Part): void {
    const n = dispatch.turns++;
    if (subscription.isDisposed || part.isOver) { // spared
      this.#over(dispatch, part);
      return subscription.line.shift()?.();
    }
    const run: Run = { dispatch, n, isOpen: true };
    const view: Speaker = {
      send: (type, timeoutMs) => this.#send(run, type, timeoutMs),
      ask: (type, isForAll, timeoutMs) => this.#ask(run, type, isForAll, timeoutMs),
    };
    const end = (given: unknown) => {
      run.isOpen = false;
      subscription.running--;
      if (subscription.once) subscription.isDisposed = true;
      if (!part.isOver && given instanceof Error) part.thrown = given.message;
      if (!part.isOver && !(given instanceof Error)) part.answer = given;
      this.#over(dispatch, part, given instanceof Error ? `handler.failed ${subscription.name}` : undefined);
      subscription.line.shift()?.();
    };
    subscription.running++;
    dispatch.handled++;
    const outer = this.#current;
    this.#current = run;
    let given: unknown;
    try {
      given = subscription.handler(view, dispatch.type);
    } catch (thrown) {
      given = thrown;
    }
    this.#current = outer;
    if (!(given instanceof Promise)) return end(given);
    part.whenOver ??= () => {};
    given.then(end, end);
  }

  #over({ isQuestion }: Dispatch, part: Part, error?: string): void {
    if (part.isOver) return;
    part.isOver = true;
    if (error) {
      part.error = error;
      if (!isQuestion) this.#report(error);
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
