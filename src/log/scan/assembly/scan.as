// The scanner of logs. Which lines it takes is said member by member, in the order in which a recorder writes them; `plain_scanner.ts` says the same
// in TypeScript, and a test holds one to the other. A line that is anything else is left to a parser. `is(at, 'word')` is whether the bytes of a word
// stand there: the build writes it out as comparisons of eight bytes at a time with numbers.
import { AT, BY, CODE, END, ID, KIND, LINK, MOST_ROWS, N, START, SYNC, TYPE, WHO, WINDOW, WINDOW_BYTES, room } from "./layout";
import { BACKSLASH, QUOTE, count, escapedTextEnd, number, textEnd } from "./members";
import { payloadEnd } from "./payload";
import { intern, limitTexts, skipText, textAt, textCount, textLength } from "./texts";

export { intern, limitTexts, room, skipText, textAt, textCount, textLength };

const OTHER: u8 = 0;
const DISPATCH: u8 = 1;
const HANDLING: u8 = 2;
const SNAPSHOT_BIT: u8 = 0x40;
const NEWLINE: u32 = 10;

/** Where things are, for whoever puts bytes in and takes rows out: in the order of `Rows`, then the window and its size, then how many rows there are. */
export function place(which: i32): usize {
  switch (which) {
    case 0: return KIND;
    case 1: return START;
    case 2: return END;
    case 3: return CODE;
    case 4: return TYPE;
    case 5: return WHO;
    case 6: return AT;
    case 7: return ID;
    case 8: return N;
    case 9: return LINK;
    case 10: return BY;
    case 11: return SYNC;
    case 12: return WINDOW;
    case 13: return WINDOW_BYTES;
    default: return MOST_ROWS;
  }
}

/** How many bytes the last scan took. */
let takenBytes: u32 = 0;

export function taken(): u32 {
  return takenBytes;
}

/** Scans the first `length` bytes of the window; gives how many rows there are. */
export function scan(length: u32): u32 {
  let whole: usize = WINDOW + length;
  while (whole > WINDOW && load<u8>(whole - 1) != NEWLINE) whole -= 1;
  let from: usize = WINDOW;
  let row: u32 = 0;
  for (; from < whole && row < <u32>MOST_ROWS; row++) {
    let kind = OTHER;
    let end: usize = 0;
    if (is(from, '{"kind":"dispatch","id":')) {
      end = dispatch(from + 24, row);
      kind = DISPATCH;
    } else if (is(from, '{"kind":"handling","dispatch":')) {
      end = handling(from + 30, row);
      kind = HANDLING;
    }
    if (end == 0) {
      end = newlineAfter(from);
      kind = OTHER;
    }
    store<u8>(KIND + row, kind);
    store<u32>(START + (row << 2), <u32>(from - WINDOW));
    store<u32>(END + (row << 2), <u32>(end - WINDOW));
    from = end + 1;
  }
  takenBytes = <u32>(from - WINDOW);
  return row;
}

function newlineAfter(from: usize): usize {
  let at = from;
  while (true) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(10)));
    if (found != 0) return at + ctz(found);
    at += 16;
  }
}

/** Gives where the line ends, when the record does at `at`; else 0. */
// @ts-ignore: decorator
@inline
function lineEnd(at: usize): usize {
  return load<u16>(at) == 0x0a7d ? at + 1 : 0;
}

/** Takes a dispatch from after `"id":` on; gives where its line ends, or 0. */
function dispatch(from: usize, row: u32): usize {
  const cell = <usize>row << 3;
  let at = count(from, ID + cell);
  if (at == 0 || load<f64>(ID + cell) == 0 || !is(at, ',"at":')) return 0;
  at = number(at + 6, AT + cell);
  if (at == 0 || !is(at, ',"verb":"')) return 0;
  at += 9;
  let code: u8 = 0;
  if (is(at, 'ACTION","type":"')) {
    at += 16;
  } else if (is(at, 'QUERY","type":"')) {
    at += 15;
    code = 1;
  } else if (is(at, 'QUERYALL","type":"')) {
    at += 18;
    code = 2;
  } else if (is(at, 'PERFORM","type":"')) {
    at += 17;
    code = 3;
  } else {
    return 0;
  }
  const type = at;
  const typeEnd = textEnd(type);
  if (typeEnd == 0) return 0;
  at = typeEnd + 1;

  store<f64>(N + cell, -1);
  store<f64>(LINK + cell, -1);
  store<f64>(BY + cell, -1);
  store<f64>(SYNC + cell, 0);
  if (is(at, ',"handlers":') && (at = count(at + 12, N + cell)) == 0) return 0;
  if (is(at, ',"cause":') && (at = count(at + 9, LINK + cell)) == 0) return 0;
  if (is(at, ',"by":') && (at = count(at + 6, BY + cell)) == 0) return 0;
  let source: usize = 0;
  let sourceEnd: usize = 0;
  if (is(at, ',"source":"')) {
    source = at + 11;
    sourceEnd = textEnd(source);
    if (sourceEnd == 0) return 0;
    at = sourceEnd + 1;
  }
  if (is(at, ',"phase":"startup"')) at += 18;
  if (is(at, ',"snapshot":true')) {
    at += 16;
    code |= SNAPSHOT_BIT;
  }
  if (!is(at, ',"timestamp":"')) return 0;
  at = textEnd(at + 14);
  if (at == 0) return 0;
  at += 1;
  if (is(at, ',"data":') && (at = payloadEnd(at + 8)) == 0) return 0;
  const end = lineEnd(at);
  if (end == 0) return 0;

  store<u8>(CODE + row, code);
  const typeNumber = intern(type, <u32>(typeEnd - type));
  const sourceNumber = source == 0 ? 0 : intern(source, <u32>(sourceEnd - source));
  if (typeNumber == 0 || (source != 0 && sourceNumber == 0)) return 0;
  store<u32>(TYPE + (row << 2), typeNumber);
  store<u32>(WHO + (row << 2), sourceNumber);
  return end;
}

/** Takes a handling from after `"dispatch":` on; gives where its line ends, or 0. */
function handling(from: usize, row: u32): usize {
  const cell = <usize>row << 3;
  let at = count(from, ID + cell);
  if (at == 0 || load<f64>(ID + cell) == 0 || !is(at, ',"n":')) return 0;
  at = count(at + 5, N + cell);
  if (at == 0 || !is(at, ',"at":')) return 0;
  at = number(at + 6, AT + cell);
  if (at == 0 || !is(at, ',"type":"')) return 0;
  const type = at + 9;
  const typeEnd = textEnd(type);
  if (typeEnd == 0) return 0;
  at = typeEnd + 1;
  if (!is(at, ',"handler":"')) return 0;
  const handler = at + 12;
  const handlerEnd = textEnd(handler);
  if (handlerEnd == 0) return 0;
  at = handlerEnd + 1;
  if (!is(at, ',"subscription":')) return 0;
  at = count(at + 16, LINK + cell);
  if (at == 0 || !is(at, ',"ms":')) return 0;
  at = number(at + 6, BY + cell);
  if (at == 0 || !is(at, ',"syncMs":')) return 0;
  at = number(at + 10, SYNC + cell);
  if (at == 0) return 0;
  let code: u8 = 0;
  if (is(at, ',"snapshot":true')) {
    at += 16;
    code = SNAPSHOT_BIT;
  }
  if (!is(at, ',"outcome":"')) return 0;
  at += 12;
  if (is(at, 'done"')) {
    at += 5;
  } else if (is(at, 'answered"')) {
    at += 9;
    code |= 1;
  } else if (is(at, 'declined"')) {
    at += 9;
    code |= 2;
  } else if (is(at, 'failed"')) {
    at += 7;
    code |= 3;
  } else if (is(at, 'spared"')) {
    at += 7;
    code |= 4;
  } else {
    return 0;
  }
  if (is(at, ',"answer":')) {
    at = payloadEnd(at + 10);
  } else if (is(at, ',"error":')) {
    at = errorEnd(at + 9);
  }
  if (at == 0) return 0;
  const end = lineEnd(at);
  if (end == 0) return 0;

  store<u8>(CODE + row, code);
  const typeNumber = intern(type, <u32>(typeEnd - type));
  const handlerNumber = intern(handler, <u32>(handlerEnd - handler));
  if (typeNumber == 0 || handlerNumber == 0) return 0;
  store<u32>(TYPE + (row << 2), typeNumber);
  store<u32>(WHO + (row << 2), handlerNumber);
  return end;
}

/**
 * Takes an error: it has a name and a message, and what follows is a payload like any other. Where `"name"` or `"message"` stands in it again, that may
 * count instead of the first; with `\u` one can be written in many ways.
 */
function errorEnd(from: usize): usize {
  if (!is(from, '{"name":"')) return 0;
  const name = escapedTextEnd(from + 9);
  if (name == 0 || !is(name + 1, ',"message":"')) return 0;
  const message = escapedTextEnd(name + 13);
  if (message == 0) return 0;
  const end = payloadEnd(from);
  for (let at = message + 1; at < end; at++) {
    const byte: u32 = load<u8>(at);
    if (byte == QUOTE && (is(at, '"name"') || is(at, '"message"'))) return 0;
    if (byte == BACKSLASH && load<u8>(at + 1) == 0x75) return 0;
  }
  return end;
}
