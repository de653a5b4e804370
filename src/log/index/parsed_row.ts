/** A record that was parsed as the one row of a scan: what comes after does not ask how a line was read. */
import type { DispatchRecord, HandlingRecord } from "../../trace/record.ts";
import { ABSENT, OUTCOME_CODES, ROW, type Rows, type Scanner, SNAPSHOT_BIT, VERB_CODES } from "../scan/scanner.ts";

/** Gives room for one row. */
export function oneRow(): Rows {
  return {
    kind: new Uint8Array(1), start: new Uint32Array(1), end: new Uint32Array(1), code: new Uint8Array(1), type: new Uint32Array(1), who: new Uint32Array(1),
    at: new Float64Array(1), id: new Float64Array(1), n: new Float64Array(1), link: new Float64Array(1), by: new Float64Array(1), sync: new Float64Array(1),
  };
}

/** Puts a dispatch into the row. */
export function dispatchRow(row: Rows, { id, at, verb, type, source, handlers, cause, by, snapshot }: DispatchRecord, texts: Pick<Scanner, "numberOf">): Rows {
  row.kind[0] = ROW.dispatch;
  row.code[0] = VERB_CODES.indexOf(verb) | (snapshot === true ? SNAPSHOT_BIT : 0);
  row.type[0] = texts.numberOf(type);
  row.who[0] = source === undefined ? 0 : texts.numberOf(source);
  row.at[0] = at;
  row.id[0] = id;
  row.n[0] = handlers ?? ABSENT;
  row.link[0] = cause ?? ABSENT;
  row.by[0] = by ?? ABSENT;
  return row;
}

/** Puts a handling into the row. */
export function handlingRow(row: Rows, { dispatch, n, at, type, handler, subscription, ms, syncMs, outcome, snapshot }: HandlingRecord, texts: Pick<Scanner, "numberOf">): Rows {
  row.kind[0] = ROW.handling;
  row.code[0] = OUTCOME_CODES.indexOf(outcome) | (snapshot === true ? SNAPSHOT_BIT : 0);
  row.type[0] = texts.numberOf(type);
  row.who[0] = texts.numberOf(handler);
  row.at[0] = at;
  row.id[0] = dispatch;
  row.n[0] = n;
  row.link[0] = subscription;
  row.by[0] = ms;
  row.sync[0] = syncMs;
  return row;
}
