// The Core, as programs see it.
import { type Core, createCore, type CoreError, type Outcome, withClock, withDelivery, withLimits, withOnError } from "../../../src/mod.ts";
import type { StepClock } from "./step_clock.ts";
import type { Setting, Speaker, TestedBus, Went } from "./tested_bus.ts";

/** Makes a Core. Tapped, everything goes the careful way. */
export async function makeRealBus(clock: StepClock, { isTapped, isSerial, depth }: Setting & { readonly isTapped: boolean }): Promise<TestedBus> {
  const reported: string[] = [];
  const causes: string[] = [];
  const core = await createCore(
    withClock(clock), withLimits({ depth }), withOnError((error) => void reported.push(`${clock.now()} ${inShort(error)}`)),
    ...isSerial ? [withDelivery("serial")] : [],
  );
  if (isTapped) core.tap({ dispatched: ({ id, cause, by, flow }) => void causes.push(`${id} by ${cause ?? "-"}/${by ?? "-"} in flow ${flow}`) });
  return {
    ...speakerOf(core), reported, causes,
    register({ name, pattern, once, timeoutMs, bySignal }, handler) {
      const controller = new AbortController();
      const subscription = core.registerAction(pattern, (view, message) => handler(speakerOf(view), message.type), {
        name, once, ...timeoutMs !== undefined && { timeoutMs }, ...bySignal && { signal: controller.signal },
      });
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
  };
}

function wentOf({ ok, handled, errors }: Outcome): Went {
  return { ok, handled, errors: errors.map(inShort) };
}

function inShort({ code, detail }: CoreError): string {
  return "handler" in detail ? `${code} ${detail.handler}` : code;
}
