/**
 * What the payloads of each type in a log look like, and when that changed. Of a type with many payloads some are looked at, evenly spread from the
 * first to the last; where they differ, those between are looked at too, so that a change is told with the very message that showed it first. What only
 * payloads show that were not looked at is not known, and `sampled` says how many were.
 */
import type { Log } from "../log.ts";
import { finish } from "../slices.ts";
import { changesOf, type ShapeChange } from "./changes.ts";
import { withTables, type Shape } from "./shape.ts";
import { ShapeLearner } from "./shape_of.ts";

/** Payloads of one type. */
export interface TypeShape {
  /** The type of the messages. */
  readonly type: string;
  /** Their shape. */
  readonly shape: Shape;
  /** How many dispatches of the type there are. */
  readonly count: number;
  /** How many of their payloads the shape rests on. */
  readonly sampled: number;
  /** In the order in which they were shown. */
  readonly changes: readonly ShapeChange[];
  /** Gives how many payloads that were looked at came before that of a dispatch. */
  before(dispatch: number): number;
}

/** What is learnt from. */
export interface TypeShapesOptions {
  /** Only these dispatches. */
  readonly where?: ((dispatch: number) => boolean) | undefined;
  /**
   * How many payloads of a type are looked at to begin with. Unless given it is 500, and fewer where there are many types: 30,000 in all, about a second; where types have
   * hardly any in common, only the most frequent have a shape. Infinity: all.
   */
  readonly most?: number | undefined;
}

const MOST = 500;
const MOST_IN_ALL = 30_000;
/** Fewer show nothing of what changes. */
const LEAST = 4;
/** Payloads between two yields: some tenths of a millisecond for small ones. */
const SLICE_PAYLOADS = 64;
/** Rows between two yields. */
const SLICE_ROWS = 4096;
/** How many stretches between two samples are looked at in full, of one type. */
const MOST_STRETCHES = 16;

/** Learns the shapes of all types at once; the largest type first. Cost: parsing the payloads that are looked at. */
export function typeShapesOf(log: Log, options: TypeShapesOptions = {}): readonly TypeShape[] {
  return finish(typeShapesWork(log, options));
}

/** `typeShapesOf` in slices. */
export function* typeShapesWork(log: Log, { where, most }: TypeShapesOptions = {}): Generator<undefined, readonly TypeShape[], undefined> {
  const byType = yield* ordinalsByType(log, where);
  const shapes: TypeShape[] = [];
  const each = most ?? Math.max(LEAST, Math.min(MOST, Math.floor(MOST_IN_ALL / byType.size)));
  const frequent = [...byType].sort(([, a], [, b]) => b.length - a.length).slice(0, most === undefined ? MOST_IN_ALL / LEAST : Infinity);
  for (const [type, ordinals] of frequent) {
    const learning = new Learning();
    yield* learn(log, sampleOf(ordinals, each), learning);
    if (learning.sampled < ordinals.length) yield* learnBetween(log, ordinals, learning);
    const shape = learning.shape();
    const before = (dispatch: number): number => learning.before(dispatch);
    shapes.push({ type: log.texts.textOf(type), shape, count: ordinals.length, sampled: learning.sampled, changes: changesOf(shape, before), before });
  }
  return shapes.sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
}

/** Types in the order of their first messages. Those of a run that recorded no payloads show none. */
function* ordinalsByType({ dispatches, runs }: Log, where: TypeShapesOptions["where"]): Generator<undefined, Map<number, number[]>, undefined> {
  const byType = new Map<number, number[]>();
  const { length } = dispatches;
  for (let dispatch = 0; dispatch < length; dispatch++) {
    if (dispatch % SLICE_ROWS === SLICE_ROWS - 1) yield;
    if (where !== undefined && !where(dispatch)) continue;
    if (runs[dispatches.run(dispatch)]?.header.level === "counts") continue;
    const type = dispatches.type(dispatch);
    const known = byType.get(type);
    if (known === undefined) byType.set(type, [dispatch]);
    else known.push(dispatch);
  }
  return byType;
}

/** Evenly spread, with the first and the last. */
function sampleOf(ordinals: readonly number[], most: number): readonly number[] {
  if (ordinals.length <= most) return ordinals;
  const steps = Math.max(1, most - 1);
  return Array.from({ length: steps + 1 }, (_, at) => ordinals[Math.floor(at * (ordinals.length - 1) / steps)]!);
}

function* learn(log: Log, ordinals: readonly number[], learning: Learning): Generator<undefined, void, undefined> {
  for (const [at, dispatch] of ordinals.entries()) {
    if (at % SLICE_PAYLOADS === SLICE_PAYLOADS - 1) yield;
    learning.add(log.trace(dispatch).record.data, dispatch);
  }
}

/** Where a sample showed something new, the payloads between it and the one before are looked at. */
function* learnBetween(log: Log, ordinals: readonly number[], learning: Learning): Generator<undefined, void, undefined> {
  const stretches = new Map<number, number>();
  for (const { dispatch } of changesOf(learning.shape(), (shown) => learning.before(shown))) {
    if (stretches.size < MOST_STRETCHES) stretches.set(dispatch, learning.lastBefore(dispatch));
  }
  for (const [to, from] of stretches) yield* learn(log, ordinals.slice(placeOf(ordinals, from) + 1, placeOf(ordinals, to)), learning);
}

/** A shape that grows, and which dispatches it was learnt from. */
class Learning {
  readonly #learner = new ShapeLearner();
  #ordinals: number[] = [];
  #isSorted = true;

  get sampled(): number {
    return this.#ordinals.length;
  }

  add(payload: unknown, dispatch: number): void {
    this.#learner.learn(payload, dispatch);
    if (dispatch < (this.#ordinals.at(-1) ?? -1)) this.#isSorted = false;
    this.#ordinals.push(dispatch);
  }

  shape(): Shape {
    return withTables(this.#learner.shape);
  }

  before(dispatch: number): number {
    return placeOf(this.#sorted(), dispatch);
  }

  lastBefore(dispatch: number): number {
    return this.#sorted()[this.before(dispatch) - 1] ?? -1;
  }

  #sorted(): readonly number[] {
    if (!this.#isSorted) this.#ordinals.sort((a, b) => a - b);
    this.#isSorted = true;
    return this.#ordinals;
  }
}

/** How many of sorted numbers are less. */
function placeOf(sorted: readonly number[], number: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
