// Does a program to a bus, and writes down all that can be told from outside.
import type { Act, HandlerSpec, Program } from "./program.ts";
import type { StepClock } from "./step_clock.ts";
import type { Speaker, TestedBus, Went } from "./tested_bus.ts";

/** What was seen. */
export interface Seen {
  /** Each call and each resumption of a handler, in order, with its moment. */
  readonly calls: readonly string[];
  /** How each dispatch went, and when; in the order of sending. */
  readonly outcomes: readonly string[];
  /** What no caller was told, by moment; within one, in no order. */
  readonly reported: readonly string[];
  readonly causes: readonly string[];
}

/** What comes of something that was sent, or was not since enough has been. */
type Sent = Went | Promise<Went | string> | undefined;

/** A program that sends in circles ends after so much. */
const MOST_SENT = 40;
const MOST_REGISTERED = 16;
/** Longer than all that waits, other than for ever. */
const TO_THE_END_MS = 400;

export async function play({ specs, commands }: Program, bus: TestedBus, clock: StepClock): Promise<Seen> {
  const calls: string[] = [];
  const outcomes: string[] = [];
  const disposals: (() => void)[] = [];

  const send = (type: string, timeout: number | undefined, by: (timeoutMs: number | undefined) => Sent): Sent => {
    if (outcomes.length >= MOST_SENT) return undefined;
    const index = outcomes.push(`${type} is open`) - 1;
    const sent = by(timeout === undefined ? undefined : clock.book(timeout, "odd"));
    const note = (how: string, went: Went | string) => void (outcomes[index] = `${type} ${how}${clock.now()} ${typeof went === "string" ? went : `${went.ok} ${went.handled} ${went.errors.join(", ")}`}`);
    if (sent instanceof Promise) void sent.then((went) => note("later ", went));
    else if (sent) note("", sent);
    return sent;
  };
  const register = (spec: HandlerSpec | undefined) => {
    if (!spec || disposals.length >= MOST_REGISTERED) return;
    const number = disposals.length;
    const name = `s${number}`;
    // No two subscriptions lose patience at one moment.
    const timeoutMs = spec.timeout === undefined ? undefined : 2 * spec.timeout + 1 + (number + 1) / 64;
    disposals.push(() => {}); // its number is taken, whatever happens meanwhile
    disposals[number] = bus.register({ ...spec, name, timeoutMs }, handlerOf(spec, name));
  };
  const perform = (act: Act, view: Speaker): Sent => {
    switch (act.act) {
      case "send":
        return send(act.type, act.timeout, (timeoutMs) => (act.by === "view" ? view : bus).send(act.type, timeoutMs));
      case "ask":
        return send(act.type, act.timeout, (timeoutMs) => (act.by === "view" ? view : bus).ask(act.type, act.isForAll, timeoutMs));
      case "sendLater":
        clock.setTimer(() => void send(act.type, undefined, (timeoutMs) => view.send(act.type, timeoutMs)), clock.book(act.wait, "even"));
        return undefined;
      case "register":
        register(specs[act.spec]);
        return undefined;
      case "dispose":
        disposals[act.which]?.();
        return undefined;
      default:
        return act satisfies never;
    }
  };
  const handlerOf = (spec: HandlerSpec, name: string) => (view: Speaker, type: string): unknown => {
    calls.push(`${clock.now()} ${name} ${type}`);
    let sent: Sent;
    for (const act of spec.first) sent = perform(act, view) ?? sent;
    const { wait } = spec;
    // What stands in line must not wait for those behind it.
    const awaited = () => spec.awaits && !spec.once && spec.concurrency === undefined && sent instanceof Promise ? sent : undefined;
    if (wait !== undefined) {
      const resumed = wait === Infinity ? new Promise<void>(() => {}) : new Promise<void>((resolve) => void clock.setTimer(resolve, clock.book(wait, "even")));
      return resumed.then(() => {
        calls.push(`${clock.now()} ${name} goes on`);
        for (const act of spec.then) sent = perform(act, view) ?? sent;
        const waited = awaited();
        return waited ? waited.then(() => end(spec)) : end(spec);
      });
    }
    const waited = awaited();
    return waited ? waited.then(() => end(spec)) : end(spec);
  };

  for (const command of commands) {
    if (command.act === "advance") await clock.advance(2 * command.ms);
    else void perform(command, bus);
  }
  await clock.advance(TO_THE_END_MS);
  return { calls, outcomes, reported: bus.reported.toSorted(), causes: bus.causes };
}

function end({ end }: HandlerSpec): unknown {
  if (end === "throw") throw new Error("thrown");
  if (end === "returnError") return new Error("returned");
  return end === "value" ? 1 : undefined;
}
