/**
 * What left and what was withheld, place by place: read off the records of a log, so that it says what is in the file and not what was meant.
 */
import type { KnownRecord, UnknownRecord } from "../../trace/record.ts";
import { isTagged, type TaggedValue } from "../../trace/tagged.ts";

/** One place of the payloads of one type of message. */
export interface RedactionRow {
  /** The type of the message; `service mailer` for what a service failed with. */
  readonly type: string;
  /** The member of the record, and the JSON Pointer into it; `*` stands for the index of a list, such as `data/cards/*`. */
  readonly place: string;
  /** Who withheld it: `key`, `path`, `email`, …; `failed`: a redactor did; undefined: it leaves as it is. */
  readonly by: string | undefined;
  /** How often it stood there. */
  readonly count: number;
  /** The first one: a pseudonym, or the beginning of what leaves. */
  readonly example: string;
}

/** So many places are told apart: a table whose keys are data has more. Those are counted in one last row. */
const MOST_ROWS = 10_000;

/** An example is shown so far. */
const SHOWN = 40;

/** Tags that hold the members of one of the app's objects under `value`. */
const HOLDERS: ReadonlySet<string> = new Set(["object", "plain", "Error"]);

/** A find within a text, as an encoder writes it. */
const IN_TEXT = /\[redacted ([a-z]+)(?: ([0-9a-f]{12}))?\]/g;

/**
 * Gives a row for each place and each rule that withheld it, by type, then place. Holds the type of each dispatch until the end.
 * @example
 * redactionReport(records).filter(({ by }) => by === undefined); // what leaves as it is
 */
export function redactionReport(records: Iterable<KnownRecord | UnknownRecord>): RedactionRow[] {
  const report = new Report();
  for (const record of records) report.add(record);
  return report.rows();
}

class Report {
  readonly #types = new Map<number, string>();
  readonly #rows = new Map<string, { -readonly [Name in keyof RedactionRow]: RedactionRow[Name] }>();
  #further = 0;

  add(record: KnownRecord | UnknownRecord): void {
    switch (record.kind) {
      case "log": return this.#types.clear();
      case "dispatch":
        this.#types.set(record.id, record.type);
        return this.#walk(record.type, "data", record.data);
      case "handling":
        this.#walk(record.type, "answer", record.answer);
        return this.#walk(record.type, "error", record.error);
      case "settled": return this.#walk(record.type, "reason", record.reason);
      case "reply": return this.#walk(this.#typeOf(record.dispatch), "value", record.value);
      case "progress": return this.#walk(this.#typeOf(record.dispatch), "note", record.note);
      case "intercepted":
        this.#walk(this.#typeOf(record.dispatch), "data", record.data);
        return this.#walk(this.#typeOf(record.dispatch), "reason", record.reason);
      case "service": return this.#walk(`service ${record.name}`, "error", record.error);
      case "clock": case "type": case "subscription": case "running": case "gap": case "skipped": case "degraded": case "trigger": case "end": case "unknown": return undefined;
      default: return record satisfies never;
    }
  }

  rows(): RedactionRow[] {
    const rows: RedactionRow[] = [...this.#rows.values()].sort((a, b) => compare(a.type, b.type) || compare(a.place, b.place) || compare(a.by ?? "", b.by ?? ""));
    return this.#further === 0 ? rows : [...rows, { type: "*", place: "further places", by: undefined, count: this.#further, example: "" }];
  }

  #typeOf(dispatch: number): string {
    return this.#types.get(dispatch) ?? "?";
  }

  #walk(type: string, place: string, json: unknown): void {
    if (json === undefined) return;
    if (typeof json === "string") return this.#addText(type, place, json);
    if (typeof json !== "object" || json === null) return this.#count(type, place, undefined, String(json));
    if (Array.isArray(json)) return json.forEach((item) => this.#walk(type, `${place}/*`, item));
    if (isTagged(json)) return this.#walkTag(type, place, json);
    this.#walkMembers(type, place, json);
  }

  #walkMembers(type: string, place: string, members: object): void {
    for (const [key, value] of Object.entries(members)) this.#walk(type, `${place}/${escaped(key)}`, value);
  }

  /** A tag that holds members is walked as what it stands for; any other is one value. */
  #walkTag(type: string, place: string, tag: TaggedValue): void {
    const { $core: name, value } = tag;
    if (name === "redacted") return this.#count(type, place, String(tag["by"] ?? "key"), String(tag["as"] ?? ""));
    if (name === "Map" && Array.isArray(value)) return value.forEach((entry: unknown) => Array.isArray(entry) && this.#walkEntry(type, place, entry));
    if (name === "Set" && Array.isArray(value)) return this.#walk(type, place, value);
    if (HOLDERS.has(name) && typeof value === "object" && value !== null) return this.#walkMembers(type, place, value);
    if (typeof value === "string") return this.#addText(type, place, value);
    this.#count(type, place, undefined, name);
  }

  #walkEntry(type: string, place: string, [key, value]: readonly unknown[]): void {
    if (typeof key === "string") return this.#walk(type, `${place}/${escaped(key)}`, value);
    this.#walk(type, `${place}/*`, key);
    this.#walk(type, `${place}/*`, value);
  }

  #addText(type: string, place: string, text: string): void {
    let hasFinds = false;
    for (const [, by = "", as = ""] of text.matchAll(IN_TEXT)) {
      hasFinds = true;
      this.#count(type, place, by, as);
    }
    if (!hasFinds) this.#count(type, place, undefined, text);
  }

  #count(type: string, place: string, by: string | undefined, example: string): void {
    const key = JSON.stringify([type, place, by]);
    const row = this.#rows.get(key);
    if (row !== undefined) row.count += 1;
    else if (this.#rows.size >= MOST_ROWS) this.#further += 1;
    else this.#rows.set(key, { type, place, by, count: 1, example: example.length > SHOWN ? `${example.slice(0, SHOWN - 1)}…` : example });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
