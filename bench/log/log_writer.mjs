// Records as the recorder writes them (src/log/write.ts), in large pieces: five million take some seconds.
import { closeSync, openSync, writeSync } from "node:fs";

const DECIMALS = Array.from({ length: 1000 }, (_, n) => `.${String(n).padStart(3, "0")}`.replace(/\.?0+$/, ""));
const MILLISECONDS = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, "0"));

/** µs as milliseconds with three decimals at the most. */
const ms = (us) => `${Math.floor(us / 1000)}${DECIMALS[us % 1000]}`;

/** A moment of the wall clock, whose seconds are made once. */
class Wall {
  #startedMs;
  #second = -1;
  #text = "";

  constructor(startedAt) {
    this.#startedMs = Date.parse(startedAt);
  }

  text(us) {
    const moment = this.#startedMs + Math.floor(us / 1000);
    const second = Math.floor(moment / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#text = new Date(second * 1000).toISOString().slice(0, -4);
    }
    return `${this.#text}${MILLISECONDS[moment - second * 1000]}Z`;
  }
}

/** A file that is written some megabytes at a time. Texts are ASCII. */
class Pieces {
  #file;
  #buffer = Buffer.allocUnsafeSlow(8 << 20);
  #used = 0;
  bytes = 0;

  constructor(path) {
    this.#file = openSync(path, "w");
  }

  text(text) {
    if (this.#used + text.length > this.#buffer.length) this.#flush();
    this.#used += this.#buffer.latin1Write(text, this.#used);
    this.bytes += text.length;
  }

  binary(bytes) {
    if (this.#used + bytes.length > this.#buffer.length) this.#flush();
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
    this.bytes += bytes.length;
  }

  close() {
    this.#flush();
    closeSync(this.#file);
  }

  #flush() {
    for (let at = 0; at < this.#used;) at += writeSync(this.#file, this.#buffer, at, this.#used - at);
    this.#used = 0;
  }
}

/** The log of a world; counts what it writes, by which the answers of others are checked. */
export class LogWriter {
  #pieces;
  #world;
  #wall;
  #startedAt;
  /** By handler. */
  #subscriptions = new Map();
  /** By message: what stands in all of its lines. */
  #heads = new Map();
  #sent = 0;
  #isHalf;
  /** The first message in the second half that leads to others. */
  flow = 0;
  records = 0;
  failed = 0;
  types = {};

  /** `isHalf()` says when the middle has come. */
  constructor(path, world, startedAt, isHalf) {
    this.#isHalf = isHalf;
    this.#pieces = new Pieces(path);
    this.#world = world;
    this.#startedAt = startedAt;
    this.#wall = new Wall(startedAt);
  }

  get bytes() {
    return this.#pieces.bytes;
  }

  /** Small messages are sent while the records are larger than they should be on the average. */
  wantsSmall() {
    return this.bytes > this.#world.bytesPerRecord * this.records;
  }

  /** The header, and who listens. */
  begin(messages) {
    const { name } = this.#world;
    this.#line(JSON.stringify({ kind: "log", version: 1, run: `bench-${name}`, part: 1, name, library: "0.1.0", runtime: "node 20.20.2", host: "bench-1", pid: 4242, startedAt: this.#startedAt, level: "payloads" }));
    const all = messages.flatMap(({ verb, type, handlers }) => handlers.map((handler) => ({ verb, type, handler })));
    for (const service of new Set(all.map(({ handler }) => serviceOf(handler)))) this.#line(JSON.stringify({ kind: "service", at: 0.2, name: service, state: "started", ms: 0.1 }));
    for (const { verb, type, handler } of all) {
      if (this.#subscriptions.has(handler)) continue;
      const id = this.#subscriptions.size + 1;
      this.#subscriptions.set(handler, id);
      this.#line(JSON.stringify({ kind: "subscription", at: 0.5, id, verb, pattern: handler.pattern ?? type, handler: handler.name, service: serviceOf(handler), state: "added" }));
    }
  }

  dispatch(message, id, at, cause, by, random) {
    const { type, source, verb, handlers } = message;
    const n = ++this.#sent;
    this.types[type] = (this.types[type] ?? 0) + 1;
    this.records += 1;
    if (this.flow === 0 && cause === undefined && handlers.some(({ sends }) => sends !== undefined) && this.#isHalf()) this.flow = id;
    const why = cause === undefined ? "" : `,"cause":${cause},"by":${by}`;
    const head = `{"kind":"dispatch","id":${id},"at":${ms(at)},"verb":"${verb}","type":"${type}","handlers":${handlers.length}${why},"source":"${source}","timestamp":"${this.#wall.text(at)}","data":`;
    if (message.head === undefined) {
      this.#pieces.text(`${head}${message.data(n, random)}}\n`);
      return;
    }
    this.#pieces.text(head);
    this.#pieces.binary(message.head);
    this.#pieces.text(String(100_000_000 + Math.floor(random() * 900_000_000)));
    this.#pieces.binary(message.tail);
    this.#pieces.text("}\n");
  }

  handling(message, handler, id, n, at, tookUs, heldUs, random) {
    const { verb } = message;
    const hasFailed = handler.fails !== undefined && random() * handler.fails < 1;
    this.failed += hasFailed ? 1 : 0;
    const became = hasFailed ? `"failed","error":${handler.error}` : verb === "ACTION" ? '"done"' : `"answered","answer":${handler.answers(id)}`;
    this.#line(`{"kind":"handling","dispatch":${id},"n":${n},"at":${ms(at)}${this.#headOf(message, handler)}${ms(tookUs)},"syncMs":${ms(heldUs)},"outcome":${became}}`);
  }

  running(message, handler, id, n, at) {
    this.#line(`{"kind":"running","dispatch":${id},"n":${n},"at":${ms(at)},"type":"${message.type}","handler":"${handler.name}","subscription":${this.#subscriptions.get(handler)}}`);
  }

  clock(at) {
    this.#line(`{"kind":"clock","at":${ms(at)},"time":"${this.#wall.text(at)}"}`);
  }

  end(at, dispatches) {
    this.#line(JSON.stringify({ kind: "end", at: at / 1000, dispatches, records: this.records, lost: 0, skipped: 0, cut: 0, redacted: 0, withheld: 0 }));
    this.#pieces.close();
  }

  #line(text) {
    this.records += 1;
    this.#pieces.text(`${text}\n`);
  }

  #headOf(message, handler) {
    let heads = this.#heads.get(message);
    if (heads === undefined) this.#heads.set(message, heads = new Map());
    let head = heads.get(handler);
    if (head === undefined) heads.set(handler, head = `,"type":"${message.type}","handler":"${handler.name}","subscription":${this.#subscriptions.get(handler)},"ms":`);
    return head;
  }
}

const serviceOf = ({ name }) => name.slice(0, name.indexOf("."));
