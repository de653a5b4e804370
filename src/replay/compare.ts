/**
 * A replayed flow beside the recorded one, as trees: who handled, outcome, error, answers, replies, what each handling
 * caused, in order, and payloads. Times and ids are not compared; task ids are matched by first appearance, and of a task's
 * progress only the last report counts. Order is compared within one handling only, so concurrency changes nothing.
 */
import type { DispatchTrace } from "../trace/dispatch_trace.ts";
import type { HandlingRecord } from "../trace/record.ts";
import { stateOf } from "../trace/state.ts";
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

/** Compares two flows by their roots. `ignore` holds JSON pointers such as `/data/id`. */
export function compareFlows(recorded: DispatchTrace, replayed: DispatchTrace, ignore: readonly string[]): FlowComparison {
  const comparison = new Comparison(ignore);
  return { difference: comparison.dispatches(recorded, replayed, [recorded.record.type]), hidden: comparison.hidden, notes: comparison.notes };
}

class Comparison {
  readonly hidden: string[] = [];
  readonly notes: string[] = [];
  readonly #ignore: ReadonlySet<string>;
  readonly #tasks = new Map<string, string>();

  constructor(ignore: readonly string[]) {
    this.#ignore = new Set(ignore.map((pointer) => (pointer.startsWith("/data") ? pointer : `/data${pointer}`)));
  }

  dispatches(recorded: DispatchTrace, replayed: DispatchTrace, at: readonly string[]): FlowDifference | undefined {
    return this.#payloads(recorded, replayed, at)
      ?? this.#handlings(recorded, replayed, at)
      ?? this.#ends(recorded, replayed, at)
      ?? this.#replies(recorded, replayed, at);
  }

  #payloads(recorded: DispatchTrace, replayed: DispatchTrace, at: readonly string[]): FlowDifference | undefined {
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

  #handlings(recorded: DispatchTrace, replayed: DispatchTrace, at: readonly string[]): FlowDifference | undefined {
    const left = new Map(replayed.handlings.map((handling) => [handling.handler, handling]));
    for (const before of recorded.handlings) {
      const after = left.get(before.handler);
      left.delete(before.handler);
      if (after === undefined) return { at, path: "", what: "handler", recorded: `${before.handler} ${before.outcome}`, replayed: ABSENT };
      const difference = this.#pair(before, after, recorded, replayed, [...at, before.handler]);
      if (difference !== undefined) return difference;
    }
    for (const running of recorded.running) {
      left.delete(running.handler);
      this.hidden.push(`${[...at, running.handler].join(" → ")} had not ended when the recording did`);
    }
    return this.#newHandlings([...left.values()], replayed, at);
  }

  #newHandlings(added: readonly HandlingRecord[], replayed: DispatchTrace, at: readonly string[]): FlowDifference | undefined {
    for (const handling of added) {
      const sends = replayed.caused.some(({ record }) => record.by === handling.n);
      if (sends || handling.outcome === "failed" || handling.outcome === "answered") {
        return { at, path: "", what: "handler", recorded: ABSENT, replayed: `${handling.handler} ${handling.outcome}` };
      }
      this.notes.push(`${[...at, handling.handler].join(" → ")} is new`);
    }
    return undefined;
  }

  #pair(before: HandlingRecord, after: HandlingRecord, recorded: DispatchTrace, replayed: DispatchTrace, at: readonly string[]): FlowDifference | undefined {
    if (before.outcome !== after.outcome) {
      return { at, path: "", what: "outcome", recorded: outcomeText(before), replayed: outcomeText(after) };
    }
    const errors = before.error === undefined || after.error === undefined ? undefined
      : this.#values(`${before.error.name}: ${before.error.message}`, `${after.error.name}: ${after.error.message}`, "", "error", at);
    return errors
      ?? this.#values(before.answer ?? ABSENT, after.answer ?? ABSENT, "/answer", "answer", at)
      ?? this.#caused(causedBy(recorded, before.n), this.#comparable(recorded, before.n, causedBy(replayed, after.n), at), at);
  }

  /** Of what a replayed handling caused, what the recording could hold: one that left messages out says nothing of the others. */
  #comparable(recorded: DispatchTrace, n: number, replayed: readonly DispatchTrace[], at: readonly string[]): readonly DispatchTrace[] {
    if (recorded.run.skipped === 0) return replayed;
    const wanted = causedBy(recorded, n).map(nameOf);
    const found = replayed.filter((trace) => wanted[0] === nameOf(trace) && wanted.shift() !== undefined);
    // One that is recorded and was not sent again is a difference, wherever it stands.
    if (wanted.length > 0 || found.length === replayed.length) return replayed;
    this.hidden.push(`${at.join(" → ")} sent ${replayed.length - found.length} more than the recording holds, from which messages were left out`);
    return found;
  }

  #caused(recorded: readonly DispatchTrace[], replayed: readonly DispatchTrace[], at: readonly string[]): FlowDifference | undefined {
    for (let index = 0; index < Math.max(recorded.length, replayed.length); index++) {
      const before = recorded[index];
      const after = replayed[index];
      if (before === undefined || after === undefined || nameOf(before) !== nameOf(after)) {
        return { at, path: "", what: "message", recorded: before === undefined ? ABSENT : nameOf(before), replayed: after === undefined ? ABSENT : nameOf(after) };
      }
      const difference = this.dispatches(before, after, [...at, before.record.type]);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }

  #ends(recorded: DispatchTrace, replayed: DispatchTrace, at: readonly string[]): FlowDifference | undefined {
    const [before, after] = [stateOf(recorded), stateOf(replayed)];
    if (before === after) return undefined;
    if (before === "running" && recorded.running.length === 0) {
      this.hidden.push(`${at.join(" → ")} had not ended when the recording did`);
      return undefined;
    }
    return before === "running" ? undefined : { at, path: "", what: "outcome", recorded: before, replayed: after };
  }

  #replies(recorded: DispatchTrace, replayed: DispatchTrace, at: readonly string[]): FlowDifference | undefined {
    const values = ({ replies }: DispatchTrace): Record<string, unknown> => Object.fromEntries([...replies].reverse().map(({ member, value }) => [member, value]));
    return this.#values(values(recorded), values(replayed), "/reply", "reply", at);
  }

  #values(before: unknown, after: unknown, path: string, what: FlowDifference["what"], at: readonly string[]): FlowDifference | undefined {
    const options: CompareOptions = { ignore: this.#ignore, onHidden: (hidden) => void this.hidden.push(`${at.join(" → ")} ${hidden} is not in the log`) };
    const difference = differenceOf(before, after, path, options);
    return difference === undefined ? undefined : { at, what, ...difference };
  }
}

/** What a handling caused, in order; of a task's progress only the last report. */
function causedBy({ caused }: DispatchTrace, n: number): DispatchTrace[] {
  const mine = caused.filter(({ record }) => (record.by ?? 0) === n);
  return mine.filter((trace, index) => {
    if (trace.record.type !== "task.progress") return true;
    return !mine.slice(index + 1).some((later) => later.record.type === "task.progress" && idOf(later.record.data) === idOf(trace.record.data));
  });
}

function nameOf({ record: { verb, type } }: DispatchTrace): string {
  return `${verb} ${type}`;
}

function outcomeText({ outcome, error }: HandlingRecord): string {
  return error === undefined ? outcome : `${outcome}: ${error.name}: ${error.message}`;
}

function idOf(data: unknown): string | undefined {
  const id = typeof data === "object" && data !== null ? (data as { id?: unknown }).id : undefined;
  return typeof id === "string" ? id : undefined;
}
