/** Reads a JSON Pointer (RFC 6901) in which a segment `*` stands for any one. */
import { RuleError } from "./rule_error.ts";

/**
 * Gives the segments of a pointer, unescaped.
 * @throws RuleError when it does not begin with "/", or `~` is followed by neither 0 nor 1.
 * @example
 * readPointer("/cards/*" + "/a~1b"); // ["cards", "*", "a/b"]
 */
export function readPointer(pointer: string): string[] {
  if (!pointer.startsWith("/")) throw new RuleError(pointer, 0, `it does not begin with "/"`, `did you mean "/${pointer}"?`);
  const bad = /~(?![01])/.exec(pointer);
  if (bad !== null) throw new RuleError(pointer, bad.index, `"~" at ${bad.index + 1} is followed by neither 0 nor 1`, `write "~0" for "~", and "~1" for a "/" in a name`);
  const deep = pointer.indexOf("/**");
  if (deep !== -1) throw new RuleError(pointer, deep + 1, `"**" at ${deep + 2} is no segment`, `"*" is one segment; a key at any depth is "key:${pointer.slice(pointer.lastIndexOf("/") + 1).replace("**", "name")}"`);
  return pointer.slice(1).split("/").map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}
