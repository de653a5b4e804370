/**
 * Remembers which keys follow one another in plain objects, as an engine does with its hidden classes: which are secret, which look like tags, which were accessors. So a payload's keys are judged once, and only compared after that.
 *
 * Whether a member is an accessor only its descriptor says, which costs as much as writing the member. A member that stood after the very same
 * keys as data `PROOFS` times is taken for data, and looked at again in each 64th payload. So a getter that stands where others had data may be
 * called twice; one that was ever found there is found each time. Lists in one place are taken alike for nothing but lists: whether one has members beside its
 * items costs more than writing it. Everything else is exact.
 */
import type { Guard } from "./guard.ts";

/** As many that are alike are no accident: a service makes its objects at one place. */
const PROOFS = 16;
/** Keys that may follow one: more are a table's, whose keys are data. */
const MOST_BRANCHES = 64;
/** How many steps are held: more than the messages of an app have keys. Then all is learned again. */
const MOST_STEPS = 20_000;

const { getOwnPropertyDescriptor } = Object;

/** A key after certain others. */
export class Step {
  readonly key: string;
  /** The key with its quotes and its colon, in UTF-16 units at the least. */
  readonly units: number;
  /** What followed last time. */
  next: Step | undefined = undefined;
  others: Map<string, Step> | undefined = undefined;
  /** Its member may be read, and written as it is: nothing else has to be asked. */
  isTrusted = false;
  /** The lists that stood under it were nothing but lists. */
  trustsLists = false;
  /** What stands under it is withheld. */
  readonly isHidden: boolean;
  /** Alike a tag, or an accessor, or to be written otherwise: such an object is not plain. */
  #isSpecial: boolean;
  #met = 0;
  #lists = 0;

  constructor(key: string, isSpecial: boolean, isHidden: boolean) {
    this.key = key;
    this.units = key.length + 4;
    this.isHidden = isHidden;
    this.#isSpecial = isSpecial;
  }

  /** Tells whether the member of `holder` may be read; asks its descriptor. */
  isData(holder: object): boolean {
    if (this.#isSpecial) return false;
    if (isAccessor(holder, this.key)) {
      this.#isSpecial = true;
      this.isTrusted = false;
      return false;
    }
    this.#met += 1;
    if (this.#met > PROOFS && !this.isHidden) this.isTrusted = true;
    return true;
  }

  /** Takes note of whether a list that stood under it had members beside its items. */
  meetList(isOnlyList: boolean): void {
    this.#lists = isOnlyList ? this.#lists + 1 : -Infinity;
    this.trustsLists = this.#lists > PROOFS;
  }
}

/** What one encoder knows about keys. */
export class Shapes {
  readonly #guard: Guard;
  #first = new Step("", false, false);
  #count = 0;

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  /** Where an object begins. */
  get first(): Step {
    return this.#first;
  }

  /** Gives the step to a key that did not follow last time. */
  stepTo(key: string, from: Step): Step {
    const known = from.others?.get(key);
    if (known !== undefined) return from.next = known;
    const step = new Step(key, this.#isSpecial(key), this.#guard.hidesKey(key));
    if (this.#count >= MOST_STEPS) {
      this.#first = new Step("", false, false);
      this.#count = 0;
    } else if (from.others === undefined || from.others.size < MOST_BRANCHES || from === this.#first) {
      this.#count += 1;
      from.others ??= new Map();
      from.others.set(key, step);
      from.next = step;
    }
    return step;
  }

  #isSpecial(key: string): boolean {
    return key === "$core" || key === "__proto__" || (this.#guard.text !== undefined && this.#guard.text(key) !== key);
  }
}

function isAccessor(holder: object, key: string): boolean {
  const descriptor = getOwnPropertyDescriptor(holder, key);
  return descriptor === undefined || descriptor.get !== undefined || descriptor.set !== undefined;
}
