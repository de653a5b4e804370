/**
 * Types of messages by their names, for those who write plain strings: `createCore<{ "user.created": User }>()`. All of this is for
 * the compiler alone.
 */
import type { MessageInput } from "./message.ts";

/** The types that a map names. */
export type Known<Messages> = keyof Messages & string;

/** The data of a type: what the map says, else anything. */
export type DataOf<Messages, Type extends string> = Type extends keyof Messages ? Messages[Type] : unknown;

/** A pattern that the map does not name: a named one has its own overload, which says what its data is. */
export type Other<Messages, Pattern extends string> = Pattern extends keyof Messages ? never : Pattern;

/** A message of a type, as its sender writes it: a type that the map names must have the data that the map says. */
export type Sent<Messages, Type extends string> =
  & MessageInput<DataOf<Messages, Type>>
  & { readonly type: Type }
  & (Type extends keyof Messages ? undefined extends Messages[Type] ? unknown : { readonly data: Messages[Type] } : unknown);
