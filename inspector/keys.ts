/**
 * Bytes of a terminal in raw mode → keys. Several keys may arrive in one chunk, and one key may arrive in several; an
 * escape on its own cannot be told from the beginning of a sequence, so the loop asks `flush()` for it a moment later.
 * Unknown sequences (mouse, focus, function keys without a meaning here) are swallowed whole, never typed.
 */

/** One key press: its name as the keymap spells it, and the text it types (empty for keys that type nothing). */
export interface Key {
  readonly name: string;
  readonly text: string;
}

const SEQUENCES: Readonly<Record<string, string>> = {
  "[A": "up", "[B": "down", "[C": "right", "[D": "left", OA: "up", OB: "down", OC: "right", OD: "left",
  "[H": "home", "[F": "end", OH: "home", OF: "end", "[1~": "home", "[4~": "end", "[7~": "home", "[8~": "end",
  "[5~": "pageUp", "[6~": "pageDown", "[3~": "delete", "[Z": "shift-tab",
};

const CONTROLS: Readonly<Record<string, string>> = {
  "\r": "enter", "\n": "enter", "\t": "tab", "\x7f": "backspace", "\b": "backspace", " ": "space",
};

const PASTE_BEGIN = "\x1b[200~";
const PASTE_END = "\x1b[201~";
/** What follows the escape of a whole sequence, and of one that is not whole yet. */
const SEQUENCE = /^(?:\[[0-?]*[ -/]*[@-~]|O[@-~])/;
const UNFINISHED = /^(?:\[[0-?]*[ -/]*|O)?$/;

/** Turns chunks of input into keys, keeping what is unfinished until the next chunk. */
export class KeyReader {
  #rest = "";

  /** Gives the keys that `chunk` completes, in order. */
  push(chunk: string): Key[] {
    this.#rest += chunk;
    const keys: Key[] = [];
    for (;;) {
      const key = this.#take();
      if (key === undefined) return keys;
      if (key !== "swallowed") keys.push(key);
    }
  }

  /** Is there the beginning of something that may be an escape key on its own? */
  get isWaiting(): boolean {
    return this.#rest === "\x1b";
  }

  /** Gives up waiting: an escape that nothing followed is the escape key. */
  flush(): Key[] {
    if (!this.isWaiting) return [];
    this.#rest = "";
    return [{ name: "escape", text: "" }];
  }

  #take(): Key | "swallowed" | undefined {
    const rest = this.#rest;
    if (rest === "") return undefined;
    if (rest.startsWith(PASTE_BEGIN)) return this.#takePaste();
    if (rest[0] !== "\x1b") return this.#takeCharacter();
    const behind = rest.slice(1);
    const sequence = SEQUENCE.exec(behind)?.[0];
    if (sequence !== undefined) {
      this.#rest = behind.slice(sequence.length);
      const name = SEQUENCES[sequence];
      return name === undefined ? "swallowed" : { name, text: "" };
    }
    if (UNFINISHED.test(behind)) return undefined;
    this.#rest = behind;
    return { name: "escape", text: "" };
  }

  #takePaste(): Key | undefined {
    const end = this.#rest.indexOf(PASTE_END);
    if (end === -1) return undefined;
    const text = this.#rest.slice(PASTE_BEGIN.length, end);
    this.#rest = this.#rest.slice(end + PASTE_END.length);
    return { name: "paste", text: text.replace(/[\r\n\t]+/g, " ") };
  }

  #takeCharacter(): Key {
    const character = String.fromCodePoint(this.#rest.codePointAt(0) ?? 0);
    this.#rest = this.#rest.slice(character.length);
    const named = CONTROLS[character];
    if (named !== undefined) return { name: named, text: named === "space" ? " " : "" };
    if (character < " ") return { name: `ctrl-${String.fromCharCode(character.charCodeAt(0) + 96)}`, text: "" };
    return { name: character, text: character };
  }
}
