/** What errors of one kind have in common: their message without what differs from one to the next. */

/** Longer messages are cut: what they have in common stands at their beginning. */
const LONGEST = 200;

/**
 * Gives a message with its numbers, ids and quoted texts left out, so that messages of one cause become one.
 * @example
 * messageShape('no user "ada" (id 4711)'); // 'no user "…" (id …)'
 */
export function messageShape(message: string): string {
  const start = message.slice(0, 4 * LONGEST)
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, (quoted) => `${quoted[0]}…${quoted[0]}`)
    .replace(/\b[\w.+-]+@[\w-]+\.[\w.]+/g, "…")
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "…")
    // A word with a digit in it is an id, a number or a time; words without stay.
    .replace(/[-+]?\b(?=[\w.:-]*\d)[\w.:-]*\w/g, "…")
    .replace(/\s+/g, " ").trim();
  return start.length > LONGEST ? `${start.slice(0, LONGEST)}…` : start;
}
