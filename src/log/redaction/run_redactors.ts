/** Asks the app's own redactors what of a payload may leave. What they do wrong withholds the payload; it never reaches the app. */
import type { RedactedMessage, Redactor } from "./rule.ts";

/** What redactors left of a payload; `failed`: one of them threw, or gave what is no value, `why` in words without the payload. */
export type Left = { readonly value: unknown } | { readonly failed: string };

/** Gives what is left when each redactor got what the one before it gave. */
export function runRedactors(redactors: readonly Redactor[], payload: unknown, message: RedactedMessage): Left {
  let value = payload;
  for (const redactor of redactors) {
    try {
      value = redactor(value, message);
    } catch (error) {
      return { failed: `${nameOf(redactor)} threw ${error instanceof Error ? "an error" : `a ${typeof error}`}` };
    }
    const wrong = whatIsWrong(value);
    if (wrong !== undefined) return { failed: `${nameOf(redactor)} gave ${wrong}` };
  }
  return { value };
}

/** A promise comes too late, and a function or a symbol is no payload. Its rejection is nobody's. */
function whatIsWrong(value: unknown): string | undefined {
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (!(value instanceof Promise)) return undefined;
  value.catch(() => {});
  return "a promise, and a payload is written at once";
}

function nameOf({ name }: Redactor): string {
  return name === "" ? "the redactor" : `the redactor "${name}"`;
}
