/**
 * What an encoding asks of redaction: which keys and places are withheld, what stands there instead, and which parts of texts.
 * A guard only decides; the walks ask it.
 */
import { isSecretKey } from "./secrets.ts";

/** What an encoding asks of redaction. One guard answers the same question alike each time: what it says of a key is remembered. */
export interface Guard {
  /** Whether what stands under this key (of an object, or a text key of a Map) is withheld. Asked for every member that is new: fast. */
  hidesKey(key: string): boolean;
  /** Gives what stands in place of a withheld value, as JSON can hold it; `by` is "key" or "path". */
  hide(value: unknown, by: string): unknown;
  /** Gives a text (a value, a key, an error's message or stack) without what detectors find; the same string when there is nothing. Absent: no detectors. */
  readonly text?: (text: string) => string;
  /** Whose targets are withheld. It follows the app's own structure (through objects of classes, Errors, Maps with text keys), not the tags. Absent: none. */
  readonly paths?: PathNode;
  /** Told when a value is walked again from the start: whatever was hidden and found in it so far was for nothing. Who counts begins again for this value. */
  readonly again?: () => void;
}

/** A tree over the segments of JSON Pointers (RFC 6901), unescaped. */
export interface PathNode {
  /** Whether a pointer ends here: the value is withheld. */
  readonly isTarget: boolean;
  /** Further segments. */
  readonly children: ReadonlyMap<string, PathNode>;
  /** What holds for any segment (`*`), beside `children`. */
  readonly any?: PathNode;
}

/** Withholds what stands under the keys that are secret by default. */
export const DEFAULT_GUARD: Guard = { hidesKey: isSecretKey, hide: (_value, by) => ({ $core: "redacted", by }) };

/** Follows one segment; undefined when no pointer goes on there. */
export function stepInto(path: PathNode | undefined, segment: string | number): PathNode | undefined {
  if (path === undefined) return undefined;
  const named = path.children.get(String(segment));
  if (named === undefined || path.any === undefined) return named ?? path.any;
  return merged(named, path.any);
}

/** Both `/orders/card` and `/*` + `/name` may go on at `orders`. */
function merged(a: PathNode, b: PathNode): PathNode {
  const children = new Map(a.children);
  for (const [segment, node] of b.children) {
    const other = children.get(segment);
    children.set(segment, other === undefined ? node : merged(other, node));
  }
  const any = a.any !== undefined && b.any !== undefined ? merged(a.any, b.any) : a.any ?? b.any;
  return { isTarget: a.isTarget || b.isTarget, children, ...(any === undefined ? {} : { any }) };
}
