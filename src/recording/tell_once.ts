/**
 * What goes wrong with a recording, told so that somebody reads it: each message once, and one for each trouble. A folder that vanishes is
 * noticed by every call to the system; what is lost stands in the log anyway. Telling never throws.
 */

/** Says a message; the last word on a recording is said whatever was said just before. */
export type Tell = (message: string, isLast?: boolean) => void;

/** So many different messages are told: who has not heard these does not listen, and what is told must not fill memory. */
export const MOST_TOLD = 100;

/** So long what goes wrong after something that was told is taken for its consequence, in milliseconds. */
export const QUIET_MS = 10_000;

/** Gives what tells `hear`; `now` is a monotonic clock in milliseconds. */
export function tellOnce(hear: (message: string) => void, now: () => number): Tell {
  const told = new Set<string>();
  let quietUntil = -Infinity;
  return (message, isLast = false) => {
    if (told.has(message) || told.size >= MOST_TOLD || (now() < quietUntil && !isLast)) return;
    told.add(message);
    quietUntil = now() + QUIET_MS;
    try {
      hear(message);
    } catch {
      // The recording must not harm the app, not even by the app's own way of hearing of it.
    }
  };
}
