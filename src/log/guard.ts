/** What an encoding asks of redaction: which places of a value are withheld, and what stands there instead. */

/** Keeps secrets out of one encoding; `redaction/` makes them of rules. */
export interface Guard {
  /** Whether what stands under this key (of an object, or a text key of a Map) is withheld. Asked for every member: fast. */
  hidesKey(key: string): boolean;
  /** Gives what stands in place of a withheld value; `by` is "key" or "path". Counts it. */
  hide(value: unknown, by: string): unknown;
  /** Gives a text (a value, a key, an error's message or stack) without what detectors find; the same string when there is nothing. Absent: no detectors. */
  readonly text?: (text: string) => string;
  /** JSON Pointers whose targets are withheld; `*` is any segment. Absent: none. Follows the app's own structure (through class instances, Errors, Maps with text keys), not the tags. */
  readonly paths?: PathNode;
}

/** A tree over the segments of the pointers. */
export interface PathNode {
  readonly isTarget: boolean;
  readonly children: ReadonlyMap<string, PathNode>;
  readonly any?: PathNode;
}
