/**
 * Payloads that are more than data: functions, instances of classes, cycles, symbols. What a structured clone carries (dates, Maps, Sets, bytes, bigints) is data. Cost: so many payloads
 * are read as `lint_limits.ts` says, and those parsed that hold a tag.
 */
import { isTagged, type TaggedValue } from "../tagged.ts";
import { samples } from "./payloads.ts";
import type { LintRule, RuleScope, Work } from "./rule.ts";
import { listed } from "./wording.ts";

export const oddPayload: LintRule = {
  name: "odd-payload",
  why: "It is not what it was after a worker, a bridge, a recording or a replay, and two receivers share one changing object.",
  check,
};

function* check(scope: RuleScope): Work {
  const tally = scope.tally();
  const kinds = new Map<string, Set<string>>();
  scope.bound = yield* samples(scope, (dispatch) => {
    if (scope.log.lineText(scope.log.dispatches.line(dispatch))?.includes('"$core"') !== true) return;
    const odd = oddIn(scope.log.trace(dispatch).record.data);
    if (odd === undefined) return;
    const type = scope.typeOf(dispatch);
    tally.add(type, dispatch, { text: `${type}: ${odd.what} at ${odd.pointer === "" ? "the top" : odd.pointer}` });
    kinds.set(type, (kinds.get(type) ?? new Set()).add(odd.what));
  });
  scope.foundIn(tally, ({ key }) => ({ severity: "warning", about: key, sentence: `"${key}" carries what is not plain data: ${listed([...kinds.get(key) ?? []]).replaceAll('"', "")}` }));
}

interface Odd {
  readonly what: string;
  readonly pointer: string;
}

/** Finds the first odd value of a recorded payload, breadth first: near the top it says most. */
export function oddIn(data: unknown): Odd | undefined {
  const waiting: { readonly value: unknown; readonly pointer: string }[] = [{ value: data, pointer: "" }];
  for (let at = 0; at < waiting.length; at++) {
    const { value, pointer } = waiting[at] ?? { value: null, pointer: "" };
    if (typeof value !== "object" || value === null) continue;
    const what = isTagged(value) ? oddTag(value, pointer) : undefined;
    if (what !== undefined) return { what, pointer };
    // A tag's value stands at `/value` in the text: the pointers of `ref` go by the text.
    for (const [key, inner] of Object.entries(value)) waiting.push({ value: inner, pointer: `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}` });
  }
  return undefined;
}

/** What is odd about a tag, in words; undefined for what is data. */
function oddTag(tag: TaggedValue, pointer: string): string | undefined {
  switch (tag.$core) {
    case "function": return "a function";
    case "class": return "a class";
    case "symbol": return "a symbol";
    case "unreadable": return "a member that throws when it is read";
    case "boxed": return "a boxed value";
    case "object": return typeof tag["name"] === "string" ? `an instance of ${tag["name"] === "" ? "a class without a name" : tag["name"]}` : undefined;
    case "ref": return isAround(String(tag.value), pointer) ? "a cycle" : undefined;
    default: return undefined;
  }
}

/** A reference to what stands around it; one to what stands before it is merely shared. */
function isAround(target: string, pointer: string): boolean {
  return pointer === target || pointer.startsWith(`${target}/`) || target === "";
}
