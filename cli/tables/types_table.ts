/**
 * The types of a log as a table:
 *
 * ```
 * 5 types · 1 nobody handles · 1 nobody sends
 *
 * TYPE            COUNT  SENT BY  HANDLED BY                                   PAYLOAD
 * user.created        3  web      audit.handleIPCEvents, mailer.user.created   { id: string, total: number · string since 19:10:02.619 }
 *   Somebody signed up.
 *   /total: string since 19:10:02.619, message 8
 * cart.abandoned      1  web      nobody                                       { cart: string }
 * user.deleted        –  nobody   mailer.user.deleted                          –
 * ```
 *
 * Below a type stand what the app says of it, and when its payloads changed; a member that a payload was the first not to have is one of these.
 */
import { cellWidth } from "../../inspector/view/cell_width.ts";
import { safeText } from "../../inspector/view/safe_text.ts";
import { utcTime } from "../../inspector/view/time_text.ts";
import type { Log } from "../../src/trace/log.ts";
import type { MessageType, Party } from "../../src/trace/message_types.ts";
import { shapeText, type ShapeChange, type TypeShape } from "../../src/trace/shapes/mod.ts";
import { wallTimeOf } from "../../src/trace/wall_clock.ts";
import { counted } from "../render.ts";
import { countText } from "./amounts.ts";
import { fittedTable, NOTHING, shortened, type FittedTableOptions } from "./fitted_table.ts";

/** The counts, and the gaps between five columns. */
const OTHERS_WIDTH = 7 + 8;

/** Gives the types as text. */
export function typesText(log: Log, types: readonly MessageType[], { width, color }: FittedTableOptions): string {
  const named = types.map((type) => ({
    type, name: safeText(type.type), senders: partiesText(type.senders, type.count === 0), handlers: partiesText(type.handlers, type.handlers.length === 0 && type.unhandled === type.count),
  }));
  const widest = (column: "name" | "senders" | "handlers", most: number): number => Math.min(most, Math.max(8, ...named.map((row) => cellWidth(row[column]))));
  const nameWidth = widest("name", Math.floor(width * 0.3));
  const senderWidth = widest("senders", Math.floor(width * 0.2));
  const left = width - nameWidth - senderWidth - OTHERS_WIDTH;
  const handlerWidth = widest("handlers", Math.max(10, Math.floor(left * 0.45)));
  const table = fittedTable(named, [
    { heading: "TYPE", text: ({ name }) => shortened(name, nameWidth), as: ({ type }) => type.problem === undefined ? "strong" : "warning" },
    { heading: "COUNT", text: ({ type }) => countText(type.count) },
    { heading: "SENT BY", text: ({ senders }) => shortened(senders, senderWidth), as: ({ type }) => type.problem === "unsent" ? "warning" : "plain", align: "left" },
    { heading: "HANDLED BY", text: ({ handlers }) => shortened(handlers, handlerWidth), as: ({ type }) => type.problem === "unhandled" ? "warning" : "plain", align: "left" },
    { heading: "PAYLOAD", text: ({ type }) => type.shape === undefined ? NOTHING : payloadText(log, type.shape, Math.max(20, left - handlerWidth)), align: "left", goes: 1 },
  ], { width, color });
  const [headings = "", ...lines] = table.split("\n");
  const below = named.map(({ type }) => [...(type.description === undefined ? [] : [safeText(type.description)]), ...changeTexts(log, type)].map((text) => `  ${shortened(text, width - 2)}\n`).join(""));
  return `${headingOf(types)}\n${types.length === 0 ? "" : `\n${headings}\n${named.map((_, at) => `${lines[at]}\n${below[at]}`).join("")}`}`;
}

/** Who sends or handles, the busiest first: `web, mailer`; `nobody`; `–` where the log does not say. */
function partiesText(parties: readonly Party[], isNobody: boolean): string {
  if (isNobody) return "nobody";
  return parties.length === 0 ? NOTHING : parties.map(({ name }) => name === undefined ? NOTHING : safeText(name)).join(", ");
}

/** How a payload looks, and since when, in so many cells. */
function payloadText(log: Log, { shape, before }: TypeShape, width: number): string {
  if (shape.kinds.size === 1 && shape.kinds.has("undefined")) return NOTHING;
  return shortened(safeText(shapeText(shape, { width: Math.min(width, 100_000) * 2, since: { before, timeOf: (dispatch) => timeOf(log, dispatch) } })), width);
}

/** Each change in words, as `/total: string since 19:10:02.619, message 8`. */
export function changeTexts(log: Log, { shape }: Pick<MessageType, "shape">, most = MOST_CHANGES): string[] {
  const changes = shape?.changes ?? [];
  const more = changes.length - most;
  const sampled = shape !== undefined && shape.sampled < shape.count && changes.length > 0 ? [`as far as ${counted(shape.sampled, "payload")} of ${shape.count.toLocaleString("en")} show`] : [];
  return [...changes.slice(0, most).map((change) => changeText(log, change)), ...(more > 0 ? [`… and ${counted(more, "change")} more`] : []), ...sampled];
}

/** More are a payload that has no shape; `--json` has all. */
const MOST_CHANGES = 3;

function changeText(log: Log, { pointer, what, kinds, dispatch }: ShapeChange): string {
  const place = `${pointer === "" ? "the payload" : safeText(pointer)}`;
  const when = `${timeOf(log, dispatch)}, message ${log.dispatches.id(dispatch)}`;
  switch (what) {
    case "kind": return `${place}: ${kinds.join(" · ")} since ${when}`;
    case "member": return `${place}: there since ${when}${kinds.length === 0 ? "" : ` (${kinds.join(" · ")})`}`;
    case "absent": return `${place}: first missing at ${when}`;
    default: return what satisfies never;
  }
}

function timeOf(log: Log, dispatch: number): string {
  const run = log.runs[log.dispatches.run(dispatch)];
  return run === undefined ? "" : utcTime(wallTimeOf(run, log.dispatches.at(dispatch)));
}

function headingOf(types: readonly MessageType[]): string {
  const problems = (problem: MessageType["problem"]) => types.filter((type) => type.problem === problem).length;
  const [unhandled, unsent] = [problems("unhandled"), problems("unsent")];
  return [counted(types.length, "type"), ...(unhandled > 0 ? [`${unhandled} nobody handles`] : []), ...(unsent > 0 ? [`${unsent} nobody sends`] : [])].join(" · ");
}
