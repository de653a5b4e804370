/** The help, as lines: made from the keymap, so that a key that works is a key that help shows. */
import { bindingsOf, KEYMAP, keySigns, type Binding } from "../keymap.ts";

/** One line of the help. */
export type HelpLine =
  | { readonly kind: "title"; readonly text: string }
  | { readonly kind: "entry"; readonly name: string; readonly says: string }
  | { readonly kind: "blank" };

/** What the signs of the list mean. */
const SIGNS: readonly (readonly [string, string])[] = [
  ["A Q QA P", "sent as ACTION, QUERY, QUERYALL, PERFORM"],
  ["└ ╌", "caused by a message above; by one that is not in this log"],
  ["✓ ✗ · …", "handled; failed; declined or spared; still running"],
  ["∅ ⋯", "nobody handles it; records are missing here"],
];

/** Gives the lines of the help. */
export function helpLines(): HelpLine[] {
  const inFilter = bindingsOf("filter").filter((binding) => !binding.places.includes("list"));
  const elsewhere = KEYMAP.filter((binding) => !inFilter.includes(binding));
  return [
    { kind: "title", text: "Keys" },
    ...elsewhere.map(entryOf),
    { kind: "blank" },
    { kind: "title", text: "Signs" },
    ...SIGNS.map(([name, says]): HelpLine => ({ kind: "entry", name, says })),
    { kind: "blank" },
    { kind: "title", text: "While a filter is written" },
    ...inFilter.map(entryOf),
  ];
}

/** Tells how many lines the help has. */
export function helpLength(): number {
  return helpLines().length;
}

function entryOf(binding: Binding): HelpLine {
  return { kind: "entry", name: keySigns(binding), says: binding.says };
}
