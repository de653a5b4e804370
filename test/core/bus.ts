// A Core for tests: its clock stands still, and what no caller is told is kept in `errors`.
import { type Core, createCore, type CoreError, type CoreOption, type Observer, withClock, withOnError } from "../../src/mod.ts";
import { type FakeClock, fakeClock } from "../../src/testing/mod.ts";

export interface TestBus {
  readonly core: Core;
  readonly clock: FakeClock;
  readonly errors: CoreError[];
}

export async function makeBus(...options: CoreOption[]): Promise<TestBus> {
  const clock = fakeClock();
  const errors: CoreError[] = [];
  const core = await createCore(withClock(clock), withOnError((error) => void errors.push(error)), ...options);
  return { core, clock, errors };
}

/** A promise and what settles it. */
export interface Gate<Value = void> {
  readonly promise: Promise<Value>;
  open(value: Value): void;
  fail(error: unknown): void;
}

export function gate<Value = void>(): Gate<Value> {
  let open!: (value: Value) => void;
  let fail!: (error: unknown) => void;
  const promise = new Promise<Value>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { promise, open, fail };
}

/** Lets the runtime finish what is due: every microtask, and the timers of no time. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Taps a Core and writes down what it is told, one short line each. */
export function writeDown(core: Core): string[] {
  const lines: string[] = [];
  const observer: Observer = {
    dispatched: (d) => void lines.push(`dispatched ${d.id} ${d.verb} ${d.message.type}${d.handlers === undefined ? "" : ` handlers ${d.handlers}`}${d.cause === undefined ? "" : ` cause ${d.cause}/${d.by ?? "-"}`} flow ${d.flow}`),
    started: (h) => void lines.push(`started ${h.dispatch.id}/${h.n} ${h.subscription.handler}`),
    handled: (h) => void lines.push(`handled ${h.dispatch.id}/${h.n} ${h.outcome}`),
    settled: (d) => void lines.push(`settled ${d.id} ${d.outcome}`),
    intercepted: (d, i) => void lines.push(`intercepted ${d.id} ${i.by} ${i.change}${i.handlers === undefined ? "" : ` handlers ${i.handlers}`}`),
    replied: (d, member, value) => void lines.push(`replied ${d.id} ${member} ${String(value)}`),
    progressed: (p) => void lines.push(`progressed ${p.task} ${p.ratio} ${p.note ?? ""}`.trim()),
    subscribed: (s, snapshot) => void lines.push(`subscribed ${s.id} ${s.handler}${snapshot ? " already" : ""}`),
    unsubscribed: (s) => void lines.push(`unsubscribed ${s.id} ${s.handler}`),
    serviceChanged: (s, snapshot) => void lines.push(`service ${s.name} ${s.state}${snapshot ? " already" : ""}`),
  };
  core.tap(observer);
  return lines;
}
