/**
 * Every key of the inspector, as data. The update asks it what a key means, the help and the bottom line are drawn from it,
 * and `docs/inspector.md` holds its table (a test compares). One key has one meaning in one place; a test looks for two.
 */

/** Where the keys go: one of these at any time. */
export type Place = "list" | "detail" | "output" | "help" | "filter" | "small";

/** What a key asks for. */
export type Act =
  | "quit" | "interrupt" | "suspend" | "help" | "back"
  | "up" | "down" | "pageUp" | "pageDown" | "first" | "last"
  | "open" | "toggle" | "unfold" | "fold" | "switch"
  | "filter" | "pause" | "time" | "output"
  | "accept" | "cancel" | "eraseBefore" | "eraseAfter" | "eraseWord" | "eraseAll" | "left" | "right" | "lineStart" | "lineEnd";

/** One line of the keymap. */
export interface Binding {
  readonly act: Act;
  /** Names as `keys.ts` gives them. */
  readonly keys: readonly string[];
  readonly places: readonly Place[];
  /** One or two words for the bottom line; absent: not shown there. */
  readonly short?: string;
  /** One phrase for the help and the docs. */
  readonly says: string;
}

const READING: readonly Place[] = ["list", "detail", "output", "help"];
const MESSAGES: readonly Place[] = ["list", "detail"];
const ANYWHERE: readonly Place[] = ["list", "detail", "output", "help", "filter", "small"];

/** The keys, in the order in which help shows them. */
export const KEYMAP: readonly Binding[] = [
  { act: "up", keys: ["up", "k"], places: READING, short: "move", says: "one row up; stops following what is new" },
  { act: "down", keys: ["down", "j"], places: READING, says: "one row down" },
  { act: "pageUp", keys: ["pageUp"], places: READING, says: "one page up" },
  { act: "pageDown", keys: ["pageDown"], places: READING, says: "one page down" },
  { act: "first", keys: ["g", "home"], places: READING, says: "to the first row" },
  { act: "last", keys: ["G", "end"], places: READING, says: "to the last row, and follows what is new" },

  { act: "open", keys: ["enter"], places: ["list"], short: "open", says: "in the list: to the message's payload, handlings and errors" },
  { act: "toggle", keys: ["enter"], places: ["detail"], short: "fold", says: "in the detail: unfolds or folds what stands here" },
  { act: "unfold", keys: ["right", "l"], places: ["detail"], says: "unfolds; when unfolded, goes to the first row inside" },
  { act: "fold", keys: ["left", "h"], places: ["detail"], says: "folds; when folded, goes to the row that it is in" },
  { act: "switch", keys: ["tab"], places: MESSAGES, short: "list/detail", says: "goes from the list to the detail and back" },
  { act: "back", keys: ["escape"], places: ["list", "detail", "output", "help"], short: "back", says: "back; in the list it clears the filter" },

  { act: "filter", keys: ["/"], places: MESSAGES, short: "filter", says: "writes a filter, such as type:user.*" },
  { act: "pause", keys: ["space"], places: MESSAGES, short: "pause", says: "holds back what is new, or lets it in again" },
  { act: "time", keys: ["t"], places: MESSAGES, short: "time", says: "time: UTC, local, elapsed since the start, since the row above" },
  { act: "output", keys: ["o"], places: ["list", "detail", "output"], short: "output", says: "shows what the app printed, or the messages again" },
  { act: "help", keys: ["?"], places: READING, short: "help", says: "shows or hides these keys" },
  { act: "quit", keys: ["q"], places: ["list", "detail", "output", "help", "small"], short: "quit", says: "quits; an app that core started ends with it" },
  { act: "interrupt", keys: ["ctrl-c"], places: ANYWHERE, says: "quits at once, with exit code 130" },
  { act: "suspend", keys: ["ctrl-z"], places: ANYWHERE, says: "gives the terminal back to the shell; fg comes back" },

  { act: "accept", keys: ["enter"], places: ["filter"], short: "filter", says: "filters by what is written; nothing written: no filter" },
  { act: "cancel", keys: ["escape"], places: ["filter"], short: "leave", says: "leaves the filter as it was" },
  { act: "left", keys: ["left"], places: ["filter"], says: "one character to the left" },
  { act: "right", keys: ["right"], places: ["filter"], says: "one character to the right" },
  { act: "lineStart", keys: ["home", "ctrl-a"], places: ["filter"], says: "to the beginning" },
  { act: "lineEnd", keys: ["end", "ctrl-e"], places: ["filter"], says: "to the end" },
  { act: "eraseBefore", keys: ["backspace"], places: ["filter"], says: "erases the character before" },
  { act: "eraseAfter", keys: ["delete"], places: ["filter"], says: "erases the character after" },
  { act: "eraseWord", keys: ["ctrl-w"], places: ["filter"], says: "erases the word before" },
  { act: "eraseAll", keys: ["ctrl-u"], places: ["filter"], short: "erase all", says: "erases all before" },
];

/** Tells what `key` asks for in `place`; undefined: nothing. */
export function actOf(key: string, place: Place): Act | undefined {
  return KEYMAP.find((binding) => binding.places.includes(place) && binding.keys.includes(key))?.act;
}

/** Tells which bindings `place` has, in the keymap's order. */
export function bindingsOf(place: Place): Binding[] {
  return KEYMAP.filter((binding) => binding.places.includes(place));
}

const SIGNS: Readonly<Record<string, string>> = {
  up: "↑", down: "↓", left: "←", right: "→", enter: "⏎", escape: "esc", pageUp: "PgUp", pageDown: "PgDn",
  "ctrl-a": "Ctrl-A", "ctrl-c": "Ctrl-C", "ctrl-e": "Ctrl-E", "ctrl-u": "Ctrl-U", "ctrl-w": "Ctrl-W", "ctrl-z": "Ctrl-Z",
};

/** Spells a key as the screen and the docs do. */
export function keySign(key: string): string {
  return SIGNS[key] ?? key;
}

/** Spells all keys of a binding: `↑ k`. */
export function keySigns(binding: Binding): string {
  return binding.keys.map(keySign).join(" ");
}
