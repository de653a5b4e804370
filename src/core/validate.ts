/** Holds the data of a message against the schema of its type. */
import type { SchemaIssue, SchemaResult, StandardSchema } from "./definition.ts";
import { CoreError, inWords } from "./errors.ts";
import type { Message } from "./message.ts";
import { after, isThenable } from "./thenable.ts";

/** Gives the error of data that does not fit, `undefined` when it fits; a promise only when the schema gives one. */
export function invalid(schema: StandardSchema, message: Message): CoreError | undefined | Promise<CoreError | undefined> {
  const { type } = message;
  const threw = (cause: unknown) => new CoreError("message.invalid", `Cannot send "${type}": its schema failed: ${inWords(cause)}`, { type, issues: [] }, { cause });
  try {
    const result = after(schema["~standard"].validate(message.data), (settled) => errorOf(type, settled));
    return isThenable(result) ? (result as Promise<CoreError | undefined>).catch(threw) : result;
  } catch (cause) {
    return threw(cause);
  }
}

function errorOf(type: string, { issues }: SchemaResult): CoreError | undefined {
  if (issues === undefined) return undefined;
  const told = issues.map((issue) => ({ message: issue.message, path: pathOf(issue) }));
  const words = told.map(({ message, path }) => path === "" ? message : `${path}: ${message}`).join("; ");
  return new CoreError("message.invalid", `Cannot send "${type}": its data does not fit: ${words}`, { type, issues: told });
}

function pathOf({ path = [] }: SchemaIssue): string {
  return path.map((part) => `/${String(typeof part === "object" ? part.key : part)}`).join("");
}
