/** Bytes as base64 (RFC 4648, section 4) and back, with what every runtime has. */

/** A slice that `String.fromCharCode` takes as arguments on every engine. */
const SLICE = 8_192;

/** Gives bytes as base64. */
export function base64Of(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += SLICE) binary += String.fromCharCode(...bytes.subarray(at, at + SLICE));
  return btoa(binary);
}

/** Gives the bytes of a base64 text; undefined when it is none. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
