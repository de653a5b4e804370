/**
 * Message constants: one place that names a type, documents it and types its data. A constant stands wherever a pattern does,
 * and called it makes a message.
 */
import type { MessageInput } from "./message.ts";
import { checkType } from "./pattern.ts";

/** What `defineMessage` takes beside the type. */
export interface MessageDefinitionOptions {
  /** What the message says, for people. */
  readonly description?: string;
}

/** A message constant. */
export interface MessageDefinition<Data = unknown> {
  /** Makes a message of this type, ready to be sent. */
  (...content: undefined extends Data ? [data?: Data, options?: MessageStamp] : [data: Data, options?: MessageStamp]): MessageInput<Data>;
  /** The type of the messages that it makes. */
  readonly type: string;
  /** What the message says, for people; absent when nobody wrote it. */
  readonly description?: string;
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
  const make = (data?: Data, stamp?: MessageStamp) => ({ type, data, ...stamp }) as MessageInput<Data>;
  return Object.assign(make, { type, ...options }) as MessageDefinition<Data>;
}
