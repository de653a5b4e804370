/** A recorded payload as a tree that unfolds one level at a time: children are made when they are asked for. */
import { isTagged, tagText, type TaggedValue } from "./tagged.ts";

/** One value in the tree. */
export interface TreeNode {
  /** Its name in the value that it stands in. */
  readonly key: string;
  /** The JSON pointer from the tree's top; "" for the top. */
  readonly pointer: string;
  /** What it is, on one line: `"c-9"`, `80`, `[ 3 ]`, `{ 2 }`, `Map(2)`. */
  readonly label: string;
  /** What kind of value it is; `tag` for one that JSON cannot hold. */
  readonly kind: "string" | "number" | "boolean" | "null" | "array" | "object" | "tag";
  /** How many children it has; 0 for what does not unfold. */
  readonly size: number;
  /** Makes its children. */
  children(): TreeNode[];
}

/** Makes the tree of a recorded value under the name `key`. */
export function treeOf(value: unknown, key = ""): TreeNode {
  return nodeOf(key, "", value);
}

function nodeOf(key: string, pointer: string, value: unknown): TreeNode {
  const kind = kindOf(value);
  const inside = insideOf(value);
  const size = inside === undefined ? 0 : Array.isArray(inside) ? inside.length : Object.keys(inside).length;
  return { key, pointer, label: labelOf(value, kind, size), kind, size, children: () => childrenOf(inside, pointer) };
}

function kindOf(value: unknown): TreeNode["kind"] {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "object") return isTagged(value) ? "tag" : "object";
  return typeof value === "string" || typeof value === "number" ? typeof value as "string" | "number" : "boolean";
}

function labelOf(value: unknown, kind: TreeNode["kind"], size: number): string {
  switch (kind) {
    case "array": return `[ ${size} ]`;
    case "object": return `{ ${size} }`;
    case "tag": return tagLabel(value as TaggedValue, size);
    case "string": return JSON.stringify(value);
    case "null": case "number": case "boolean": return String(value);
    default: return kind satisfies never;
  }
}

function tagLabel(tag: TaggedValue, size: number): string {
  return tag.$core === "object" ? `${String(tag["name"] ?? "")} { ${size} }`.trim() : tagText(tag);
}

/** What unfolds: the members of a plain value, or what a tag holds. */
function insideOf(value: unknown): readonly unknown[] | Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (!isTagged(value)) return value as Readonly<Record<string, unknown>>;
  const held = value.value;
  return typeof held === "object" && held !== null ? held as Readonly<Record<string, unknown>> : undefined;
}

function childrenOf(inside: readonly unknown[] | Readonly<Record<string, unknown>> | undefined, pointer: string): TreeNode[] {
  if (inside === undefined) return [];
  return Object.entries(inside).map(([key, value]) => nodeOf(key, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, value));
}
