/**
 * What is hooked into a bus: taps, interceptors, and who listens without being a handler. Each list is replaced when it changes,
 * so whoever walks it keeps the one it began with; and each entry is a reason to deliver with care.
 */
import type { Bus } from "./bus.ts";
import { Revocable } from "./disposable.ts";

/** The lists of hooks that a bus has. */
type Hooks = "taps" | "interceptors" | "listeners";

/** Adds an entry to a list, until `life` is disposed. */
export function hookIn<List extends Hooks>(bus: Bus, list: List, entry: Bus[List][number], life: Revocable = new Revocable()): Revocable {
  const lists: Record<Hooks, readonly unknown[]> = bus;
  lists[list] = [...lists[list], entry];
  bus.careful++;
  return life.onDispose(() => {
    lists[list] = lists[list].filter((each) => each !== entry);
    bus.careful--;
  });
}
