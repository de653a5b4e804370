/**
 * Message constants: one place that names a type, documents it and types its data. A constant stands wherever a pattern does,
 * and called it makes a message.
 */
import type { MessageInput } from "./message.ts";
import { checkType } from "./pattern.ts";

/** How a message is documented. */
export interface MessageDefinitionOptions {
  /** What the message says, for people. */
  readonly description?: string;
}

/** What follows the type in a message: the data may be left out where it may be undefined. */
export type Content<Data> = undefined extends Data ? [data?: Data, stamp?: MessageStamp] : [data: Data, stamp?: MessageStamp];

/** A message constant: a pattern, and a function that makes a message. */
export interface MessageDefinition<Data = unknown> extends MessageDefinitionOptions {
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
 * Makes a documented, typed message constant.
 * @throws TypeError when the type is empty or holds a wildcard.
 * @example
 * const userCreated = defineMessage<{ id: string }>("user.created", { description: "A user signed up" });
 * core.registerAction(userCreated, (_core, message) => message.data.id);
 * void core.ACTION(userCreated({ id: "123" }));
 */
export function defineMessage<Data = unknown>(type: string, options: MessageDefinitionOptions = {}): MessageDefinition<Data> {
  checkType("define message", type);
  const make = (data?: Data, stamp?: MessageStamp) => ({ type, data, ...stamp });
  return Object.assign(make, { type, ...options }) as MessageDefinition<Data>;
}

/**
 * Makes the constant of a question: of its request and of its answer. At run time it is what `defineMessage` makes.
 * @throws TypeError as `defineMessage` does.
 * @example
 * const addressOf = defineQuery<{ id: string }, { street: string }>("user.address");
 * core.registerQuery(addressOf, (_core, { data }) => book.get(data.id));
 * const { street } = await core.QUERY(addressOf({ id: "123" }));
 */
export const defineQuery: <Request, Answer>(type: string, options?: MessageDefinitionOptions) => QueryDefinition<Request, Answer> = defineMessage;

/**
 * Makes the constant of a task: of its request, its answer, and the notes of its progress. At run time it is what `defineMessage` makes.
 * @throws TypeError as `defineMessage` does.
 * @example
 * const build = defineTask<{ month: string }, string, "reading" | "writing">("report.build");
 * core.registerTask(build, async (_core, { data }, { progress }) => { progress(0.5, "writing"); return data.month; });
 * const report = await core.PERFORM(build({ month: "2026-10" }));
 */
export const defineTask: <Request, Answer, Note extends string = string>(type: string, options?: MessageDefinitionOptions) => TaskDefinition<Request, Answer, Note> = defineMessage;
