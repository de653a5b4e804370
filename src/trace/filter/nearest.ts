/** The word that was probably meant. */

/** Gives the word of `known` that takes the fewest edits to reach, if at most two (a third of a short word); else the one word that it is the beginning of; undefined when none is near. Capitals make no difference. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const furthest = Math.min(2, Math.max(1, Math.floor(word.length / 3)));
  let nearest: { word: string; edits: number } | undefined;
  for (const candidate of known) {
    const edits = editsBetween(word.toLowerCase(), candidate.toLowerCase());
    if (edits <= furthest && (nearest === undefined || edits < nearest.edits)) nearest = { word: candidate, edits };
  }
  return nearest?.word ?? onlyOne(known.filter((candidate) => word !== "" && candidate.toLowerCase().startsWith(word.toLowerCase())));
}

function onlyOne(words: readonly string[]): string | undefined {
  return words.length === 1 ? words[0] : undefined;
}

/** Levenshtein's distance with adjacent transpositions (optimal string alignment). Cost: the product of the lengths. */
export function editsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      row.push(edits);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
