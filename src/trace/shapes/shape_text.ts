/**
 * A shape as text, on one line, in the manner of TypeScript:
 *
 * ```
 * { id: string, total: number · string since 14:02, items: { sku: string, n: number }[], note?: string · null, stock: { *: number } }
 * ```
 */
import { VEILED, type Member, type Shape } from "./shape.ts";
import { isNewKind, isNewMember, kindsOf } from "./changes.ts";

/** How a shape is written. */
export interface ShapeTextOptions {
  /** Says since when, for what is news; nothing is said unless given. */
  readonly since?: { before(dispatch: number): number; timeOf(dispatch: number): string } | undefined;
  /** The most UTF-16 units; what does not fit ends in `…`. All of it unless given. */
  readonly width?: number | undefined;
}

/** Gives a shape as text. Cost: its members, up to the width. */
export function shapeText(shape: Shape, { since, width = Infinity }: ShapeTextOptions = {}): string {
  const writer: Writer = { text: "", width, since };
  write(shape, writer);
  return writer.text.length <= width ? writer.text : `${writer.text.slice(0, Math.max(0, width - 1)).replace(/[\ud800-\udbff]$/, "")}…`;
}

interface Writer {
  text: string;
  readonly width: number;
  readonly since: ShapeTextOptions["since"];
}

function write(shape: Shape, writer: Writer): void {
  const kinds = kindsOf(shape);
  if (kinds.length === 0) writer.text += [...shape.kinds.keys()].map((kind) => `‹${kind}›`).sort().join(" · ");
  const begin = shape.kinds.get(kinds[0] ?? "")?.first ?? shape.first;
  for (const [at, kind] of kinds.entries()) {
    if (writer.text.length > writer.width) return;
    if (at > 0) writer.text += " · ";
    if (kind === "object") writeObject(shape, writer);
    else if (kind === "list") writeList(shape.items, writer);
    else writer.text += kind;
    const first = shape.kinds.get(kind)?.first ?? begin;
    const { since } = writer;
    if (since !== undefined && first > begin && isNewKind(kind, since.before(first))) writer.text += ` since ${since.timeOf(first)}`;
  }
}

function writeObject({ object }: Shape, writer: Writer): void {
  if (object === undefined) writer.text += "{…}";
  else if (object.folded !== undefined) {
    writer.text += "{ *: ";
    write(object.folded, writer);
    writer.text += " }";
  } else if (object.members.size === 0) writer.text += "{}";
  else {
    writer.text += "{ ";
    let isFirst = true;
    for (const [name, member] of object.members) {
      if (writer.text.length > writer.width) return;
      if (!isFirst) writer.text += ", ";
      isFirst = false;
      writer.text += `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}${member.absentFirst === undefined ? "" : "?"}: `;
      write(member.shape, writer);
      writer.text += memberSince(member, writer);
    }
    writer.text += " }";
  }
}

function memberSince({ shape: { first }, absentFirst }: Member, { since }: Writer): string {
  const isNew = since !== undefined && absentFirst !== undefined && absentFirst < first && isNewMember(since.before(first));
  return isNew ? ` since ${since.timeOf(first)}` : "";
}

function writeList(items: Shape | undefined, writer: Writer): void {
  if (items === undefined) {
    writer.text += "[]";
    return;
  }
  const isOne = [...items.kinds.keys()].filter((kind) => !VEILED.has(kind)).length < 2;
  if (!isOne) writer.text += "(";
  write(items, writer);
  writer.text += isOne ? "[]" : ")[]";
}
