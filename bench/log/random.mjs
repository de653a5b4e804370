// @ts-self-types="./random.d.mts"
// Random numbers that are the same each time.

/** Gives a function that draws numbers from 0 up to 1, always the same ones for a seed: mulberry32, Tommy Ettinger 2017, public domain. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6D2B79F5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
