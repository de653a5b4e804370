/** `core help filter`. */
import { writeOut } from "../../src/host/process.ts";
import { EXIT } from "../exit.ts";

const TEXT = `A filter chooses messages: in the inspector after /, in every command with --only.

  type:user.created                 messages of this type
  type:user.*                       one more segment
  type:user.>                       one or more segments
  type:user.* or type:cart.*        either
  type:user.* not type:user.left    words side by side mean "and"
  not (type:user.* or type:cart.*)  neither

Example: core tail run.jsonl --only "type:user.*"
`;

/** Prints what a filter can say. */
export async function helpFilter(): Promise<number> {
  await writeOut(TEXT);
  return EXIT.ok;
}
