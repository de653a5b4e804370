// The Core, as programs see it.
import { type Core, createCore, CoreError, type Message, type Observer, type Outcome, withClock, withDelivery, withLimits, withOnError } from "../../../src/mod.ts";
import type { StepClock } from "./step_clock.ts";
import { QUEUE, type Setting, type Speaker, type TestedBus, type Went } from "./tested_bus.ts";

/** Makes a Core. Tapped, everything goes the careful way; `observer` is one more that taps it. */
export async function makeRealBus(clock: StepClock, { isTapped, isSerial, depth, observer }: Setting & { readonly isTapped: boolean; readonly observer?: Observer }): Promise<TestedBus> {
  const reported: string[] = [];
  const causes: string[] = [];
  const core = await createCore(
    withClock(clock), withLimits({ depth, queue: QUEUE }), withOnError((error) => void reported.push(`${clock.now()} ${inShort(error)}`)),
    ...isSerial ? [withDelivery("serial")] : [],
  );
  if (observer) core.tap(observer);
  if (isTapped) core.tap({ dispatched: ({ id, cause, by, flow }) => void causes.push(`${id} by ${cause ?? "-"}/${by ?? "-"} in flow ${flow}`) });
  return {
    ...speakerOf(core), reported, causes,
    register({ name, pattern, isAsked, once, concurrency, timeoutMs, bySignal }, handler) {
      const controller = new AbortController();
      const options = { name, once, ...concurrency !== undefined && { concurrency }, ...timeoutMs !== undefined && { timeoutMs }, ...bySignal && { signal: controller.signal } };
      const handle = (view: Core, message: Message) => handler(speakerOf(view), message.type);
      const subscription = isAsked ? core.registerQuery(pattern, handle, options) : core.registerAction(pattern, handle, options);
      return () => bySignal ? controller.abort() : subscription.dispose();
    },
  };
}

function speakerOf(core: Core): Speaker {
  return {
    send(type, timeoutMs) {
      const outcome = core.ACTION({ type }, timeoutMs === undefined ? undefined : { timeoutMs });
      return outcome instanceof Promise ? outcome.then(wentOf) : wentOf(outcome);
    },
    ask(type, isForAll, timeoutMs) {
      const options = timeoutMs === undefined ? undefined : { timeoutMs };
      return isForAll
        ? core.QUERYALL({ type }, options).then(({ answers, errors }) => `answers ${answers.join()} errors ${errors.map(inWords).join()}`)
        : core.QUERY({ type }, options).then((answer) => `answer ${String(answer)}`, inWords);
    },
  };
}

function wentOf({ ok, handled, errors }: Outcome): Went {
  return { ok, handled, errors: errors.map(inShort) };
}

function inWords(error: unknown): string {
  return error instanceof CoreError ? inShort(error) : (error as Error).message;
}

function inShort({ code, detail }: CoreError): string {
  return "handler" in detail && detail.handler ? `${code} ${detail.handler}` : code;
}
