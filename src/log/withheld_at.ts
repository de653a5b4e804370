/** Withholds places of a value that is plain otherwise: what leads to them is copied, the rest is shared, and tags stand only where they are put here. */
import { type Guard, type PathNode, stepInto } from "./guard.ts";

/** Gives a plain value with tags in place of what paths lead to; the value itself where they lead nowhere. It must have been found to be plain. */
export function withheldAt(value: unknown, path: PathNode, guard: Guard): unknown {
  if (path.isTarget) return guard.hide(value, path.by ?? "path");
  if (typeof value !== "object" || value === null) return value;
  const holder = value as Readonly<Record<string, unknown>>;
  let copy: Record<string, unknown> | undefined;
  for (const key of path.any === undefined ? path.children.keys() : Object.keys(value)) {
    const next = stepInto(path, key);
    if (next === undefined || !Object.hasOwn(holder, key) || (key === "length" && Array.isArray(value))) continue;
    const member = withheldAt(holder[key], next, guard);
    if (member === holder[key]) continue;
    copy ??= (Array.isArray(value) ? [...value as unknown[]] : { ...holder }) as Record<string, unknown>;
    copy[key] = member;
  }
  return copy ?? value;
}
