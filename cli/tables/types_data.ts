/** The types of a log for programs: one JSON object a type, a line each. docs/commands.md describes the members; they only ever grow in number. */
import type { Log } from "../../src/trace/log.ts";
import type { MessageType, Party } from "../../src/trace/message_types.ts";
import { shapeText, type Shape, type TypeShape } from "../../src/trace/shapes/mod.ts";
import { kindsOf } from "../../src/trace/shapes/changes.ts";
import { wallTimeOf } from "../../src/trace/wall_clock.ts";

/** Gives the types as lines of JSON. What there is none of is null. */
export function typesJson(log: Log, types: readonly MessageType[]): string {
  return types.map((type) => `${JSON.stringify(plain(log, type))}\n`).join("");
}

function plain(log: Log, { type, description, sensitive, count, unhandled, senders, handlers, problem, shape }: MessageType): object {
  return {
    type, description: description ?? null, sensitive: sensitive ?? false, count, unhandled, problem: problem ?? null, senders: senders.map(party), handlers: handlers.map(party),
    shape: shape === undefined ? null : shapeText(shape.shape), members: shape === undefined ? null : members(shape.shape), sampled: shape?.sampled ?? 0, changes: shape === undefined ? [] : changes(log, shape),
  };
}

function party({ name, count }: Party): object {
  return { name: name ?? null, count };
}

/** What stands in each place, by JSON Pointer: the kinds in the order in which they came up, and whether it may be absent. */
function members(shape: Shape): object[] {
  const all: object[] = [];
  const look = (each: Shape, pointer: string, optional: boolean): void => {
    all.push({ pointer, kinds: kindsOf(each), optional });
    if (each.items !== undefined) look(each.items, `${pointer}/*`, false);
    if (each.object?.folded !== undefined) look(each.object.folded, `${pointer}/*`, false);
    for (const [name, member] of each.object?.members ?? []) look(member.shape, `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, member.absentFirst !== undefined);
  };
  look(shape, "", false);
  return all;
}

function changes(log: Log, shape: TypeShape): object[] {
  return shape.changes.map(({ pointer, what, kinds, dispatch }) => {
    const run = log.runs[log.dispatches.run(dispatch)];
    const wallMs = run === undefined ? Number.NaN : wallTimeOf(run, log.dispatches.at(dispatch));
    return { pointer, what, kinds, run: run?.header.run ?? null, id: log.dispatches.id(dispatch), time: Math.abs(wallMs) <= 8.64e15 ? new Date(wallMs).toISOString() : null };
  });
}
