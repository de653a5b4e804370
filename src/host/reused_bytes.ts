/**
 * The bytes of one text after another, in one buffer. Making a buffer for each text costs as much as filling it, and most of
 * that is paid later, when the garbage is collected.
 */
import { Buffer } from "node:buffer";

/** Room for a batch of the longest kind, at three bytes a character; what is larger gets a buffer of its own. */
const ROOM = 256 * 1024;

/** Lends its buffer to one user at a time. */
export class ReusedBytes {
  #spare: Buffer | undefined;
  #lent: Buffer | undefined;

  /** Gives the bytes of the pieces, one behind the other. They are the caller's until `giveBack()`; who never gives them back, keeps them. */
  take(pieces: readonly string[]): Uint8Array {
    let characters = 0;
    for (const piece of pieces) characters += piece.length;
    if (characters * 3 > ROOM) return Buffer.from(pieces.join(""), "utf8");
    const buffer = this.#spare ?? Buffer.allocUnsafeSlow(ROOM);
    this.#spare = undefined;
    this.#lent = buffer;
    let at = 0;
    for (const piece of pieces) at += buffer.write(piece, at, "utf8");
    return buffer.subarray(0, at);
  }

  /** The bytes that were taken last are looked at no more. */
  giveBack(bytes: Uint8Array): void {
    if (this.#lent?.buffer !== bytes.buffer) return;
    this.#spare = this.#lent;
    this.#lent = undefined;
  }
}
