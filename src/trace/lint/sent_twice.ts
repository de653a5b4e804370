/**
 * The same message twice within moments, from the same place: one type, source and payload, sent by one handling, or by nothing twice. Questions may be asked twice; what failed may be tried
 * again; what comes in longer rows of equals (ticks, counters) is so by nature. Cost: one pass over columns, and the payloads of neighbours that look alike, as far as `lint_limits.ts` lets it.
 */
import { ORPHAN } from "../columns.ts";
import type { Log } from "../log.ts";
import { ALIKE_SHARE, COMPARED_WHOLLY, ROWS_A_SLICE, TWICE_AT_MOST, TWICE_SURELY, TWICE_WITHIN_MS } from "./lint_limits.ts";
import { PayloadBudget } from "./payloads.ts";
import type { LintRule, RuleScope, Work } from "./rule.ts";
import { duration } from "./wording.ts";

export const sentTwice: LintRule = {
  name: "sent-twice",
  why: "Most likely one event is sent from two places: what it sets off is done twice, a mail, a booking, a charge.",
  check,
};

/** Power of two: many more than places that send within the same moments. */
const PLACES = 65_536;

/** A row of equal messages. */
interface Row {
  readonly type: number;
  readonly first: number;
  second: number;
  count: number;
}

function* check(scope: RuleScope): Work {
  const { dispatches } = scope.log;
  const places = new Places();
  const rowOf = new Map<number, Row>();
  const rows: Row[] = [];
  const budget = new PayloadBudget();
  const compared = new Map<number, number>();
  const equal = new Set<number>();
  let of = 0;
  let looked = 0;
  for (let at = 0; at < dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    const before = places.take(scope, at);
    if (before < 0 || NOT_WELL.has(dispatches.state(before))) continue;
    of += 1;
    const type = dispatches.type(at);
    if (!isCompared(compared, equal, type) || !budget.take(dispatches.bytes(at) + dispatches.bytes(before))) continue;
    looked += 1;
    if (looked % 256 === 0) yield;
    if (!isSamePayload(scope, before, at)) continue;
    equal.add(type);
    const row = rowOf.get(before) ?? { type, first: before, second: at, count: 1 };
    if (row.count === 1) rows.push(row);
    row.count += 1;
    rowOf.delete(before);
    rowOf.set(at, row);
  }
  scope.bound = { what: "pair", looked, of };
  tell(scope, rows);
}

function tell(scope: RuleScope, rows: readonly Row[]): void {
  const tally = scope.tally();
  const alike = new Map<string, number>();
  for (const { first, second, count } of rows) {
    const type = scope.typeOf(first);
    if (count > TWICE_AT_MOST) alike.set(type, (alike.get(type) ?? 0) + 1);
    else if (scope.asks(second)) tally.add(type, second, { text: `${type}, again ${duration(scope.log.dispatches.at(second) - scope.log.dispatches.at(first))} after #${scope.log.dispatches.id(first)}` });
  }
  scope.foundIn(tally, ({ key, count, shown }) => {
    if ((alike.get(key) ?? 0) > ALIKE_SHARE * count) return undefined;
    const [first] = shown;
    const isCaused = first !== undefined && scope.log.dispatches.cause(first.dispatch) >= 0;
    const source = first === undefined ? "" : scope.sourceOf(first.dispatch);
    const often = count === 1 ? "once" : `${count.toLocaleString("en")} times`;
    const where = `${source === "" ? "" : ` by "${source}"`}${isCaused ? ", in one handling" : ""}`;
    return { severity: count >= TWICE_SURELY ? "warning" : "note", about: key, sentence: `"${key}" was sent again with the same payload within ${TWICE_WITHIN_MS} ms, ${often}${where}` };
  });
}

/**
 * The last message of each place: of a source, a type and a handling. Each column is read once a message; the places are found by a hash, and where two share one, one of them is not compared,
 * which may lose a finding and never makes one.
 */
class Places {
  readonly #dispatch = new Int32Array(PLACES).fill(-1);
  readonly #type = new Int32Array(PLACES);
  readonly #source = new Int32Array(PLACES);
  readonly #cause = new Int32Array(PLACES);
  readonly #by = new Int32Array(PLACES);
  readonly #bytes = new Int32Array(PLACES);
  readonly #at = new Float64Array(PLACES);

  /** Puts a message in its place; gives the one before it there if the two may be the same, as far as columns say; else -1. */
  take({ log: { dispatches }, facts: { own } }: RuleScope, dispatch: number): number {
    const type = dispatches.type(dispatch);
    const verb = dispatches.verb(dispatch);
    const cause = dispatches.cause(dispatch);
    // Of orphans it is not known whether one handling sent them.
    if ((verb !== "ACTION" && verb !== "PERFORM") || cause === ORPHAN || own.has(type)) return -1;
    const source = dispatches.source(dispatch);
    const by = dispatches.by(dispatch);
    const bytes = dispatches.bytes(dispatch);
    const at = dispatches.at(dispatch);
    const place = placeOf(type, source, cause, by);
    const before = this.#dispatch[place] ?? -1;
    const isAlike = before >= 0 && this.#type[place] === type && this.#source[place] === source && this.#cause[place] === cause && this.#by[place] === by
      && Math.abs(at - (this.#at[place] ?? 0)) <= TWICE_WITHIN_MS && Math.abs(bytes - (this.#bytes[place] ?? 0)) <= DIGITS
      && dispatches.verb(before) === verb && dispatches.run(before) === dispatches.run(dispatch);
    this.#dispatch[place] = dispatch;
    this.#type[place] = type;
    this.#source[place] = source;
    this.#cause[place] = cause;
    this.#by[place] = by;
    this.#bytes[place] = bytes;
    this.#at[place] = at;
    return isAlike ? before : -1;
  }
}

function placeOf(type: number, source: number, cause: number, by: number): number {
  const hash = Math.imul(type, 0x9e3779b1) ^ Math.imul(source + 1, 0x85ebca6b) ^ Math.imul(cause + 3, 0xc2b2ae35) ^ Math.imul(by + 2, 0x27d4eb2f);
  return (hash ^ hash >>> 15) & (PLACES - 1);
}

/** Lines of equal payloads differ by the digits of their ids and times. */
const DIGITS = 8;

/** After these a sender may well send it again. */
const NOT_WELL: ReadonlySet<string> = new Set(["failed", "timedOut", "unanswered", "aborted", "dropped", "refused"]);

/** Where a type's neighbours never were equal so far, fewer and fewer of them are compared: half as many after each doubling. */
function isCompared(compared: Map<number, number>, equal: ReadonlySet<number>, type: number): boolean {
  const nth = compared.get(type) ?? 0;
  compared.set(type, nth + 1);
  return equal.has(type) || nth % 2 ** Math.floor(Math.log2(1 + nth / COMPARED_WHOLLY)) === 0;
}

/** A payload that says nothing (absent, empty, true) is no evidence; nor is one that the log left out. */
function isSamePayload({ log }: RuleScope, a: number, b: number): boolean {
  if (dataText(log, a) !== dataText(log, b)) return false;
  const { data } = log.trace(a).record;
  if (typeof data !== "object" || data === null || Object.keys(data).length === 0) return false;
  return !/"\$core":"(?:cut|redacted)"/.test(JSON.stringify(data));
}

/** A payload as it stands in its line: `data` is the last member of a dispatch. Lines that are written otherwise are compared whole, and differ. */
function dataText(log: Log, dispatch: number): string {
  const text = log.lineText(log.dispatches.line(dispatch)) ?? "";
  return text.slice(Math.max(0, text.indexOf(',"data":')));
}
