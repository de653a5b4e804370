// One part of a list, such as `2/3`; shared, registers nothing.

/**
 * Gives every `of`-th of the items, so that neighbours, which mostly take equally long, fall into different parts. The parts of
 * a list hold each item once. @throws SyntaxError for a text that names no part: it must not run too little.
 */
export function partOf<Item>(items: readonly Item[], part = "1/1"): Item[] {
  const [, number = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(part) ?? []).map(Number);
  if (number < 1 || number > of) throw new SyntaxError(`Cannot run part "${part}": it must be such as 1/2`);
  return items.filter((_, index) => index % of === number - 1);
}
