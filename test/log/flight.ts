// A flight recorder in a test's hand. Shared, registers nothing.
import { Ring, type RingOptions } from "../../src/log/ring.ts";
import type { RecorderOptions } from "../../src/log/recorder_options.ts";
import { parseConditions } from "../../src/log/triggers.ts";
import { MemorySink, recordedCore, type Line } from "./recorded.ts";

/** A Core with a ring of six seconds behind its recorder, that is released on errors. */
export async function flight(more: Partial<RingOptions> = {}, terms: Partial<RecorderOptions> = {}) {
  const file = new MemorySink();
  const faults: unknown[] = [];
  let opened = 0;
  let ring: Ring | undefined;
  const recorded = await recordedCore((clock) => {
    ring = new Ring({
      ringMs: 6_000, now: () => clock.now(), onFault: (error) => void faults.push(error),
      destination() {
        opened += 1;
        return file;
      },
      ...more,
    });
    const held = ring;
    return { sink: held, keepsOpen: true, triggers: parseConditions(["error"]), onTrigger: () => held.release(), ...terms };
  });
  const { core, clock, recorder } = recorded;
  core.registerAction("bad", () => { throw new Error("no"); });
  /** Sends a message of this type each second. */
  const send = (...types: string[]): void => {
    for (const type of types) {
      void core.ACTION({ type });
      recorder.flush();
      clock.advance(1_000);
    }
  };
  return { core, clock, recorder, ring: ring!, file, faults, send, opened: () => opened };
}

export const sent = (lines: readonly Line[]): unknown[] => lines.filter(({ kind }) => kind === "dispatch").map(({ id }) => id);
export const skips = (lines: readonly Line[]): unknown[] => lines.filter(({ kind }) => kind === "skipped").map(({ from, to, count, reason }) => [from, to, count, reason]);
