/** What asking costs, from a look at a column to the search of a payload: the order in which conditions are asked. */
import type { FilterNode } from "./ast.ts";

/** Gives conditions with the cheapest first; those that cost the same stay in their order. */
export function byCost(nodes: readonly FilterNode[]): readonly FilterNode[] {
  return nodes.toSorted((a, b) => costOf(a) - costOf(b));
}

/** Only the order means something. */
function costOf(node: FilterNode): number {
  switch (node.kind) {
    case "all": case "any": return Math.max(...node.parts.map(costOf));
    case "not": return costOf(node.part);
    case "name": return node.member === "handler" ? 4 : node.member === "service" ? 5 : 1;
    case "verb": case "state": case "number": return 2;
    case "outcome": return 3;
    case "moment": return 3;
    case "flow": return 6;
    case "payload": return node.root === "data" ? 8 : 7;
    case "text": return 9;
    default: return node satisfies never;
  }
}
