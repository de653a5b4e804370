/**
 * What is hooked into a bus: taps, interceptors, and who listens without being a handler. Each entry is a reason to deliver with care.
 */
import type { Bus } from "./bus.ts";
import { Revocable } from "./disposable.ts";

/** Adds an entry to a set of the bus, until `life` is disposed. */
export function hookIn<Entry>(bus: Bus, entries: Set<Entry>, entry: Entry, life: Revocable = new Revocable()): Revocable {
  entries.add(entry);
  bus.careful++;
  return life.onDispose(() => {
    entries.delete(entry);
    bus.careful--;
  });
}
