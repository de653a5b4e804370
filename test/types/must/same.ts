// For lines that say what type something is, not only that it is assignable.

/** `true` when two types are the same. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;

/** Takes a value whose type is the wanted one: `same<string>()(value)`. */
export function same<Wanted>(): <Given>(value: Given, is: Same<Given, Wanted>) => void {
  return () => {};
}
