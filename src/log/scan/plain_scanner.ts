/**
 * The scanner in plain TypeScript: the same rows as the one in WebAssembly gives, for where that is not to be had, and to hold that one to. Which lines
 * it takes is said here, member by member, in the order in which `log/write.ts` writes them.
 */
import { ByteTexts } from "./byte_texts.ts";
import { LineMembers } from "./line_members.ts";
import { payloadEnd } from "./payload_end.ts";
import { ScannedTexts } from "./scanned_texts.ts";
import { ABSENT, OUTCOME_CODES, ROW, SNAPSHOT_BIT, VERB_CODES, type Rows, type Scanner, type ScannerOptions } from "./scanner.ts";

const WINDOW_BYTES = 2 << 20;
const MOST_ROWS = 16_384;

const NEWLINE = 10;
const CLOSE = 0x7d;

const encoder = new TextEncoder();
const word = (text: string) => encoder.encode(text);
const words = (texts: readonly string[]) => texts.map((text) => word(`${text}"`));

const DISPATCH = word('{"kind":"dispatch","id":');
const HANDLING = word('{"kind":"handling","dispatch":');
const AT = word(',"at":');
const VERB = word(',"verb":"');
const TYPE = word(',"type":"');
const HANDLERS = word(',"handlers":');
const CAUSE = word(',"cause":');
const BY = word(',"by":');
const SOURCE = word(',"source":"');
const PHASE = word(',"phase":"startup"');
const SNAPSHOT = word(',"snapshot":true');
const TIMESTAMP = word(',"timestamp":"');
const DATA = word(',"data":');
const N = word(',"n":');
const HANDLER = word(',"handler":"');
const SUBSCRIPTION = word(',"subscription":');
const MS = word(',"ms":');
const SYNC_MS = word(',"syncMs":');
const OUTCOME = word(',"outcome":"');
const ANSWER = word(',"answer":');
const ERROR = word(',"error":');
const ERROR_NAME = word('{"name":"');
const ERROR_MESSAGE = word(',"message":"');
const VERBS = words(VERB_CODES);
const OUTCOMES = words(OUTCOME_CODES);
/** Where one of these stands in an error after its message, a second `name` or `message` may count instead of the first; with `\u` one can be written in many ways. */
const SECOND = [word('"name"'), word('"message"'), word("\\u")] as const;

/** Gives a scanner in plain TypeScript. */
export function plainScanner({ textBytes }: ScannerOptions = {}): Scanner {
  return new PlainScanner(textBytes);
}

class PlainScanner implements Scanner {
  readonly window: Uint8Array = new Uint8Array(WINDOW_BYTES);
  readonly rows: Rows = {
    kind: new Uint8Array(MOST_ROWS), start: new Uint32Array(MOST_ROWS), end: new Uint32Array(MOST_ROWS), code: new Uint8Array(MOST_ROWS),
    type: new Uint32Array(MOST_ROWS), who: new Uint32Array(MOST_ROWS), at: new Float64Array(MOST_ROWS), id: new Float64Array(MOST_ROWS),
    n: new Float64Array(MOST_ROWS), link: new Float64Array(MOST_ROWS), by: new Float64Array(MOST_ROWS), sync: new Float64Array(MOST_ROWS),
  };
  readonly #line = new LineMembers(this.window);
  readonly #bytes: ByteTexts;
  readonly #texts: ScannedTexts;
  #taken = 0;

  constructor(textBytes: number | undefined) {
    const bytes = new ByteTexts(textBytes);
    this.#bytes = bytes;
    this.#texts = new ScannedTexts({
      get length() {
        return bytes.length;
      },
      bytesOf: (number) => bytes.bytesOf(number),
      add: (text) => (text === undefined ? bytes.skip() : bytes.numberOf(text, 0, text.length) !== 0),
    });
  }

  get taken(): number {
    return this.#taken;
  }

  get texts(): number {
    return this.#texts.length;
  }

  scan(length: number): number {
    this.#texts.handOver();
    const { kind, start, end } = this.rows;
    const whole = length === 0 ? 0 : this.window.lastIndexOf(NEWLINE, length - 1) + 1;
    let row = 0;
    let from = 0;
    for (; from < whole && row < MOST_ROWS; row++) {
      this.#line.at = from;
      kind[row] = this.#line.takes(DISPATCH) ? this.#dispatch(row) : this.#line.takes(HANDLING) ? this.#handling(row) : ROW.other;
      start[row] = from;
      end[row] = kind[row] === ROW.other ? this.window.indexOf(NEWLINE, from) : this.#line.at;
      from = end[row]! + 1;
    }
    this.#taken = from;
    return row;
  }

  textOf(text: number): string {
    return this.#texts.textOf(text);
  }

  numberOf(text: string): number {
    return this.#texts.numberOf(text);
  }

  find(text: string): number {
    return this.#texts.find(text);
  }

  #dispatch(row: number): number {
    const line = this.#line;
    const id = line.count();
    if (id < 1 || !line.takes(AT)) return ROW.other;
    const at = line.number();
    if (Number.isNaN(at) || !line.takes(VERB)) return ROW.other;
    const verb = line.takesOneOf(VERBS);
    if (verb < 0 || !line.takes(TYPE) || !line.text()) return ROW.other;
    const { textFrom, textTo } = line;
    const handlers = this.#countAfter(HANDLERS);
    const cause = this.#countAfter(CAUSE);
    const by = this.#countAfter(BY);
    if (Number.isNaN(handlers + cause + by)) return ROW.other;
    const hasSource = line.takes(SOURCE);
    if (hasSource && !line.text()) return ROW.other;
    const { textFrom: sourceFrom, textTo: sourceTo } = line;
    line.takes(PHASE);
    const isSnapshot = line.takes(SNAPSHOT);
    if (!line.takes(TIMESTAMP) || !line.text()) return ROW.other;
    if (line.takes(DATA) && !this.#payload()) return ROW.other;
    if (!this.#ends()) return ROW.other;
    const type = this.#bytes.numberOf(this.window, textFrom, textTo);
    const source = hasSource ? this.#bytes.numberOf(this.window, sourceFrom, sourceTo) : 0;
    if (type === 0 || (hasSource && source === 0)) return ROW.other;
    this.#put(row, isSnapshot ? verb | SNAPSHOT_BIT : verb, type, source, id, at, handlers, cause, by, 0);
    return ROW.dispatch;
  }

  #handling(row: number): number {
    const line = this.#line;
    const id = line.count();
    if (id < 1 || !line.takes(N)) return ROW.other;
    const n = line.count();
    if (n < 0 || !line.takes(AT)) return ROW.other;
    const at = line.number();
    if (Number.isNaN(at) || !line.takes(TYPE) || !line.text()) return ROW.other;
    const { textFrom, textTo } = line;
    if (!line.takes(HANDLER) || !line.text()) return ROW.other;
    const { textFrom: handlerFrom, textTo: handlerTo } = line;
    const subscription = line.takes(SUBSCRIPTION) ? line.count() : -1;
    if (subscription < 0 || !line.takes(MS)) return ROW.other;
    const ms = line.number();
    if (Number.isNaN(ms) || !line.takes(SYNC_MS)) return ROW.other;
    const syncMs = line.number();
    if (Number.isNaN(syncMs)) return ROW.other;
    const isSnapshot = line.takes(SNAPSHOT);
    const outcome = line.takes(OUTCOME) ? line.takesOneOf(OUTCOMES) : -1;
    if (outcome < 0) return ROW.other;
    if (line.takes(ANSWER) ? !this.#payload() : line.takes(ERROR) && !this.#error()) return ROW.other;
    if (!this.#ends()) return ROW.other;
    const type = this.#bytes.numberOf(this.window, textFrom, textTo);
    const handler = this.#bytes.numberOf(this.window, handlerFrom, handlerTo);
    if (type === 0 || handler === 0) return ROW.other;
    this.#put(row, isSnapshot ? outcome | SNAPSHOT_BIT : outcome, type, handler, id, at, n, subscription, ms, syncMs);
    return ROW.handling;
  }

  /** Gives the count of a member that may be absent; NaN where it is no count. */
  #countAfter(name: Uint8Array): number {
    if (!this.#line.takes(name)) return ABSENT;
    const count = this.#line.count();
    return count < 0 ? Number.NaN : count;
  }

  #payload(): boolean {
    const end = payloadEnd(this.window, this.#line.at);
    if (end >= 0) this.#line.at = end;
    return end >= 0;
  }

  /** An error has a name and a message; what follows is a payload like any other. */
  #error(): boolean {
    const line = this.#line;
    const from = line.at;
    if (!line.takes(ERROR_NAME) || !line.escapedText() || !line.takes(ERROR_MESSAGE) || !line.escapedText()) return false;
    const rest = line.at;
    line.at = from;
    if (!this.#payload()) return false;
    const end = line.at;
    for (line.at = rest; line.at < end; line.at++) if (line.takesOneOf(SECOND) >= 0) return false;
    return true;
  }

  /** The record ends here, and its line. */
  #ends(): boolean {
    const { window } = this;
    const { at } = this.#line;
    this.#line.at = at + 1;
    return window[at] === CLOSE && window[at + 1] === NEWLINE;
  }

  #put(row: number, code: number, type: number, who: number, id: number, at: number, n: number, link: number, by: number, sync: number): void {
    const { rows } = this;
    rows.code[row] = code;
    rows.type[row] = type;
    rows.who[row] = who;
    rows.id[row] = id;
    rows.at[row] = at;
    rows.n[row] = n;
    rows.link[row] = link;
    rows.by[row] = by;
    rows.sync[row] = sync;
  }
}
