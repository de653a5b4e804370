/**
 * The beginning of a payload in a few columns: `{id:"123",email:"us…`. Only as much of the value is looked at as is shown,
 * so a payload of many megabytes costs no more than a small one.
 */
import { isTagged, tagText, type TaggedValue } from "./tagged.ts";

/** Gives the beginning of a recorded value in at most `width` UTF-16 units, `…` at the end where something is missing. Undefined gives "". */
export function previewOf(value: unknown, width: number): string {
  if (value === undefined || width <= 0) return "";
  const writer = new Writer(width);
  write(value, writer, 0);
  return writer.text();
}

/** A level deeper is never seen in the width of a screen, and bounds the stack on hostile payloads. */
const DEEPEST = 12;

class Writer {
  readonly #width: number;
  #text = "";

  constructor(width: number) {
    this.#width = width;
  }

  get isFull(): boolean {
    return this.#text.length > this.#width;
  }

  add(text: string): void {
    if (!this.isFull) this.#text += text;
  }

  text(): string {
    if (this.#text.length <= this.#width) return this.#text;
    return `${wholeCharacters(this.#text, this.#width - 1)}…`;
  }
}

function write(value: unknown, writer: Writer, depth: number): void {
  if (writer.isFull) return;
  if (typeof value === "string") writer.add(JSON.stringify(value.slice(0, 1_000)));
  else if (typeof value !== "object" || value === null) writer.add(String(value));
  else if (depth > DEEPEST) writer.add("…");
  else if (isTagged(value)) writeTagged(value, writer, depth);
  else if (Array.isArray(value)) writeArray(value, writer, depth);
  else writeObject(value as Readonly<Record<string, unknown>>, writer, depth);
}

function writeTagged(tag: TaggedValue, writer: Writer, depth: number): void {
  if (tag.$core === "object" && typeof tag.value === "object" && tag.value !== null) return write(tag.value, writer, depth);
  writer.add(tagText(tag));
}

function writeArray(items: readonly unknown[], writer: Writer, depth: number): void {
  writer.add("[");
  for (let at = 0; at < items.length && !writer.isFull; at++) {
    if (at > 0) writer.add(",");
    write(items[at], writer, depth + 1);
  }
  writer.add("]");
}

function writeObject(value: Readonly<Record<string, unknown>>, writer: Writer, depth: number): void {
  writer.add("{");
  let isFirst = true;
  for (const key in value) {
    if (writer.isFull) break;
    if (!isFirst) writer.add(",");
    isFirst = false;
    writer.add(/^[A-Za-z_][\w-]*$/.test(key) ? `${key}:` : `${JSON.stringify(key.slice(0, 1_000))}:`);
    write(value[key], writer, depth + 1);
  }
  writer.add("}");
}

/** Does not leave half of a surrogate pair at the end. */
function wholeCharacters(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
