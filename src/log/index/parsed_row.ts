/** Rows that no scanner made: what was parsed takes the form of what was scanned. */
import type { Rows } from "../scan/scanner.ts";

/** Gives room for so many rows. */
export function newRows(count: number): Rows {
  return {
    kind: new Uint8Array(count), start: new Uint32Array(count), end: new Uint32Array(count), code: new Uint8Array(count),
    type: new Uint32Array(count), who: new Uint32Array(count), at: new Float64Array(count), id: new Float64Array(count),
    n: new Float64Array(count), link: new Float64Array(count), by: new Float64Array(count), sync: new Float64Array(count),
  };
}

/** Puts a record into the first row. */
export function fillRow(rows: Rows, record: Readonly<Record<Exclude<keyof Rows, "kind" | "start" | "end">, number>>): Rows {
  rows.code[0] = record.code;
  rows.type[0] = record.type;
  rows.who[0] = record.who;
  rows.at[0] = record.at;
  rows.id[0] = record.id;
  rows.n[0] = record.n;
  rows.link[0] = record.link;
  rows.by[0] = record.by;
  rows.sync[0] = record.sync;
  return rows;
}
