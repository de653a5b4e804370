/** The JSON of a payload, as it stands in a log: what free text is looked for in. */

/** Gives a parsed payload as JSON; "" for one that is not there. However deep it is nested: what a log holds must not end a search. */
export function jsonText(value: unknown): string {
  if (value === undefined) return "";
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return deepText(value);
  }
}

/** Without the stack: what waits to be written is a list of texts and values. */
function deepText(value: unknown): string {
  const written: string[] = [];
  const waiting: ({ readonly text: string } | { readonly value: unknown })[] = [{ value }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if ("text" in next) written.push(next.text);
    else if (typeof next.value !== "object" || next.value === null) written.push(JSON.stringify(next.value));
    else for (const part of partsOf(next.value).reverse()) waiting.push(part);
  }
  return written.join("");
}

function partsOf(value: object): ({ readonly text: string } | { readonly value: unknown })[] {
  if (Array.isArray(value)) return [{ text: "[" }, ...value.flatMap((item: unknown, at) => at === 0 ? [{ value: item }] : [{ text: "," }, { value: item }]), { text: "]" }];
  const members = Object.entries(value).flatMap(([key, member], at) => [{ text: `${at === 0 ? "" : ","}${JSON.stringify(key)}:` }, { value: member as unknown }]);
  return [{ text: "{" }, ...members, { text: "}" }];
}
