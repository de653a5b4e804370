/**
 * Where a payload ends. What stands inside of it is not parsed: brackets are counted, texts are closed, there is no control character, and it is UTF-8.
 * That is enough to be sure of where it ends, and that nothing in it is a member of the record.
 */
import { isUtf8 } from "./utf8.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const OTHER = 0;
const CONTROL = 1;
const OPEN = 2;
const CLOSE = 3;
const MARK = 4;
const ESCAPE = 5;
const WIDE = 6;

const CLASSES: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte < 0x20) return CONTROL;
  if (byte >= 0x80) return WIDE;
  return ({ "{": OPEN, "[": OPEN, "}": CLOSE, "]": CLOSE, '"': MARK, "\\": ESCAPE } as Readonly<Record<string, number>>)[String.fromCharCode(byte)] ?? OTHER;
});

/** A scalar is a few bytes: it is checked to the end. */
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
/** One that is longer is left to the parser. */
const LONGEST_SCALAR = 64;

/** Gives the position after the payload that begins at `from`; -1 where a parser has to look. The bytes end with a newline. */
export function payloadEnd(bytes: Uint8Array, from: number): number {
  const first = CLASSES[bytes[from]!];
  return first === OPEN ? nestedEnd(bytes, from) : first === MARK ? textEnd(bytes, from) : scalarEnd(bytes, from);
}

function nestedEnd(bytes: Uint8Array, from: number): number {
  let depth = 0;
  let isWide = false;
  for (let at = from; ; at++) {
    switch (CLASSES[bytes[at]!]) {
      case CONTROL: case ESCAPE: return -1;
      case OPEN: depth += 1; break;
      case CLOSE:
        depth -= 1;
        if (depth === 0) return !isWide || isUtf8(bytes, from, at) ? at + 1 : -1;
        break;
      case MARK: {
        const end = quoteAfter(bytes, at);
        if (end < 0) return -1;
        for (let inside = at; inside < end && !isWide; inside++) isWide = bytes[inside]! >= 0x80;
        at = end;
        break;
      }
      case WIDE: isWide = true; break;
      default:
    }
  }
}

function textEnd(bytes: Uint8Array, from: number): number {
  const end = quoteAfter(bytes, from);
  return end > 0 && isUtf8(bytes, from, end) ? end + 1 : -1;
}

/** Gives the position of the quote that closes the one at `from`; -1 where a control character comes first. */
function quoteAfter(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; ; at++) {
    let byte = bytes[at]!;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) byte = bytes[++at]!;
    if (byte < 0x20) return -1;
  }
}

function scalarEnd(bytes: Uint8Array, from: number): number {
  let end = from;
  while (end - from < LONGEST_SCALAR && CLASSES[bytes[end]!] === OTHER) end += 1;
  return SCALAR.test(String.fromCharCode(...bytes.subarray(from, end))) ? end : -1;
}
