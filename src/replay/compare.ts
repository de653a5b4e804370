/**
 * A replayed flow beside the recorded one, as trees: who handled, outcome, error, answers, replies, what each handling
 * caused, in order, and payloads. Times and ids are not compared; task ids are matched by first appearance, and of a task's
 * progress only the last report counts. Order is compared within one handling only, so concurrency changes nothing.
 */
import type { DispatchTrace } from "../trace/dispatch_trace.ts";
import type { Log } from "../trace/log.ts";
import type { HandlingRecord } from "../trace/record.ts";
import { ABSENT, differenceOf, type CompareOptions } from "./compare_values.ts";

/** Where a replayed flow first differs from the recorded one. */
export interface FlowDifference {
  /** From the root down: types and handlers in turn. */
  readonly at: readonly string[];
  /** A JSON pointer into what is compared; "" where the thing itself differs. */
  readonly path: string;
  /** What differs there. */
  readonly what: "message" | "payload" | "handler" | "outcome" | "error" | "answer" | "reply";
  /** What the recording has there. */
  readonly recorded: unknown;
  /** What the replay has there. */
  readonly replayed: unknown;
}

/** What a comparison found. */
export interface FlowComparison {
  /** The first place where they differ; undefined when they agree. */
  readonly difference: FlowDifference | undefined;
  /** What could not be compared, and why. */
  readonly hidden: readonly string[];
  /** What is new and harmless. */
  readonly notes: readonly string[];
}

/** A dispatch of a log. */
export interface LoggedDispatch {
  /** The log that holds it. */
  readonly log: Log;
  /** Its ordinal there. */
  readonly dispatch: number;
}

/**
 * Compares two flows by their roots. `ignore` holds JSON pointers such as `/data/id`. Cost: the lines of both flows are read and parsed, a dispatch of
 * each at a time, and no further than to the first difference. Deep flows do not overflow the stack.
 */
export function compareFlows(recorded: LoggedDispatch, replayed: LoggedDispatch, ignore: readonly string[]): FlowComparison {
  const comparison = new Comparison(recorded.log, replayed.log, ignore);
  return { difference: comparison.run(recorded.dispatch, replayed.dispatch), hidden: comparison.hidden, notes: comparison.notes };
}

/** Two dispatches that stand at the same place, by their ordinals. */
interface Pair {
  readonly before: number;
  readonly after: number;
  readonly at: Way;
}

/** The way from the root down. */
interface Way {
  readonly above: Way | undefined;
  readonly name: string;
}

/** Compares two dispatches; yields what they caused, to be compared before it goes on. */
type Comparing = Generator<Pair, FlowDifference | undefined, void>;

class Comparison {
  readonly hidden: string[] = [];
  readonly notes: string[] = [];
  readonly #recorded: Log;
  readonly #replayed: Log;
  readonly #ignore: ReadonlySet<string>;
  readonly #tasks = new Map<string, string>();

  constructor(recorded: Log, replayed: Log, ignore: readonly string[]) {
    this.#recorded = recorded;
    this.#replayed = replayed;
    this.#ignore = new Set(ignore.map((pointer) => (pointer.startsWith("/data") ? pointer : `/data${pointer}`)));
  }

  run(before: number, after: number): FlowDifference | undefined {
    const open = [this.#dispatches({ before, after, at: { above: undefined, name: typeOf(this.#recorded, before) } })];
    for (let comparing = open.at(-1); comparing !== undefined; comparing = open.at(-1)) {
      const { done, value } = comparing.next();
      if (done !== true) open.push(this.#dispatches(value));
      else if (value !== undefined) return value;
      else open.pop();
    }
    return undefined;
  }

  *#dispatches({ before, after, at }: Pair): Comparing {
    const [recorded, replayed] = [this.#recorded.trace(before), this.#replayed.trace(after)];
    return this.#payloads(recorded, replayed, at)
      ?? (yield* this.#handlings(recorded, replayed, at))
      ?? this.#ends(recorded, replayed, at)
      ?? this.#replies(recorded, replayed, at);
  }

  #payloads(recorded: DispatchTrace, replayed: DispatchTrace, at: Way): FlowDifference | undefined {
    const [before, after] = this.#withTasks(recorded, replayed);
    return this.#values(before, after, "/data", "payload", at);
  }

  /** Task ids are counted by the Core: the first one stands for the first one. */
  #withTasks({ record: before }: DispatchTrace, { record: after }: DispatchTrace): [unknown, unknown] {
    const [one, other] = [idOf(before.data), idOf(after.data)];
    if (!before.type.startsWith("task.") || one === undefined || other === undefined) return [before.data ?? ABSENT, after.data ?? ABSENT];
    if (!this.#tasks.has(one)) this.#tasks.set(one, other);
    return [{ ...before.data as object, id: this.#tasks.get(one) }, after.data];
  }

  *#handlings(recorded: DispatchTrace, replayed: DispatchTrace, at: Way): Comparing {
    const left = new Map(replayed.handlings.map((handling) => [handling.handler, handling]));
    const [caused, causedAgain] = [byHandling(this.#recorded, recorded.index), byHandling(this.#replayed, replayed.index)];
    for (const before of recorded.handlings) {
      const after = left.get(before.handler);
      left.delete(before.handler);
      if (after === undefined) return { at: namesOf(at), path: "", what: "handler", recorded: `${before.handler} ${before.outcome}`, replayed: ABSENT };
      const way = { above: at, name: before.handler };
      const difference = this.#ended(before, after, way)
        ?? (yield* this.#caused(caused.get(before.n) ?? [], causedAgain.get(after.n) ?? [], recorded.run.skipped > 0, way));
      if (difference !== undefined) return difference;
    }
    for (const { handler } of recorded.running) {
      left.delete(handler);
      this.hidden.push(`${textOf({ above: at, name: handler })} had not ended when the recording did`);
    }
    return this.#newHandlings([...left.values()], causedAgain, at);
  }

  #newHandlings(added: readonly HandlingRecord[], caused: ReadonlyMap<number, readonly number[]>, at: Way): FlowDifference | undefined {
    for (const { n, handler, outcome } of added) {
      if (caused.has(n) || outcome === "failed" || outcome === "answered") {
        return { at: namesOf(at), path: "", what: "handler", recorded: ABSENT, replayed: `${handler} ${outcome}` };
      }
      this.notes.push(`${textOf({ above: at, name: handler })} is new`);
    }
    return undefined;
  }

  #ended(before: HandlingRecord, after: HandlingRecord, at: Way): FlowDifference | undefined {
    if (before.outcome !== after.outcome) {
      return { at: namesOf(at), path: "", what: "outcome", recorded: outcomeText(before), replayed: outcomeText(after) };
    }
    const errors = before.error === undefined || after.error === undefined ? undefined
      : this.#values(`${before.error.name}: ${before.error.message}`, `${after.error.name}: ${after.error.message}`, "", "error", at);
    return errors ?? this.#values(before.answer ?? ABSENT, after.answer ?? ABSENT, "/answer", "answer", at);
  }

  *#caused(allRecorded: readonly number[], allReplayed: readonly number[], wereLeftOut: boolean, at: Way): Comparing {
    const recorded = lastReports(this.#recorded, allRecorded);
    const again = lastReports(this.#replayed, allReplayed);
    const replayed = wereLeftOut ? this.#comparable(recorded, again, at) : again;
    for (let index = 0; index < Math.max(recorded.length, replayed.length); index++) {
      const [before, after] = [recorded[index], replayed[index]];
      const [name, nameAgain] = [nameOf(this.#recorded, before), nameOf(this.#replayed, after)];
      if (before === undefined || after === undefined || name !== nameAgain) return { at: namesOf(at), path: "", what: "message", recorded: name, replayed: nameAgain };
      yield { before, after, at: { above: at, name: typeOf(this.#recorded, before) } };
    }
    return undefined;
  }

  /** Of what a replayed handling caused, what the recording could hold: one that left messages out says nothing of the others. */
  #comparable(recorded: readonly number[], replayed: readonly number[], at: Way): readonly number[] {
    const wanted = recorded.map((dispatch) => nameOf(this.#recorded, dispatch));
    let met = 0;
    const found = replayed.filter((dispatch) => met < wanted.length && wanted[met] === nameOf(this.#replayed, dispatch) && ++met > 0);
    // One that is recorded and was not sent again is a difference, wherever it stands.
    if (met < wanted.length || found.length === replayed.length) return replayed;
    this.hidden.push(`${textOf(at)} sent ${replayed.length - found.length} more than the recording holds, from which messages were left out`);
    return found;
  }

  #ends({ index, running }: DispatchTrace, replayed: DispatchTrace, at: Way): FlowDifference | undefined {
    const [before, after] = [this.#recorded.dispatches.state(index), this.#replayed.dispatches.state(replayed.index)];
    if (before === after) return undefined;
    if (before === "running" && running.length === 0) {
      this.hidden.push(`${textOf(at)} had not ended when the recording did`);
      return undefined;
    }
    return before === "running" ? undefined : { at: namesOf(at), path: "", what: "outcome", recorded: before, replayed: after };
  }

  #replies(recorded: DispatchTrace, replayed: DispatchTrace, at: Way): FlowDifference | undefined {
    const values = ({ replies }: DispatchTrace): Record<string, unknown> => Object.fromEntries([...replies].reverse().map(({ member, value }) => [member, value]));
    return this.#values(values(recorded), values(replayed), "/reply", "reply", at);
  }

  #values(before: unknown, after: unknown, path: string, what: FlowDifference["what"], at: Way): FlowDifference | undefined {
    const options: CompareOptions = { ignore: this.#ignore, onHidden: (hidden) => void this.hidden.push(`${textOf(at)} ${hidden} is not in the log`) };
    const difference = differenceOf(before, after, path, options);
    return difference === undefined ? undefined : { at: namesOf(at), what, ...difference };
  }
}

/** What each handling of a dispatch caused, by its number, in order. */
function byHandling(log: Log, dispatch: number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const child of log.caused(dispatch)) {
    const n = Math.max(0, log.dispatches.by(child));
    const group = groups.get(n);
    if (group === undefined) groups.set(n, [child]);
    else group.push(child);
  }
  return groups;
}

/** Leaves out all reports of a task's progress but the last one. */
function lastReports(log: Log, dispatches: readonly number[]): readonly number[] {
  const progress = log.texts.numberOf("task.progress");
  if (progress === 0) return dispatches;
  const told = new Set<string | undefined>();
  return dispatches.toReversed().filter((dispatch) => {
    if (log.dispatches.type(dispatch) !== progress) return true;
    const id = idOf(log.trace(dispatch).record.data);
    const isLast = !told.has(id);
    told.add(id);
    return isLast;
  }).reverse();
}

function typeOf({ dispatches, texts }: Log, dispatch: number): string {
  return texts.textOf(dispatches.type(dispatch));
}

function nameOf(log: Log, dispatch: number | undefined): string | typeof ABSENT {
  return dispatch === undefined ? ABSENT : `${log.dispatches.verb(dispatch)} ${typeOf(log, dispatch)}`;
}

function namesOf(way: Way): string[] {
  const names: string[] = [];
  for (let at: Way | undefined = way; at !== undefined; at = at.above) names.push(at.name);
  return names.reverse();
}

function textOf(way: Way): string {
  return namesOf(way).join(" → ");
}

function outcomeText({ outcome, error }: HandlingRecord): string {
  return error === undefined ? outcome : `${outcome}: ${error.name}: ${error.message}`;
}

function idOf(data: unknown): string | undefined {
  const id = typeof data === "object" && data !== null ? (data as { id?: unknown }).id : undefined;
  return typeof id === "string" ? id : undefined;
}
