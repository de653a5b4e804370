/** Holds the data of a message against the schema of its type. */
import type { SchemaIssue, SchemaResult, StandardSchema } from "./definition.ts";
import { type CoreError, coreError, isObject } from "./errors.ts";
import { attempt, Failure } from "./failure.ts";
import type { Message } from "./message.ts";

/** Gives the error of data that does not fit, `undefined` when it fits; a promise only when the schema gives one. */
export function invalid(schema: StandardSchema, { type, data }: Message): CoreError | undefined | Promise<CoreError | undefined> {
  return attempt(() => schema["~standard"].validate(data), (result) => {
    if (result instanceof Failure) return coreError("message.invalid", "send", { type, issues: [] }, undefined, result.cause);
    const { issues } = result as SchemaResult;
    return issues && misfit(type, issues);
  });
}

function misfit(type: string, found: readonly SchemaIssue[]): CoreError {
  const issues = found.map(({ message, path = [] }) => ({ message, path: path.map((part) => `/${String(isObject(part) ? part.key : part)}`).join("") }));
  return coreError("message.invalid", "send", { type, issues }, issues.map(({ message, path }) => `data${path}: ${message}`).join("; "));
}
