/**
 * Message constants: one place that names a type, documents it, types its data and, given a schema, validates it. A constant
 * stands wherever a pattern does, and called it makes a message.
 */
import { expect } from "./errors.ts";
import type { MessageInput } from "./message.ts";
import { checkType } from "./pattern.ts";

/** The part of the Standard Schema interface (version 1, standardschema.dev) that is used: zod, valibot, arktype and others have it. */
export interface StandardSchema<Data = unknown> {
  /** What every library of that interface offers, under this name. */
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult | Promise<SchemaResult>;
    readonly types?: { readonly input: Data; readonly output: unknown } | undefined;
  };
}

/** What a schema says of a value; without `issues` it fits. */
export type SchemaResult = { readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

/** What does not fit, and where. */
export interface SchemaIssue {
  /** What is wrong, for people. */
  readonly message: string;
  /** Where, from the outside in; nothing for the data as a whole. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** How a message is documented. */
export interface MessageDefinitionOptions<Data = unknown> {
  /** Validates the data of each message of this type, before any handler runs; its output is not used. */
  readonly schema?: StandardSchema<Data>;
  /** What the message says, for people. */
  readonly description?: string;
  /** What of the data never reaches a log: all of it, or what these JSON Pointers (RFC 6901) point to, such as `/card/number`. */
  readonly sensitive?: boolean | readonly string[];
}

/** What is known of a message type, whatever its data. */
export interface Definition extends MessageDefinitionOptions {
  /** The type of the messages that it tells of. */
  readonly type: string;
}

/** What follows the type in a message: the data may be left out where it may be undefined. */
export type Content<Data> = undefined extends Data ? [data?: Data, stamp?: MessageStamp] : [data: Data, stamp?: MessageStamp];

/** A message constant: a pattern, and a function that makes a message. */
export interface MessageDefinition<Data = unknown> extends MessageDefinitionOptions<Data> {
  /** Makes a message of this type, ready to be sent. */
  (...content: Content<Data>): MessageInput<Data>;
  /** The type of the messages that it makes. */
  readonly type: string;
  /** Never there: by it the compiler refuses a constant that was not called where a message is meant. */
  readonly source?: { readonly "a constant makes a message when it is called": never };
}

/** Under which a question carries the type of its answer; for the compiler alone. */
export declare const ANSWER: unique symbol;
/** Under which a task carries the type of its notes; for the compiler alone. */
export declare const NOTE: unique symbol;

/** A question, as its constant makes it; it knows the type of its answer. */
export interface QueryInput<Request = unknown, Answer = unknown> extends MessageInput<Request> {
  /** The type of its answer; never there at run time. */
  readonly [ANSWER]?: Answer;
}

/** The constant of a question. */
export interface QueryDefinition<Request = unknown, Answer = unknown> extends MessageDefinition<Request> {
  (...content: Content<Request>): QueryInput<Request, Answer>;
}

/** The message of a task, as its constant makes it; it knows the types of its answer and of its notes. */
export interface TaskInput<Request = unknown, Answer = unknown, Note extends string = string> extends QueryInput<Request, Answer> {
  /** The type of its notes; never there at run time. */
  readonly [NOTE]?: Note;
}

/** The constant of a task. */
export interface TaskDefinition<Request = unknown, Answer = unknown, Note extends string = string> extends MessageDefinition<Request> {
  (...content: Content<Request>): TaskInput<Request, Answer, Note>;
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
 * void core.ACTION(userCreated({ id: "123" }));
 */
export function defineMessage<Data = unknown>(type: string, options: MessageDefinitionOptions<Data> = {}): MessageDefinition<Data> {
  checkType(type);
  const { schema, sensitive } = options;
  if (schema !== undefined) expect(typeof schema?.["~standard"]?.validate === "function", "schema", "a Standard Schema", schema);
  const make = (data?: Data, stamp?: MessageStamp) => {
    const input = { type, data, ...stamp };
    return schema || sensitive ? Object.defineProperty(input, DEFINITION, { value: definition }) : input;
  };
  const definition = Object.assign(make, { type, ...options });
  return definition as MessageDefinition<Data>;
}

/**
 * Makes the constant of a question: of its request and of its answer. At run time it is what `defineMessage` makes.
 * @throws TypeError as `defineMessage` does.
 * @example
 * const addressOf = defineQuery<{ id: string }, { street: string }>("user.address");
 * core.registerQuery(addressOf, (_core, { data }) => book.get(data.id));
 * const { street } = await core.QUERY(addressOf({ id: "123" }));
 */
export const defineQuery: <Request, Answer>(type: string, options?: MessageDefinitionOptions<Request>) => QueryDefinition<Request, Answer> = defineMessage;

/**
 * Makes the constant of a task: of its request, its answer, and the notes of its progress. At run time it is what `defineMessage` makes.
 * @throws TypeError as `defineMessage` does.
 * @example
 * const build = defineTask<{ month: string }, string, "reading" | "writing">("report.build");
 * core.registerTask(build, async (_core, { data }, { progress }) => { progress(0.5, "writing"); return data.month; });
 * const report = await core.PERFORM(build({ month: "2026-10" }));
 */
export const defineTask: <Request, Answer, Note extends string = string>(type: string, options?: MessageDefinitionOptions<Request>) => TaskDefinition<Request, Answer, Note> = defineMessage;

/** Under which a message carries the constant that made it, where that asks for care; not enumerable, so a copy loses it. */
export const DEFINITION: unique symbol = Symbol("definition");

/** A message that may carry the constant that made it. */
export interface WithDefinition {
  readonly [DEFINITION]?: Definition;
}
