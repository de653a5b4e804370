/**
 * Writes a value that JSON cannot hold as it is: with tags for all that JSON cannot say, `docs/log-format.md` lists them. Reads
 * each member once, calls nothing else of the value's, and names in place what it could not read.
 */
import { bytesTag, bytesTagLength, bytesThatFit, textBeginning, tooLarge, utf8Length, wholeCharacters } from "./cut.ts";
import { type Guard, type PathNode, stepInto } from "./guard.ts";
import { bytesOfObject, classNameOf, flagsOf, functionNameOf, inside, isClass, isOfPlainObjects, type Kind, kindOf, unboxed } from "./kinds.ts";
import { extraOf, MemberReader, messageOf, type Reading, symbolsOf } from "./members.ts";
import { CUT_FRAME, PayloadText } from "./payload_text.ts";
import { bigintDigits, numberText, symbolMember } from "./primitive_text.ts";
import { LONG_NUMBER, RECORD_BYTES, type WalkLimits } from "./walk_limits.ts";

const REPLY_CHANNEL = Symbol.for("core-ipc.replyChannel");

/** Longer texts, and bytes, wait for their share of the room. */
const LARGE = 1_024;
/** What a detector needs to see of a secret that a cut went through. */
const OVERLAP = 256;
/** Room kept for each of the members that are still to come, where there is. */
const LATER = 1_024;

const FAILED = '{"$core":"redacted","by":"failed"}';

/** Writes one value. */
export class Tagger {
  readonly #limits: WalkLimits;
  readonly #most: number;
  readonly #guard: Guard;
  readonly #reader = new MemberReader();
  /** Where each object was first met: a JSON pointer into the text as it is written. */
  readonly #places = new Map<unknown, string>();
  /** What was met, in order. */
  readonly #met: unknown[] = [];
  #text: PayloadText;
  #nodesLeft: number;
  /** How many errors the walk is in. */
  #errors = 0;

  constructor(limits: WalkLimits, guard: Guard) {
    this.#limits = limits;
    this.#most = limits.recordBytes ?? RECORD_BYTES;
    this.#guard = guard;
    this.#text = new PayloadText(limits, false);
    this.#nodesLeft = limits.nodes;
  }

  /** Gives the JSON text. */
  textOf(value: unknown, paths: PathNode | undefined): string {
    this.#write(value, "", 0, paths);
    const whole = this.#text.finish();
    if (whole !== undefined) return whole;
    this.#places.clear();
    this.#met.length = 0;
    this.#text = new PayloadText(this.#limits, true);
    this.#nodesLeft = this.#limits.nodes;
    this.#write(value, "", 0, paths);
    return this.#text.finish() ?? FAILED;
  }

  /** Writes `value`; `place` is its JSON pointer, `path` what is withheld in it. */
  #write(value: unknown, place: string, depth: number, path: PathNode | undefined): void {
    if (path?.isTarget === true) return this.#hide(value, path.by ?? "path");
    switch (typeof value) {
      case "string": return this.#writeText(value);
      case "number": return this.#writeNumber(value);
      case "boolean": return this.#text.add(value ? "true" : "false");
      case "undefined": return this.#text.add('{"$core":"undefined"}');
      case "bigint": return this.#writeBigint(value);
      case "symbol": return this.#places.has(value) ? this.#refer(value) : this.#writeSymbol(value, place);
      case "function": return this.#writeFunction(value);
      case "object": return value === null ? this.#text.add("null") : this.#writeObject(value, place, depth, path);
      default: return this.#text.add(`{"$core":"${typeof value}"}`);
    }
  }

  #writeText(text: string): void {
    const isWhole = text.length <= this.#most;
    const shown = this.#guarded(isWhole ? text : wholeCharacters(text, 0, this.#most));
    if (shown === undefined) return this.#text.add(FAILED);
    if (shown.length <= LARGE && isWhole) {
      const json = JSON.stringify(shown);
      if (json.length > CUT_FRAME && !this.#text.hasRoom) return this.#text.addCut(undefined, `"bytes":${utf8Length(text)}`);
      return this.#text.add(json);
    }
    const start = isWhole || this.#guard.text === undefined ? shown : wholeCharacters(shown, 0, Math.max(0, shown.length - OVERLAP));
    const json = isWhole ? JSON.stringify(shown) : "";
    this.#text.addLarge({
      size: isWhole ? utf8Length(json) : text.length, bytes: () => utf8Length(text), whole: () => json, beginning: (bytes) => textBeginning(start, bytes),
    });
  }

  /** A card's number may be sent as one: then the text that stands for it is written. */
  #writeNumber(value: number): void {
    const shown = value < LONG_NUMBER ? undefined : this.#guarded(String(value));
    this.#text.add(shown === undefined || shown === String(value) ? numberText(value) : JSON.stringify(shown));
  }

  #writeBigint(value: bigint): void {
    const text = bigintDigits(value);
    const shown = text.length > 19 ? text : this.#guarded(text) ?? "[redacted failed]";
    if (shown !== text) return this.#text.add(JSON.stringify(shown));
    if (text.length <= LARGE) return this.#text.add(`{"$core":"bigint","value":"${text}"}`);
    const whole = () => `{"$core":"bigint","value":"${text}"}`;
    this.#text.addLarge({ size: text.length + 32, bytes: () => text.length, whole, beginning: (bytes) => textBeginning(text, bytes) });
  }

  #writeSymbol(value: symbol, place: string | undefined): void {
    const [member, text] = symbolMember(value) ?? [];
    if (place !== undefined && (member === undefined || member === "value")) this.#remember(value, place);
    this.#text.add(`{"$core":"symbol"${text === undefined || member === undefined ? "" : `,"${member}":${this.#quoted(text)}`}}`);
  }

  #writeFunction(value: object): void {
    try {
      if (isReplyChannel(value)) this.#text.add('{"$core":"ReplyChannel"}');
      else this.#text.add(`{"$core":"${isClass(value) ? "class" : "function"}","value":${this.#quoted(functionNameOf(value))}}`);
    } catch (fault) {
      this.#writeUnreadable(fault);
    }
  }

  #writeObject(value: object, place: string, depth: number, path: PathNode | undefined): void {
    if (this.#text.isOver) return;
    if (this.#places.has(value)) return this.#refer(value);
    if (depth >= this.#limits.depth) return this.#text.addCut(`deeper than ${this.#limits.depth} levels`);
    if (!this.#text.hasRoom) return this.#text.addCut();
    const mark = this.#text.mark();
    const known = this.#met.length;
    const { end } = this.#text;
    this.#remember(value, place);
    try {
      if (isReplyChannel(value)) this.#text.add('{"$core":"ReplyChannel"}');
      else this.#writeKind(kindOf(value), value, place, depth, path);
    } catch (fault) {
      this.#text.rewind(mark);
      this.#text.end = end;
      while (this.#met.length > known + 1) this.#places.delete(this.#met.pop());
      this.#writeUnreadable(fault);
    }
  }

  #remember(value: unknown, place: string): void {
    this.#places.set(value, place);
    this.#met.push(value);
  }

  #refer(value: unknown): void {
    this.#text.add(`{"$core":"ref","value":${JSON.stringify(this.#places.get(value))}}`);
  }

  #writeUnreadable(fault: unknown): void {
    this.#text.add('{"$core":"unreadable","value":');
    this.#writeText(messageOf(fault));
    this.#text.add("}");
  }

  #writeKind(kind: Kind, value: object, place: string, depth: number, path: PathNode | undefined): void {
    switch (kind) {
      case "array": return this.#writeArray(value as unknown[], place, depth, path);
      case "members": return this.#writeMembers(value, place, depth, path);
      case "Error": return this.#writeError(value, place, depth, path);
      case "bytes": return this.#writeBytes(value);
      case "Date": this.#open(kind, value, Number.isNaN(inside.time(value)) ? "null" : `"${inside.isoTime(value)}"`); break;
      case "RegExp": this.#open(kind, value, `{"source":${this.#quoted(inside.source(value))},"flags":"${flagsOf(value)}"}`); break;
      case "URL": this.#open(kind, value, this.#quoted(inside.href(value))); break;
      case "URLSearchParams": this.#open(kind, value, this.#quoted(inside.query(value))); break;
      case "Map": this.#open(kind, value, ""); this.#writeEntries(value, place, depth, path); break;
      case "Set": this.#open(kind, value, ""); this.#writeItems(value, place, depth, path); break;
      case "boxed": this.#open(kind, value, "", tagNameOf(value)); this.#write(unboxed(value), `${place}/value`, depth + 1, undefined); break;
      default: kind satisfies never;
    }
    this.#writeExtra(value, extraOf(value, kind === "boxed" ? textLength(value) : 0), place, depth, path);
    this.#text.add("}");
  }

  /** Begins a tag of a built-in kind; a subclass is named. */
  #open(kind: string, value: object, text: string, usual: string = kind): void {
    const name = classNameOf(value);
    this.#text.add(`{"$core":"${kind}"${name === usual ? "" : `,"name":${this.#quoted(name)}`},"value":${text}`);
  }

  #writeBytes(value: object): void {
    const { type, bytes } = bytesOfObject(value);
    const name = classNameOf(value);
    const named = name === type ? "" : `,"name":${this.#quoted(name)}`;
    if (bytes.length <= LARGE / 2 && this.#text.hasRoom) return this.#text.add(bytesTag(type, bytes, named));
    const size = bytesTagLength(bytes.length) + named.length;
    this.#text.addLarge({
      size, bytes: () => bytes.length, whole: () => bytesTag(type, bytes, named),
      beginning: (room) => bytesTag(type, bytes.subarray(0, bytesThatFit(room - named.length)), named),
    });
  }

  /** One that is only a list stands as it is; one with members of its own, or of a class, is wrapped. */
  #writeArray(items: readonly unknown[], place: string, depth: number, path: PathNode | undefined): void {
    const extra = items.length > this.#limits.nodes ? [] : extraOf(items, items.length);
    const isBare = extra.length === 0 && classNameOf(items) === "Array" && symbolsOf(items).length === 0;
    const within = isBare ? place : `${place}/value`;
    if (!isBare) this.#open("array", items, "", "Array");
    this.#text.add("[");
    for (let at = 0, written = 0; at < items.length; written++) {
      if (written > 0) this.#text.add(",");
      if (this.#isEnd(items.length - at)) break;
      const holes = this.#holesAt(items, at);
      if (holes > 0) this.#text.add(holes === 1 ? '{"$core":"hole"}' : `{"$core":"hole","count":${holes}}`);
      else this.#writeReading(this.#reader.read(items, at), `${within}/${written}`, depth, stepInto(path, String(at)));
      at += holes || 1;
    }
    this.#text.add("]");
    if (isBare) return;
    this.#writeExtra(items, extra, place, depth, path);
    this.#text.add("}");
  }

  /** Counts holes as values, so that walking a list of four billion of them ends. */
  #holesAt(items: readonly unknown[], at: number): number {
    let holes = 0;
    while (at + holes < items.length && this.#nodesLeft >= 0 && !Object.hasOwn(items, at + holes)) {
      if (holes > 0) this.#nodesLeft -= 1;
      holes += 1;
    }
    return holes;
  }

  #writeItems(set: object, place: string, depth: number, path: PathNode | undefined): void {
    this.#text.add("[");
    let at = 0;
    for (const item of inside.values(set)) {
      if (at > 0) this.#text.add(",");
      if (this.#isEnd(inside.setSize(set) - at)) break;
      this.#write(item, `${place}/value/${at}`, depth + 1, stepInto(path, String(at)));
      at += 1;
    }
    this.#text.add("]");
  }

  #writeEntries(map: object, place: string, depth: number, path: PathNode | undefined): void {
    this.#text.add("[");
    let at = 0;
    for (const [key, value] of inside.entries(map)) {
      if (at > 0) this.#text.add(",");
      if (this.#isEnd(inside.mapSize(map) - at)) break;
      this.#text.add("[");
      this.#write(key, `${place}/value/${at}/0`, depth + 1, undefined);
      this.#text.add(",");
      if (typeof key === "string" && this.#hides(key)) this.#hide(value, "key");
      else this.#write(value, `${place}/value/${at}/1`, depth + 1, typeof key === "string" ? stepInto(path, key) : undefined);
      this.#text.add("]");
      at += 1;
    }
    this.#text.add("]");
  }

  /** Whether the next of a list is not to be written: then one tag says how many are left out. Counts it. */
  #isEnd(left: number): boolean {
    if (this.#text.isOver) return true;
    this.#nodesLeft -= 1;
    if (this.#nodesLeft < 0) this.#text.addCut(this.#tooMany, `"items":${left}`);
    else if (!this.#text.hasRoom) this.#text.addCut(undefined, `"items":${left}`);
    else return false;
    return true;
  }

  get #tooMany(): string {
    return `more than ${this.#limits.nodes} values`;
  }

  /** The own enumerable members come after what an error always has. */
  #writeError(error: object, place: string, depth: number, path: PathNode | undefined): void {
    const name = this.#reader.read(error, "name");
    const usual = "value" in name && typeof name.value === "string" ? name.value : "";
    this.#open("Error", error, "", usual);
    const keys = ["name", "message"];
    const stack = this.#reader.read(error, "stack");
    if ("fault" in stack || stack.value !== undefined) keys.push("stack");
    for (const key of ["cause", "errors"]) if (Object.hasOwn(error, key)) keys.push(key);
    for (const key of Object.keys(error)) if (!keys.includes(key)) keys.push(key);
    this.#errors += 1;
    try {
      this.#writeList(error, keys, `${place}/value`, depth, path);
      this.#writeExtra(error, [], place, depth, path);
    } finally {
      this.#errors -= 1;
    }
    this.#text.add("}");
  }

  /** A plain object stands as it is; one of a class, without a prototype, with symbol keys or with a `$core` of its own, is wrapped. */
  #writeMembers(value: object, place: string, depth: number, path: PathNode | undefined): void {
    const prototype = Object.getPrototypeOf(value) as object | null;
    const keys = Object.keys(value);
    const isPlain = prototype !== null && isOfPlainObjects(prototype);
    const isBare = isPlain && !keys.includes("$core") && symbolsOf(value).length === 0;
    const isCut = keys.length > this.#nodesLeft || (this.#text.isCutting && this.#text.used + floorOf(keys) > this.#text.end);
    let within = place;
    if (isCut) {
      within += "/value";
      this.#text.add(`{"$core":"cut","reason":${JSON.stringify(keys.length > this.#nodesLeft ? this.#tooMany : tooLarge(this.#limits))},"value":`);
      this.#text.countCut();
    }
    if (isPlain && !isBare) this.#text.add('{"$core":"plain","value":');
    if (!isPlain) this.#text.add(`{"$core":"object","name":${prototype === null ? "null" : this.#quoted(classNameOf(value))},"value":`);
    const left = this.#writeList(value, keys, isBare ? within : `${within}/value`, depth, path, isCut);
    if (!isBare) {
      this.#writeExtra(value, [], within, depth, path);
      this.#text.add("}");
    }
    if (isCut) this.#text.add(`,"members":${left}}`);
  }

  /** Writes members; gives how many are left out. While it cuts, each has to leave room for the keys, and for something of the values, of those that come after it. */
  #writeList(holder: object, keys: readonly string[], place: string, depth: number, path: PathNode | undefined, isCut = false): number {
    const text = this.#text;
    const { end } = text;
    let later = isCut || !text.isCutting ? 0 : floorOf(keys);
    text.add("{");
    for (let at = 0; at < keys.length && !text.isOver; at++) {
      const key = keys[at] as string;
      if (isCut && (this.#nodesLeft <= 0 || !text.hasRoom)) {
        text.add("}");
        return keys.length - at;
      }
      this.#nodesLeft -= 1;
      if (text.isCutting && !isCut) {
        later -= floorOf([key]);
        text.end = end - later - Math.min(Math.max(0, end - later - text.used) / 2, LATER * (keys.length - at - 1));
      }
      const written = this.#guarded(key) ?? "";
      text.add(`${at > 0 ? "," : ""}${JSON.stringify(written)}:`);
      if (this.#nodesLeft < 0) text.addCut(this.#tooMany);
      else this.#writeMember(holder, key, key, `${place}/${escaped(written)}`, depth, stepInto(path, key));
    }
    text.end = end;
    text.add("}");
    return 0;
  }

  /** Writes what a value of a built-in kind has beside what makes it one. */
  #writeExtra(holder: object, keys: readonly string[], place: string, depth: number, path: PathNode | undefined): void {
    if (keys.length > 0) {
      this.#text.add(',"members":');
      this.#writeList(holder, keys, `${place}/members`, depth, path);
    }
    const symbols = symbolsOf(holder);
    if (symbols.length === 0) return;
    this.#text.add(',"symbols":[');
    for (const [at, key] of symbols.entries()) {
      if (at > 0) this.#text.add(",");
      if (this.#isEnd(symbols.length - at)) break;
      this.#text.add("[");
      this.#writeSymbol(key, undefined);
      this.#text.add(",");
      this.#writeMember(holder, key, key.description ?? "", `${place}/symbols/${at}/1`, depth, undefined);
      this.#text.add("]");
    }
    this.#text.add("]");
  }

  #writeMember(holder: object, key: PropertyKey, name: string, place: string, depth: number, path: PathNode | undefined): void {
    const reading = this.#reader.read(holder, key);
    if (this.#hides(name)) this.#hide("value" in reading ? reading.value : undefined, "key");
    else this.#writeReading(reading, place, depth, path);
  }

  #writeReading(reading: Reading, place: string, depth: number, path: PathNode | undefined): void {
    if ("value" in reading) this.#write(reading.value, place, depth + 1, path);
    else this.#writeUnreadable(reading.fault);
  }

  #hides(key: string): boolean {
    try {
      return this.#guard.hidesKey(key);
    } catch {
      return true; // who cannot tell whether it is secret must not write it
    }
  }

  #hide(value: unknown, by: string): void {
    try {
      this.#text.add(JSON.stringify(this.#guard.hide(value, by)));
    } catch {
      this.#text.add(FAILED);
    }
  }

  /** Gives a text without what detectors find; undefined when they failed. */
  #guarded(text: string): string | undefined {
    const { text: without, errorText = without } = this.#guard;
    const guard = this.#errors > 0 ? errorText : without;
    try {
      return guard === undefined ? text : guard(text);
    } catch {
      return undefined;
    }
  }

  #quoted(text: string): string {
    const shown = this.#guarded(text.length > LARGE ? wholeCharacters(text, 0, LARGE) : text);
    return shown === undefined ? FAILED : JSON.stringify(shown);
  }
}

/** What listing keys takes at the least, each with a tag that its value was cut. */
function floorOf(keys: readonly string[]): number {
  let bytes = 0;
  for (const key of keys) bytes += key.length * 3 + CUT_FRAME;
  return bytes;
}

function isReplyChannel(value: object): boolean {
  return REPLY_CHANNEL in value;
}

/** `String` of `new String("a")`. */
function tagNameOf(value: object): string {
  const held = typeof unboxed(value);
  return held.charAt(0).toUpperCase() + held.slice(1).replace("int", "Int");
}

function textLength(value: object): number {
  const held = unboxed(value);
  return typeof held === "string" ? held.length : 0;
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
