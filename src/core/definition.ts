/**
 * Message constants: one place that names a type, documents it, types its data and, given a schema, validates it. A constant
 * stands wherever a pattern does, and called it makes a message.
 */
import { expect } from "./errors.ts";
import type { MessageInput } from "./message.ts";
import { checkType } from "./pattern.ts";

/** The part of the Standard Schema interface (version 1) that is used: zod, valibot, arktype and others have it. */
export interface StandardSchema<Data = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult | Promise<SchemaResult>;
    readonly types?: { readonly input: Data; readonly output: unknown } | undefined;
  };
}

export type SchemaResult = { readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

export interface MessageDefinitionOptions<Data = unknown> {
  /** Validates the data of each message of this type; its output is not used. */
  readonly schema?: StandardSchema<Data>;
  /** What the message says, for people. */
  readonly description?: string;
}

/** A message constant. */
export interface MessageDefinition<Data = unknown> {
  /** Makes a message of this type, ready to be sent. */
  (...content: undefined extends Data ? [data?: Data, options?: MessageStamp] : [data: Data, options?: MessageStamp]): MessageInput<Data>;
  readonly type: string;
  readonly schema?: StandardSchema<Data>;
  readonly description?: string;
}

/** What a sender may say beside the data. */
export type MessageStamp = Pick<MessageInput, "source" | "timestamp">;

/**
 * Makes a documented, typed message constant. Its schema holds for the messages it makes; `withMessages` makes it hold for
 * plain strings of its type, too.
 * @throws TypeError when the type is empty or holds a wildcard, or the schema is not a Standard Schema.
 * @example
 * const userCreated = defineMessage<{ id: string }>("user.created", { description: "A user signed up" });
 * core.registerAction(userCreated, (_core, message) => message.data.id);
 * core.ACTION(userCreated({ id: "123" }));
 */
export function defineMessage<Data = unknown>(type: string, options: MessageDefinitionOptions<Data> = {}): MessageDefinition<Data> {
  checkType("define message", type);
  const { schema } = options;
  if (schema !== undefined) expect(typeof schema?.["~standard"]?.validate === "function", `define message "${type}"`, "its schema", "a Standard Schema", schema);
  const make = (data?: Data, stamp: MessageStamp = {}): MessageInput<Data> => {
    const input = { type, data, ...stamp } as MessageInput<Data>;
    return schema ? Object.defineProperty(input, SCHEMA, { value: schema }) : input;
  };
  return Object.assign(make, { type, ...options }) as MessageDefinition<Data>;
}

/** Under which a message that a constant made carries its schema to the bus; not enumerable, so a copy loses it. */
export const SCHEMA: unique symbol = Symbol("schema");

/** A message that may carry the schema of the constant that made it. */
export interface WithSchema {
  readonly [SCHEMA]?: StandardSchema;
}
