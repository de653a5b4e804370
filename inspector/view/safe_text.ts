/**
 * Makes text from an app safe to draw: a terminal obeys nothing in it, and every terminal agrees how many cells it takes.
 * What cannot be drawn so is written as an escape (`\n`, `\x1b`, `\u{202e}`): control characters, escape
 * sequences, bidi controls, joiners and other invisible characters, lone surrogates, unassigned and private characters,
 * flags, skin tones, and long runs of combining marks. Two things are made simpler: combining marks are composed where
 * Unicode has the composed letter, and the hint behind a character that asks for its emoji look is left out. It does not
 * shorten and does not measure: see `cell_width.ts`.
 */

/** A mark or two belong to a letter of some living language; a run of more is made to hurt the lines around it. */
const MARKS_IN_A_ROW = 2;

const PLAIN = /^[ -~]*$/;
const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Me}\p{Default_Ignorable_Code_Point}]/u;
const DISPUTED = /[\p{Regional_Indicator}\p{Emoji_Modifier}\u1160-\u11ff\ud7b0-\ud7ff]/u;
const MARK = /\p{Mn}/u;

/** Gives `text` with everything escaped that a terminal would obey or that would move the text around it. */
export function safeText(text: string): string {
  if (PLAIN.test(text)) return text;
  let safe = "";
  let marks = 0;
  let wasHint = false;
  for (const character of text.normalize("NFC")) {
    if (MARK.test(character) && !INVISIBLE.test(character)) {
      marks += 1;
      safe += marks > MARKS_IN_A_ROW || safe === "" ? escaped(character) : character;
      continue;
    }
    marks = 0;
    if (isPresentationHint(character) && !wasHint && safe !== "") {
      wasHint = true;
      continue;
    }
    wasHint = false;
    safe += INVISIBLE.test(character) || DISPUTED.test(character) ? escaped(character) : character;
  }
  return safe;
}

const COLOURS = new RegExp(`${String.fromCharCode(0x1b)}\\[[\\d;:]*m`, "g");

/** `safeText` for what an app printed: its colours are left out, since they are meant for a terminal and say nothing here. */
export function safeOutput(text: string): string {
  return safeStart(text.replace(COLOURS, "").replace(/\r$/, "").replaceAll("\t", "    "));
}

/** Longer than any row: what stands behind it in a text of megabytes is not even looked at. */
const LONGEST_START = 2000;

/** `safeText` of the beginning of a text that may be very long; what was left out is told by `…`. */
export function safeStart(text: string): string {
  return text.length <= LONGEST_START ? safeText(text) : `${safeText(text.slice(0, LONGEST_START))}…`;
}

/** Asks for the text or the emoji look of the character before; terminals differ in its width and agree without it. */
function isPresentationHint(character: string): boolean {
  return character === "\ufe0e" || character === "\ufe0f";
}

function escaped(character: string): string {
  const named = NAMED[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  return code < 0x100 ? `\\x${digits.padStart(2, "0")}` : `\\u{${digits}}`;
}
