// The pattern grammar, segment by segment: slow and obvious.

/** Tells whether a pattern, which is one, matches a type. */
export function referenceMatches(pattern: string, type: string): boolean {
  if (pattern === "*" || pattern === ">") return true;
  return segmentsMatch(pattern.split("."), type.split("."));
}

function segmentsMatch([wanted, ...otherWanted]: readonly string[], [given, ...otherGiven]: readonly string[]): boolean {
  if (wanted === undefined) return given === undefined;
  if (given === undefined) return false;
  if (wanted === ">") return true;
  return (wanted === "*" || wanted === given) && segmentsMatch(otherWanted, otherGiven);
}

/** Tells whether a text is a pattern: each wildcard is a whole segment, and `>` stands last. */
export function isReferencePattern(text: string): boolean {
  if (text === "") return false;
  const segments = text.split(".");
  return segments.every((segment, index) => {
    if (segment === "*") return true;
    if (segment === ">") return index === segments.length - 1;
    return !segment.includes("*") && !segment.includes(">");
  });
}
