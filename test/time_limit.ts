// Bounds how long a step of a test may take. The timer is taken when this is loaded, so a test that replaces the global
// one cannot lose its own limit; it also keeps the process alive, so a promise that never settles is told as such.
const { setTimeout, clearTimeout } = globalThis;

/** Runs `act` and gives its result, or rejects when it takes longer than `timeoutMs`. What it started goes on. */
export async function withinTime<T>(act: () => T | PromiseLike<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than its limit of ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([act(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
