/** Pointers as one tree over their segments, so that a walk asks once for each member. */
import type { PathNode } from "../guard.ts";

/** Gives the tree of some paths, each with the rule that it stands for; undefined when there are none. */
export function pathTree(paths: readonly { readonly segments: readonly string[]; readonly by: string }[]): PathNode | undefined {
  if (paths.length === 0) return undefined;
  const root = new Node();
  for (const { segments, by } of paths) {
    let node = root;
    for (const segment of segments) node = node.step(segment);
    node.isTarget = true;
    node.by ??= by;
  }
  return root;
}

class Node implements PathNode {
  readonly children: Map<string, Node> = new Map();
  isTarget = false;
  by?: string;
  any?: Node;

  step(segment: string): Node {
    if (segment === "*") return this.any ??= new Node();
    const known = this.children.get(segment);
    if (known !== undefined) return known;
    const made = new Node();
    this.children.set(segment, made);
    return made;
  }
}
