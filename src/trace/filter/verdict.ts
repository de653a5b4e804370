/** What columns say of a dispatch. Numbers, so that `and` is the least of several, `or` the greatest, and `not` what is left of `YES`. */

/** It does not pass. */
export const NO = 0;
/** Its payloads tell. */
export const MAYBE = 1;
/** It passes. */
export const YES = 2;

/** One of the three. */
export type Verdict = typeof NO | typeof MAYBE | typeof YES;
