/**
 * What values look like that were seen in one place: their kinds, the members of objects, the items of lists, and by which message each was shown first and
 * last. Two shapes merged are the shape of all values of both, in whatever order and grouping: counts are added, firsts are least, lasts are
 * greatest, members are united. So logs can be learnt in pieces.
 */

/** Values of one kind. */
export interface Seen {
  /** How many there were. */
  readonly count: number;
  /** The ordinal of the dispatch that showed the first of them. */
  readonly first: number;
  /** That of the one that showed the last of them. */
  readonly last: number;
}

/** What stands in one place of payloads. */
export interface Shape extends Seen {
  /** By kind: `string`, `number`, `boolean`, `null`, `object`, `list`, or the tag of what JSON cannot say (`Date`, `bigint`, `Map`, …; `undefined`). */
  readonly kinds: ReadonlyMap<string, Seen>;
  /** What the objects look like; absent where there are none, or where they lie too deep to be looked into. */
  readonly object?: ObjectShape | undefined;
  /** What the items of the lists look like, all together; absent where no list had any. */
  readonly items?: Shape | undefined;
}

/** Objects in one place. */
export interface ObjectShape {
  /** The ordinal of the first dispatch that showed one whole; Infinity where each was cut. */
  readonly wholeFirst: number;
  /** By name; empty where they are folded. */
  readonly members: ReadonlyMap<string, Member>;
  /** All members together, where there are so many names that they are data: a table. */
  readonly folded?: Shape | undefined;
}

/** A member. */
export interface Member {
  /** What stands there. */
  readonly shape: Shape;
  /** The ordinal of the first dispatch that showed a whole object without it; absent where each has it. */
  readonly absentFirst?: number | undefined;
}

/** More names in one place are data: the widest objects of public interfaces (a repository of GitHub) have about a hundred. */
export const MOST_MEMBERS = 256;
/** Kinds that say nothing of what stood there. */
export const VEILED: ReadonlySet<string> = new Set(["redacted", "cut", "ref", "unreadable", "hole"]);

/** Gives the shape of all values of both. Associative and commutative. Cost: their members. */
export function mergeShapes(a: Shape, b: Shape): Shape {
  const kinds = new Map(a.kinds);
  for (const [kind, seen] of b.kinds) kinds.set(kind, kinds.has(kind) ? mergeSeen(kinds.get(kind)!, seen) : seen);
  const object = either(a.object, b.object, mergeObjects);
  const items = either(a.items, b.items, mergeShapes);
  return { ...mergeSeen(a, b), kinds, ...(object === undefined ? {} : { object }), ...(items === undefined ? {} : { items }) };
}

/** Folds objects whose members come and go so much that their names must be data: ids as keys, few in each payload. Cost: the members. */
export function withTables(shape: Shape): Shape {
  const items = shape.items === undefined ? {} : { items: withTables(shape.items) };
  if (shape.object === undefined) return { ...shape, ...items };
  const object = isTable(shape.object, shape.kinds.get("object")?.count ?? 0) ? fold(shape.object) : shape.object;
  const members = new Map([...object.members].map(([name, member]) => [name, { ...member, shape: withTables(member.shape) }]));
  return { ...shape, ...items, object: { ...object, members, ...(object.folded === undefined ? {} : { folded: withTables(object.folded) }) } };
}

/** Of many names each stands in a small part of the objects only. */
const FEW_MEMBERS = 12;
const SPARSE = 0.2;

function isTable({ members }: ObjectShape, objects: number): boolean {
  if (members.size <= FEW_MEMBERS) return false;
  let present = 0;
  for (const { shape } of members.values()) present += shape.count;
  return present < SPARSE * members.size * objects;
}

function mergeSeen(a: Seen, b: Seen): Seen {
  return { count: a.count + b.count, first: Math.min(a.first, b.first), last: Math.max(a.last, b.last) };
}

function mergeObjects(a: ObjectShape, b: ObjectShape): ObjectShape {
  const wholeFirst = Math.min(a.wholeFirst, b.wholeFirst);
  const members = new Map<string, Member>();
  for (const [name, member] of a.members) {
    const other = b.members.get(name);
    members.set(name, other === undefined ? without(member, b.wholeFirst) : { shape: mergeShapes(member.shape, other.shape), absentFirst: leastOf(member.absentFirst, other.absentFirst) });
  }
  for (const [name, member] of b.members) if (!a.members.has(name)) members.set(name, without(member, a.wholeFirst));
  const merged: ObjectShape = { wholeFirst, members, folded: either(a.folded, b.folded, mergeShapes) };
  return merged.folded !== undefined || members.size > MOST_MEMBERS ? fold(merged) : merged;
}

/** All members as one; that one of them is absent says nothing of a table. */
function fold({ wholeFirst, members, folded }: ObjectShape): ObjectShape {
  const shapes = [...members.values()].map(({ shape }) => shape);
  return { wholeFirst, members: new Map(), folded: shapes.reduce<Shape | undefined>((all, shape) => all === undefined ? shape : mergeShapes(all, shape), folded) };
}

function without(member: Member, since: number): Member {
  return since === Infinity ? member : { shape: member.shape, absentFirst: leastOf(member.absentFirst, since) };
}

function leastOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}

function either<Value>(a: Value | undefined, b: Value | undefined, merge: (a: Value, b: Value) => Value): Value | undefined {
  return a === undefined ? b : b === undefined ? a : merge(a, b);
}
