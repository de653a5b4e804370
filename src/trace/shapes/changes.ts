/** When a shape changed: each kind that was not there before, each member that came, and each that was missing for the first time. */
import { VEILED, type Member, type Shape } from "./shape.ts";

/** Something that a message showed first. */
export interface ShapeChange {
  /** Where in the payload: a JSON Pointer (RFC 6901) in which `*` stands for any item of a list and any member of a table; "" is the whole. */
  readonly pointer: string;
  /** `kind`: a value of another kind than all before; `member`: a member that none had before; `absent`: a member that all before had is not there. */
  readonly what: "kind" | "member" | "absent";
  /** The kinds: those of a member that came, or the one that is new; none for an absent member. */
  readonly kinds: readonly string[];
  /** The ordinal of the dispatch that showed it first. */
  readonly dispatch: number;
}

/** Gives the changes in the order in which they were shown; `before`: how many payloads came before a dispatch. What came with a member or with a kind is one change. Cost: the members. */
export function changesOf(shape: Shape, before: (dispatch: number) => number): ShapeChange[] {
  const changes: ShapeChange[] = [];
  look(shape, "", changes, before);
  return changes.sort((a, b) => a.dispatch - b.dispatch || (a.pointer < b.pointer ? -1 : a.pointer > b.pointer ? 1 : 0));
}

/** A member that stands in some payloads only is likely to have been met by then, and so is a value that is null in some: before, that it comes or is missing is no news. */
const SETTLED_AFTER = 10;
/** Kinds that stand for a value that is missing. */
const ABSENCES: ReadonlySet<string> = new Set(["null", "undefined"]);

/** Tells whether it is news that a kind came up after so many payloads: a string where numbers stood always is. */
export function isNewKind(kind: string, before: number): boolean {
  return before >= (ABSENCES.has(kind) ? SETTLED_AFTER : 1);
}

/** Tells whether it is news that a member came up, or was missing, after so many payloads. */
export function isNewMember(before: number): boolean {
  return before >= SETTLED_AFTER;
}

/** Gives the kinds that say something, in the order in which they were shown. */
export function kindsOf(shape: Shape): string[] {
  return [...shape.kinds].filter(([kind]) => !VEILED.has(kind)).sort(([a, { first }], [b, { first: other }]) => first - other || (a < b ? -1 : 1)).map(([kind]) => kind);
}

function look(shape: Shape, pointer: string, changes: ShapeChange[], before: (dispatch: number) => number): void {
  const kinds = kindsOf(shape);
  const begin = shape.kinds.get(kinds[0] ?? "")?.first ?? shape.first;
  for (const kind of kinds) {
    const { first } = shape.kinds.get(kind)!;
    if (first > begin && isNewKind(kind, before(first))) changes.push({ pointer, what: "kind", kinds: [kind], dispatch: first });
  }
  if (shape.items !== undefined) look(shape.items, `${pointer}/*`, changes, before);
  if (shape.object?.folded !== undefined) look(shape.object.folded, `${pointer}/*`, changes, before);
  for (const [name, member] of shape.object?.members ?? []) lookAtMember(member, `${pointer}/${escaped(name)}`, changes, before);
}

function lookAtMember({ shape, absentFirst }: Member, pointer: string, changes: ShapeChange[], before: (dispatch: number) => number): void {
  if (absentFirst !== undefined && absentFirst < shape.first) {
    if (isNewMember(before(shape.first))) changes.push({ pointer, what: "member", kinds: kindsOf(shape), dispatch: shape.first });
  } else if (absentFirst !== undefined && isNewMember(before(absentFirst))) {
    changes.push({ pointer, what: "absent", kinds: [], dispatch: absentFirst });
  }
  look(shape, pointer, changes, before);
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
