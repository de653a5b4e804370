/** Withholds places of a value that is plain on the way to them: what leads to them is copied, the rest is shared. */
import { type Guard, type PathNode, stepInto } from "./guard.ts";
import { NOT_PLAIN } from "./plain.ts";

type Members = Record<string, unknown>;

/**
 * Gives `json`, which the plain walk made of `value`, with tags in place of what paths lead to; itself where they lead nowhere, and `NOT_PLAIN` where
 * one leads through an object of a class, a Map or the like: only who writes their tags knows their members.
 */
export function withheldAt(value: unknown, json: unknown, path: PathNode, guard: Guard): unknown {
  if (path.isTarget) return guard.hide(value, path.by ?? "path");
  if (typeof value !== "object" || value === null) return json;
  const isList = Array.isArray(value);
  const [from, to] = [value as Members, json as Members];
  if (!isList && (Object.getPrototypeOf(value) !== Object.prototype || Object.hasOwn(to, "$core"))) return NOT_PLAIN;
  let copy: Members | undefined;
  for (const key of path.any === undefined ? path.children.keys() : Object.keys(value)) {
    const next = stepInto(path, key);
    if (next === undefined || !Object.hasOwn(from, key) || (isList ? key === "length" : guard.hidesKey(key))) continue;
    const member = withheldAt(from[key], to[key], next, guard);
    if (member === NOT_PLAIN) return NOT_PLAIN;
    if (member === to[key]) continue;
    copy ??= (isList ? [...json as unknown[]] : { ...to }) as Members;
    copy[key] = member;
  }
  return copy ?? json;
}
