/** Writes what holds nothing else: texts, numbers, symbols, bytes, what is withheld and what is cut. */
import { bytesTag, bytesTagLength, bytesThatFit, textBeginning, utf8Length, wholeCharacters } from "./cut.ts";
import type { Guard } from "./guard.ts";
import { bytesOfObject, classNameOf, functionNameOf, isClass } from "./kinds.ts";
import { messageOf } from "./members.ts";
import { CUT_FRAME, PayloadText } from "./payload_text.ts";
import { bigintDigits, numberText, symbolMember } from "./primitive_text.ts";
import { LONG_NUMBER, RECORD_BYTES, type WalkLimits } from "./walk_limits.ts";

/** Longer texts, and bytes, wait for their share of the room. */
const LARGE = 1_024;
/** A detector may not know a secret that a cut went through: so much before the cut is not shown. The longest tokens have some thousand characters. */
const OVERLAP = 4_096;
/** Stands where what redacts failed. */
const FAILED = '{"$core":"redacted","by":"failed"}';
/** The same, of digits. */
const WITHHELD = "[redacted failed]";
/** A longer bigint is no card's number, and no secret by its digits. */
const LONGEST_CARD = 19;

/** Writes the leaves of one payload. */
export class LeafWriter {
  readonly text: PayloadText;
  readonly #guard: Guard;
  readonly #most: number;
  /** How many errors the walk is in. */
  #errors = 0;

  constructor(limits: WalkLimits, guard: Guard, isCutting: boolean) {
    this.text = new PayloadText(limits, isCutting);
    this.#guard = guard;
    this.#most = limits.recordBytes ?? RECORD_BYTES;
  }

  /** Runs what writes an error, or of one: its texts may quote what is withheld elsewhere. */
  inError(write: () => void): void {
    this.#errors += 1;
    try {
      write();
    } finally {
      this.#errors -= 1;
    }
  }

  add(text: string): void {
    this.text.add(text);
  }

  writeText(text: string): void {
    const isWhole = text.length <= this.#most;
    const shown = this.guarded(isWhole ? text : wholeCharacters(text, 0, this.#most));
    if (shown === undefined) return this.text.add(FAILED);
    const json = isWhole ? JSON.stringify(shown) : "";
    if (isWhole && shown.length <= LARGE) {
      if (json.length > CUT_FRAME && !this.text.hasRoom) return this.text.addCut(undefined, `"bytes":${utf8Length(text)}`);
      return this.text.add(json);
    }
    const start = isWhole || this.#guard.text === undefined ? shown : wholeCharacters(shown, 0, shown.length - Math.min(OVERLAP, shown.length >> 1));
    this.text.addLarge({
      size: isWhole ? utf8Length(json) : text.length, bytes: () => utf8Length(text), whole: () => json, beginning: (bytes) => textBeginning(start, bytes),
    });
  }

  /** A card's number may be sent as one: then the text that stands for it is written. */
  writeNumber(value: number): void {
    const digits = value < LONG_NUMBER ? "" : String(value);
    const shown = digits === "" ? digits : this.guarded(digits) ?? WITHHELD;
    this.text.add(shown === digits ? numberText(value) : JSON.stringify(shown));
  }

  writeBigint(value: bigint): void {
    const digits = bigintDigits(value);
    const shown = digits.length > LONGEST_CARD ? digits : this.guarded(digits) ?? WITHHELD;
    if (shown !== digits) return this.text.add(JSON.stringify(shown));
    const tag = `{"$core":"bigint","value":"${digits}"}`;
    if (digits.length <= LARGE) return this.text.add(tag);
    this.text.addLarge({ size: tag.length, bytes: () => digits.length, whole: () => tag, beginning: (bytes) => textBeginning(digits, bytes) });
  }

  writeSymbol(value: symbol): void {
    const [member, text] = symbolMember(value) ?? [];
    this.text.add(`{"$core":"symbol"${member === undefined || text === undefined ? "" : `,"${member}":${this.quoted(text)}`}}`);
  }

  writeFunction(value: object): void {
    this.text.add(`{"$core":"${isClass(value) ? "class" : "function"}","value":${this.quoted(functionNameOf(value))}}`);
  }

  writeBytes(value: object): void {
    const { type, bytes } = bytesOfObject(value);
    const name = classNameOf(value);
    const named = name === type ? "" : `,"name":${this.quoted(name)}`;
    if (bytes.length <= LARGE / 2 && this.text.hasRoom) return this.text.add(bytesTag(type, bytes, named));
    this.text.addLarge({
      size: bytesTagLength(bytes.length) + named.length, bytes: () => bytes.length, whole: () => bytesTag(type, bytes, named),
      beginning: (room) => bytesTag(type, bytes.subarray(0, bytesThatFit(room - named.length)), named),
    });
  }

  /** Begins a tag of a built-in kind; a subclass is named. */
  open(kind: string, value: object, text: string, usual: string = kind): void {
    const name = classNameOf(value);
    this.text.add(`{"$core":"${kind}"${name === usual ? "" : `,"name":${this.quoted(name)}`},"value":${text}`);
  }

  /** What else a runtime keeps in one is its own. */
  writeUrl(kind: string, value: object, text: string): void {
    this.open(kind, value, "");
    this.writeText(text);
    this.text.add("}");
  }

  writeUnreadable(fault: unknown): void {
    this.text.add('{"$core":"unreadable","value":');
    this.inError(() => this.writeText(messageOf(fault)));
    this.text.add("}");
  }

  /** Whoever cannot tell whether a key is secret must not write what stands under it. */
  hides(key: string): boolean {
    try {
      return this.#guard.hidesKey(key);
    } catch {
      return true;
    }
  }

  writeHidden(value: unknown, by: string): void {
    try {
      this.text.add(JSON.stringify(this.#guard.hide(value, by)));
    } catch {
      this.text.add(FAILED);
    }
  }

  /** Gives a text without what detectors find; undefined when they failed. */
  guarded(text: string): string | undefined {
    const { text: ofText, errorText = ofText } = this.#guard;
    const without = this.#errors > 0 ? errorText : ofText;
    try {
      return without === undefined ? text : without(text);
    } catch {
      return undefined;
    }
  }

  /** Gives the JSON text of a name, of 1,024 characters at the most. */
  quoted(text: string): string {
    const shown = this.guarded(text.length > LARGE ? wholeCharacters(text, 0, LARGE) : text);
    return shown === undefined ? FAILED : JSON.stringify(shown);
  }
}
