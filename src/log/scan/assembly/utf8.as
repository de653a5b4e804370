// Whether bytes are UTF-8.

/** Whether the bytes from `from` up to `to` are well-formed: table 3-7 of the Unicode Standard (version 16, section 3.9), row by row. */
export function isUtf8(from: usize, to: usize): bool {
  let at = from;
  while (at < to) {
    // What is ASCII is passed over 16 bytes at a time.
    const wide = i8x16.bitmask(v128.load(at));
    if (wide == 0) {
      at += 16;
      continue;
    }
    at += ctz(wide);
    // Letters of other scripts stand together.
    while (at < to) {
      const lead: u32 = load<u8>(at);
      if (lead < 0x80) break;
      const following: u32 = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
      if (following == 0 || at + following >= to) return false;
      const second: u32 = load<u8>(at + 1);
      const least: u32 = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
      const most: u32 = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
      if (second < least || second > most) return false;
      if (following > 1 && (load<u8>(at + 2) & 0xc0) != 0x80) return false;
      if (following > 2 && (load<u8>(at + 3) & 0xc0) != 0x80) return false;
      at += following + 1;
    }
  }
  return true;
}
