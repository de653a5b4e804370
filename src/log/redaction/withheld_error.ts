/** An error whose message may quote a payload that is withheld as a whole: what is left says where it happened, and nothing of what was said. */
import type { ErrorValue } from "../../trace/record.ts";

/** Names of classes and codes, as programs write them; anything else may be data. */
const NAME = /^[\w.$-]{1,64}$/;

/** Gives the name, the code and the frames of what was thrown; `words` gives what stands in place of its message. */
export function withheldError(thrown: unknown, words: (message: string) => string): ErrorValue {
  if (!(thrown instanceof Error)) return { name: typeof thrown, message: words(String(thrown)) };
  const { name, message, stack } = thrown;
  const { code } = thrown as { readonly code?: unknown };
  const frames = typeof stack === "string" ? framesOf(stack, `${name}: ${message}`) : undefined;
  const shown = NAME.test(String(name)) ? String(name) : "Error";
  const said = words(String(message));
  return {
    name: shown, message: said,
    ...(typeof code === "string" && NAME.test(code) ? { code } : {}),
    ...(frames === undefined ? {} : { stack: `${shown}: ${said}${frames}` }),
  };
}

/** What follows the message in a stack; undefined where the message was changed after the stack was made, and still stands in it. */
function framesOf(stack: string, head: string): string | undefined {
  if (!stack.startsWith(head)) return undefined;
  return stack.slice(head.length).split("\n").filter((line) => /^\s+at /.test(line)).map((line) => `\n${line}`).join("");
}
