/** Where in a payload's text a value stands. Made for every list and object, and turned into a JSON Pointer (RFC 6901) only for those that are referred to. */

/** A step from what holds a value. */
export interface Place {
  readonly above: Place | undefined;
  readonly key: string | number;
}

/** Gives the JSON Pointer of a place; that of the whole is "". */
export function pointerOf(place: Place | undefined): string {
  let pointer = "";
  for (let at = place; at !== undefined; at = at.above) pointer = `/${String(at.key).replaceAll("~", "~0").replaceAll("/", "~1")}${pointer}`;
  return pointer;
}
