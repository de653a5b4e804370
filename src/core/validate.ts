/** Holds the data of a message against the schema of its type. */
import type { SchemaIssue, StandardSchema } from "./definition.ts";
import { type CoreError, coreError, isObject } from "./errors.ts";
import type { Message } from "./message.ts";
import { after, isThenable } from "./thenable.ts";

/** Gives the error of data that does not fit, `undefined` when it fits; a promise only when the schema gives one. */
export function invalid(schema: StandardSchema, message: Message): CoreError | undefined | Promise<CoreError | undefined> {
  const { type } = message;
  const threw = (cause: unknown) => coreError("message.invalid", "send", { type, issues: [] }, undefined, cause);
  try {
    const result = after(schema["~standard"].validate(message.data), ({ issues }) => issues && misfit(type, issues));
    return isThenable(result) ? result.catch(threw) : result;
  } catch (cause) {
    return threw(cause);
  }
}

function misfit(type: string, found: readonly SchemaIssue[]): CoreError {
  const issues = found.map(({ message, path = [] }) => ({ message, path: path.map((part) => `/${String(isObject(part) ? part.key : part)}`).join("") }));
  return coreError("message.invalid", "send", { type, issues }, issues.map(({ message, path }) => `data${path}: ${message}`).join("; "));
}
