/** A word of an option that takes one of a few. */
import { nearestWord } from "../src/trace/filter/mod.ts";
import { CliError, EXIT } from "./exit.ts";

/** Gives the word, as one of those that are known. @throws CliError for any other, with the word that was probably meant */
export function oneOf<Word extends string>(option: string, word: string, known: readonly Word[]): Word {
  const found = known.find((each) => each === word);
  if (found !== undefined) return found;
  const near = nearestWord(word, known);
  throw new CliError(`Cannot read ${option} "${word}": it is one of ${known.join(", ")}`, { code: EXIT.usage, tries: near === undefined ? [] : [[`${option} ${near}`]] });
}
