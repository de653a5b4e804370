/** Whether bytes are UTF-8. */

/** Whether the bytes from `from` up to `to` are well-formed UTF-8: table 3-7 of the Unicode Standard (version 16, section 3.9), row by row. */
export function isUtf8(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const lead = bytes[at]!;
    if (lead < 0x80) continue;
    const following = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (following === 0 || at + following >= to) return false;
    const second = bytes[at + 1]!;
    const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) return false;
    for (let next = 2; next <= following; next++) if ((bytes[at + next]! & 0xc0) !== 0x80) return false;
    at += following;
  }
  return true;
}
