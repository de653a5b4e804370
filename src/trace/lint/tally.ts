/** Gathers what a rule meets into groups: how many, and the few that are shown. What is silenced is counted apart and is no evidence. */
import { EVIDENCE_SHOWN, GROUPS } from "./lint_limits.ts";

/** Something that a rule met. */
export interface Met {
  readonly dispatch: number;
  /** The ordinal of its handling, where it is about one; -1 for none. */
  readonly handling: number;
  /** Which handling it is, where that has not ended; -1 for none. */
  readonly n: number;
  /** The heavier is shown first; of equal ones the earlier. */
  readonly weight: number;
  /** What it shows, where a rule knows that only when it meets it. */
  readonly text: string;
}

/** All that has a key. */
export interface Group {
  readonly key: string;
  /** How many. */
  readonly count: number;
  /** How many more there are that are silenced. */
  readonly silenced: number;
  /** The heaviest; at most `EVIDENCE_SHOWN`. */
  readonly shown: readonly Met[];
}

/** Groups by key, in the order in which their keys came. */
export class Tally {
  readonly #groups = new Map<string, { key: string; count: number; silenced: number; shown: Met[] }>();
  readonly #isSilenced: (dispatch: number) => boolean;
  /** How many were added to groups. */
  taken = 0;
  /** How many would have made one group too many. */
  dropped = 0;

  /** `isSilenced` says of which dispatches nothing is to be said. */
  constructor(isSilenced: (dispatch: number) => boolean) {
    this.#isSilenced = isSilenced;
  }

  /** Adds a dispatch to the group of a key. */
  add(key: string, dispatch: number, { handling = -1, n = -1, weight = 0, text = "" }: Partial<Met> = {}): void {
    let group = this.#groups.get(key);
    if (group === undefined) {
      if (this.#groups.size >= GROUPS) {
        this.dropped += 1;
        return;
      }
      this.#groups.set(key, group = { key, count: 0, silenced: 0, shown: [] });
    }
    this.taken += 1;
    if (this.#isSilenced(dispatch)) {
      group.silenced += 1;
      return;
    }
    group.count += 1;
    place(group.shown, { dispatch, handling, n, weight, text });
  }

  /** Gives the groups so far. */
  groups(): readonly Group[] {
    return [...this.#groups.values()];
  }
}

/** Keeps a list by weight, heaviest first, and short. */
function place(shown: Met[], met: Met): void {
  if (shown.length === EVIDENCE_SHOWN && (shown.at(-1)?.weight ?? 0) >= met.weight) return;
  let at = shown.length;
  while (at > 0 && (shown[at - 1]?.weight ?? 0) < met.weight) at -= 1;
  shown.splice(at, 0, met);
  if (shown.length > EVIDENCE_SHOWN) shown.pop();
}

/** Puts what has the same key together, keys in the order in which they came. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
