/** Holds the data of a message against the schema of its type. */
import type { Delivery } from "./delivery.ts";
import { type CoreError, coreError } from "./errors.ts";
import { attempt, Failure } from "./failure.ts";
import type { SchemaResult } from "./definition.ts";
import { after } from "./thenable.ts";

/** Gives the error of data that does not fit, `undefined` when it fits or nothing is asked of it; a promise only when the schema gives one. */
export function misfit({ definition, message: { type, data } }: Delivery): CoreError | undefined | Promise<CoreError | undefined> {
  const schema = definition?.schema;
  if (!schema) return undefined;
  return after(attempt(() => schema["~standard"].validate(data)), (result) => {
    if (result instanceof Failure) return coreError("message.invalid", "send", { type, issues: [] }, undefined, result.cause);
    const issues = (result as SchemaResult).issues?.map(({ message, path = [] }) => ({ message, path: path.map((part) => `/${String((part as { readonly key?: PropertyKey }).key ?? part)}`).join("") }));
    return issues && coreError("message.invalid", "send", { type, issues }, issues.map(({ message, path }) => `data${path}: ${message}`).join("; "));
  });
}
