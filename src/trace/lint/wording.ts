/** How sentences of lints say numbers, times and names. */

/** Says "1 message", "1,200 messages". */
export function counted(amount: number, noun: string): string {
  return `${amount.toLocaleString("en")} ${noun}${amount === 1 ? "" : "s"}`;
}

/** Quotes names: `"a"`, `"a" and "b"`, `"a", "b", "c" and 9 more`. */
export function listed(names: readonly string[], shown = 3): string {
  const quoted = names.map((name) => `"${name}"`);
  if (names.length > shown) return `${quoted.slice(0, shown).join(", ")} and ${(names.length - shown).toLocaleString("en")} more`;
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} and ${last}`;
}

/** Says a duration: `0.42 ms`, `181 ms`, `2.4 s`, `3.2 min`. */
export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(2)} ms`;
  if (ms < 1_000) return `${ms.toFixed(0)} ms`;
  return ms < 120_000 ? `${(ms / 1_000).toFixed(1)} s` : `${(ms / 60_000).toFixed(1)} min`;
}

/** Says how many of how many: `all 4`, `3 of 40`. */
export function share(part: number, whole: number): string {
  return part === whole ? `all ${whole.toLocaleString("en")}` : `${part.toLocaleString("en")} of ${whole.toLocaleString("en")}`;
}

/** Begins a sentence. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
