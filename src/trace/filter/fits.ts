/** Whether a text is as a filter wants it. */
import { parsePattern } from "../../mod.ts";
import type { Fits } from "./ast.ts";

/** Asks it of a text. */
export type TextTest = (text: string) => boolean;

/** Makes the test. What a filter was read from can be compiled: nothing is thrown. */
export function textTest(fits: Fits): TextTest {
  switch (fits.kind) {
    case "pattern": {
      const pattern = parsePattern(fits.text);
      return (type) => pattern.matches(type);
    }
    case "glob": return fits.text.includes("*") ? (text) => globFits(fits.text, text) : (text) => text === fits.text;
    case "words": return wordsTest(fits.text);
    case "regexp": {
      const expression = new RegExp(fits.source, fits.flags);
      return (text) => expression.test(text);
    }
    default: return fits satisfies never;
  }
}

/** Makes the test for a handler's name: all of it fits, or its beginning up to a dot. A regular expression looks at all of it. */
export function handlerTest(fits: Fits): TextTest {
  const test = textTest(fits);
  if (fits.kind === "regexp") return test;
  return (name) => {
    for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) if (test(name.slice(0, dot))) return true;
    return test(name);
  };
}

/** Payloads are searched as JSON: a quote or a new line in the words stands there escaped. */
function wordsTest(words: string): TextTest {
  const escaped = JSON.stringify(words).slice(1, -1);
  return escaped === words ? (text) => text.includes(words) : (text) => text.includes(words) || text.includes(escaped);
}

/**
 * Whether a text is a glob's, in which `*` is any characters, none too. By going back to the last star only, as in Krauss, "Matching wildcards" (Dr. Dobb's, 2008):
 * at most the product of the lengths, where a regular expression made of it could take exponential time.
 */
function globFits(glob: string, text: string): boolean {
  let inGlob = 0;
  let inText = 0;
  let star = -1;
  let afterStar = 0;
  while (inText < text.length) {
    if (glob[inGlob] === "*") {
      star = inGlob++;
      afterStar = inText;
    } else if (glob[inGlob] === text[inText]) {
      inGlob += 1;
      inText += 1;
    } else if (star >= 0) {
      inGlob = star + 1;
      inText = ++afterStar;
    } else {
      return false;
    }
  }
  while (glob[inGlob] === "*") inGlob += 1;
  return inGlob === glob.length;
}
