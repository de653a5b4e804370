/**
 * Writes a value that JSON cannot hold as it is: with tags for all that JSON cannot say, `docs/log-format.md` lists them. Reads
 * each member once, calls nothing else of the value's, and names in place what it could not read.
 */
import { tooLarge } from "./cut.ts";
import { type Guard, type PathNode, stepInto } from "./guard.ts";
import { boxNameOf, classNameOf, flagsOf, inside, isOfPlainObjects, type Kind, kindOf, textLengthOf, unboxed } from "./kinds.ts";
import { LeafWriter } from "./leaf_writer.ts";
import { extraOf, lengthOf, MemberReader, type Reading, symbolsOf } from "./members.ts";
import { endBefore, FEW, floorOf, type PayloadText } from "./payload_text.ts";
import { type Place, pointerOf } from "./place.ts";
import { REPLY_CHANNEL } from "./reply_channel.ts";
import type { WalkLimits } from "./walk_limits.ts";

type Path = PathNode | undefined;

/** Gives the JSON text of a value; `paths` is what is withheld in it. */
export function taggedText(value: unknown, limits: WalkLimits, guard: Guard, paths: Path): string {
  const reader = new MemberReader();
  const whole = new Tagger(limits, guard, reader, false).textOf(value, paths);
  if (whole !== undefined) return whole;
  guard.again?.();
  return new Tagger(limits, guard, reader, true).textOf(value, paths) ?? "null";
}

/** Walks one value once. `above` and `key` say where a value stands. */
class Tagger {
  readonly #limits: WalkLimits;
  readonly #leaf: LeafWriter;
  readonly #text: PayloadText;
  readonly #reader: MemberReader;
  /** Where each object was first met. */
  readonly #places = new Map<unknown, Place | undefined>();
  /** What was met, in order. */
  readonly #met: unknown[] = [];
  #nodesLeft: number;

  constructor(limits: WalkLimits, guard: Guard, reader: MemberReader, isCutting: boolean) {
    this.#limits = limits;
    this.#leaf = new LeafWriter(limits, guard, isCutting);
    this.#text = this.#leaf.text;
    this.#reader = reader;
    this.#nodesLeft = limits.nodes;
  }

  /** Gives undefined when it has to be cut. */
  textOf(value: unknown, paths: Path): string | undefined {
    this.#write(value, undefined, 0, paths);
    return this.#text.finish();
  }

  #write(value: unknown, place: Place | undefined, depth: number, path: Path): void {
    if (path?.isTarget === true) return this.#leaf.writeHidden(value, path.by ?? "path");
    switch (typeof value) {
      case "string": return this.#leaf.writeText(value);
      case "number": return this.#leaf.writeNumber(value);
      case "boolean": return this.#text.add(value ? "true" : "false");
      case "undefined": return this.#text.add('{"$core":"undefined"}');
      case "bigint": return this.#leaf.writeBigint(value);
      case "symbol": case "function": return this.#writeObject(value, place, depth, path);
      case "object": return value === null ? this.#text.add("null") : this.#writeObject(value, place, depth, path);
      default: return this.#text.add(`{"$core":"${typeof value}"}`);
    }
  }

  /** Writes what has an identity: met again, it is a reference. */
  #writeObject(value: object | symbol, place: Place | undefined, depth: number, path: Path): void {
    const text = this.#text;
    if (text.isOver) return;
    if (this.#places.has(value)) return text.add(`{"$core":"ref","value":${JSON.stringify(pointerOf(this.#places.get(value)))}}`);
    const mark = text.mark();
    const known = this.#met.length;
    const { end } = text;
    try {
      if (typeof value === "symbol") {
        this.#remember(value, place);
        this.#leaf.writeSymbol(value);
      } else if (REPLY_CHANNEL in value) this.#remember(value, place).add('{"$core":"ReplyChannel"}');
      else if (typeof value === "function") this.#leaf.writeFunction(value);
      else if (!text.hasRoom || this.#nodesLeft < 0) text.addCut(text.hasRoom ? this.#tooMany : undefined, Array.isArray(value) ? `"items":${lengthOf(value)}` : "");
      else if (depth >= this.#limits.depth) text.addCut(`deeper than ${this.#limits.depth} levels`);
      else this.#writeKind(value, this.#remember(value, place), place, depth, path);
    } catch (fault) {
      text.rewind(mark);
      text.end = end;
      while (this.#met.length > known) this.#places.delete(this.#met.pop());
      this.#remember(value, place);
      this.#leaf.writeUnreadable(fault);
    }
  }

  #remember(value: unknown, place: Place | undefined): PayloadText {
    this.#places.set(value, place);
    this.#met.push(value);
    return this.#text;
  }

  #writeKind(value: object, text: PayloadText, place: Place | undefined, depth: number, path: Path): void {
    const kind: Kind = kindOf(value);
    switch (kind) {
      case "array": return this.#writeArray(value as unknown[], place, depth, path);
      case "members": return this.#writeMembers(value, place, depth, path);
      case "Error": return this.#leaf.inError(() => this.#writeError(value, place, depth, path));
      case "bytes": return this.#leaf.writeBytes(value);
      case "Date": this.#leaf.open(kind, value, Number.isNaN(inside.time(value)) ? "null" : `"${inside.isoTime(value)}"`); break;
      case "RegExp": this.#leaf.open(kind, value, `{"source":${this.#leaf.quoted(inside.source(value))},"flags":"${flagsOf(value)}"}`); break;
      case "URL": return this.#leaf.writeUrl(kind, value, inside.href(value));
      case "URLSearchParams": return this.#leaf.writeUrl(kind, value, inside.query(value));
      case "Map": this.#leaf.open(kind, value, ""); this.#writeEntries(value, place, depth, path); break;
      case "Set": this.#leaf.open(kind, value, ""); this.#writeItems(value, place, depth, path); break;
      case "boxed": this.#leaf.open(kind, value, "", boxNameOf(value)); this.#write(unboxed(value), { above: place, key: "value" }, depth + 1, undefined); break;
      default: kind satisfies never;
    }
    this.#writeExtra(value, extraOf(value, kind === "boxed" ? textLengthOf(value) : 0), place, depth, path);
    text.add("}");
  }

  /** One that is only a list stands as it is; one with members of its own, or of a class, is wrapped. */
  #writeArray(items: readonly unknown[], place: Place | undefined, depth: number, path: Path): void {
    const length = lengthOf(items);
    const extra = length > this.#limits.nodes ? [] : extraOf(items, length);
    const isBare = extra.length === 0 && classNameOf(items) === "Array" && symbolsOf(items).length === 0;
    const within = isBare ? place : { above: place, key: "value" };
    if (!isBare) this.#leaf.open("array", items, "", "Array");
    this.#text.add("[");
    for (let at = 0, written = 0; at < length; written++) {
      if (written > 0) this.#text.add(",");
      if (this.#isEnd(length - at)) break;
      const holes = this.#holesAt(items, at, length);
      if (holes > 0) this.#text.add(holes === 1 ? '{"$core":"hole"}' : `{"$core":"hole","count":${holes}}`);
      else this.#writeReading(this.#reader.read(items, at), { above: within, key: written }, depth, stepInto(path, at));
      at += holes || 1;
    }
    this.#text.add("]");
    if (isBare) return;
    this.#writeExtra(items, extra, place, depth, path);
    this.#text.add("}");
  }

  /** Counts holes as values, so that walking a list of four billion of them ends. */
  #holesAt(items: readonly unknown[], at: number, length: number): number {
    let holes = 0;
    while (at + holes < length && !Object.hasOwn(items, at + holes)) {
      if (holes > 0 && this.#nodesLeft <= 0) break;
      if (holes > 0) this.#nodesLeft -= 1;
      holes += 1;
    }
    return holes;
  }

  #writeItems(set: object, place: Place | undefined, depth: number, path: Path): void {
    const within = { above: place, key: "value" };
    let at = 0;
    this.#text.add("[");
    for (const item of inside.values(set)) {
      if (at > 0) this.#text.add(",");
      if (this.#isEnd(inside.setSize(set) - at)) break;
      this.#write(item, { above: within, key: at }, depth + 1, stepInto(path, at));
      at += 1;
    }
    this.#text.add("]");
  }

  #writeEntries(map: object, place: Place | undefined, depth: number, path: Path): void {
    const within = { above: place, key: "value" };
    let at = 0;
    this.#text.add("[");
    for (const [key, value] of inside.entries(map)) {
      if (at > 0) this.#text.add(",");
      if (this.#isEnd(inside.mapSize(map) - at)) break;
      const entry = { above: within, key: at };
      this.#text.add("[");
      this.#write(key, { above: entry, key: 0 }, depth + 1, undefined);
      this.#text.add(",");
      if (typeof key === "string" && this.#leaf.hides(key)) this.#leaf.writeHidden(value, "key");
      else this.#write(value, { above: entry, key: 1 }, depth + 1, typeof key === "string" ? stepInto(path, key) : undefined);
      this.#text.add("]");
      at += 1;
    }
    this.#text.add("]");
  }

  /** Whether the next of a list is not to be written: then one tag says how many are left out. Counts it. */
  #isEnd(left: number): boolean {
    if (this.#text.isOver) return true;
    this.#nodesLeft -= 1;
    if (this.#nodesLeft >= 0 && this.#text.hasRoom) return false;
    this.#text.addCut(this.#nodesLeft < 0 ? this.#tooMany : undefined, `"items":${left}`);
    return true;
  }

  get #tooMany(): string {
    return `more than ${this.#limits.nodes} values`;
  }

  /** Its own enumerable members come after what an error always has. */
  #writeError(error: object, place: Place | undefined, depth: number, path: Path): void {
    const name = this.#reader.read(error, "name");
    const stack = this.#reader.read(error, "stack");
    const keys = ["name", "message"];
    if ("fault" in stack || stack.value !== undefined) keys.push("stack");
    for (const key of ["cause", "errors"]) if (Object.hasOwn(error, key)) keys.push(key);
    for (const key of Object.keys(error)) if (!keys.includes(key) && key !== "stack") keys.push(key);
    this.#leaf.open("Error", error, "", "value" in name && typeof name.value === "string" ? name.value : "");
    this.#writeList(error, keys, { above: place, key: "value" }, depth, path, false);
    this.#writeExtra(error, [], place, depth, path);
    this.#text.add("}");
  }

  /** A plain object stands as it is; one of a class, without a prototype, with symbol keys or with a `$core` of its own, is wrapped. */
  #writeMembers(value: object, place: Place | undefined, depth: number, path: Path): void {
    const text = this.#text;
    const prototype = Object.getPrototypeOf(value) as object | null;
    const keys = Object.keys(value);
    const isPlain = prototype !== null && isOfPlainObjects(prototype);
    const isBare = isPlain && !keys.includes("$core") && symbolsOf(value).length === 0;
    const isTooMany = keys.length > this.#nodesLeft;
    const isCut = isTooMany || (text.isCutting && text.used + floorOf(keys) > text.end);
    if (isCut) {
      if (isTooMany ? this.#nodesLeft <= 0 : keys.length <= FEW) return text.addCut(isTooMany ? this.#tooMany : undefined, `"members":${keys.length}`);
      text.add(`{"$core":"cut","reason":"${isTooMany ? this.#tooMany : tooLarge(this.#limits)}","value":`);
      text.countCut();
    }
    const outer = isCut ? { above: place, key: "value" } : place;
    if (isPlain && !isBare) text.add('{"$core":"plain","value":');
    if (!isPlain) text.add(`{"$core":"object","name":${prototype === null ? "null" : this.#leaf.quoted(classNameOf(value))},"value":`);
    const left = this.#writeList(value, keys, isBare ? outer : { above: outer, key: "value" }, depth, path, isCut);
    if (!isBare) {
      this.#writeExtra(value, [], outer, depth, path);
      text.add("}");
    }
    if (isCut) text.add(`,"members":${left}}`);
  }

  /**
   * Writes members; gives how many are left out, which happens only where `isCut`. While all of them are to be there in a text that is cut, each leaves
   * room for the keys, and where there is for something of the values, of those that come after it.
   */
  #writeList(holder: object, keys: readonly string[], place: Place | undefined, depth: number, path: Path, isCut: boolean): number {
    const text = this.#text;
    const { end } = text;
    const sharesRoom = text.isCutting && !isCut;
    let later = sharesRoom ? floorOf(keys) : 0;
    let at = 0;
    text.add("{");
    for (; at < keys.length && !text.isOver; at++) {
      if (isCut && (this.#nodesLeft <= 0 || !text.hasRoom)) break;
      const key = keys[at] as string;
      this.#nodesLeft -= 1;
      if (sharesRoom) {
        later -= floorOf([key]);
        text.end = endBefore(end - later, text.used, keys.length - at - 1);
      }
      const written = this.#leaf.guarded(key) ?? "";
      text.add(`${at > 0 ? "," : ""}${JSON.stringify(written)}:`);
      this.#writeMember(holder, key, key, { above: place, key: written }, depth, stepInto(path, key));
    }
    text.end = end;
    text.add("}");
    return keys.length - at;
  }

  /** Writes what a value of a built-in kind has beside what makes it one. */
  #writeExtra(holder: object, keys: readonly string[], place: Place | undefined, depth: number, path: Path): void {
    if (keys.length > 0) {
      this.#text.add(',"members":');
      this.#writeList(holder, keys, { above: place, key: "members" }, depth, path, false);
    }
    const symbols = symbolsOf(holder);
    if (symbols.length === 0) return;
    const within = { above: place, key: "symbols" };
    this.#text.add(',"symbols":[');
    for (const [at, key] of symbols.entries()) {
      if (at > 0) this.#text.add(",");
      if (this.#isEnd(symbols.length - at)) break;
      this.#text.add("[");
      this.#leaf.writeSymbol(key);
      this.#text.add(",");
      this.#writeMember(holder, key, key.description ?? "", { above: { above: within, key: at }, key: 1 }, depth, undefined);
      this.#text.add("]");
    }
    this.#text.add("]");
  }

  #writeMember(holder: object, key: PropertyKey, name: string, place: Place, depth: number, path: Path): void {
    const reading = this.#reader.read(holder, key);
    if (this.#leaf.hides(name)) this.#leaf.writeHidden("value" in reading ? reading.value : undefined, "key");
    else this.#writeReading(reading, place, depth, path);
  }

  #writeReading(reading: Reading, place: Place, depth: number, path: Path): void {
    if ("value" in reading) this.#write(reading.value, place, depth + 1, path);
    else this.#leaf.writeUnreadable(reading.fault);
  }
}
