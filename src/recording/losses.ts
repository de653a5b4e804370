/** What is lost of batches: how many records, and the ids of the dispatches that began in them. */
import type { Batch, Loss } from "../log/sink.ts";

/** Gives the loss of a whole batch. */
export function lossOf({ text, records, from, to }: Pick<Batch, "text" | "records" | "from" | "to">, reason: string): Loss {
  return { ...counted(text, records), ...range(from, to), reason };
}

/** What a text of so many lines tells as lost is lost once more with it. */
function counted(text: string, records: number): Pick<Loss, "lost" | "lines" | "again"> {
  const told = text.includes('{"kind":"gap"') ? [...text.matchAll(/^\{"kind":"gap","at":[^,]*,"lost":(\d+)/gm)].map(([, lost]) => Number(lost)) : [];
  if (told.length === 0) return { lost: records };
  const again = told.reduce((sum, lost) => sum + lost, 0);
  return { lost: records - told.length + again, lines: records, again };
}

/** Gives the loss of the lines of a text: of a batch's end, say, whose beginning was written. */
export function lossOfLines(text: string, reason: string): Loss {
  const begun = [...text.matchAll(/^\{"kind":"dispatch","id":(\d+)/gm)];
  const told = [...text.matchAll(/^\{"kind":"gap","at":[^,]*,"lost":\d+,"from":(\d+),"to":(\d+)/gm)];
  const ids = [...begun, ...told].flatMap(([, ...each]) => each.map(Number));
  return { ...counted(text, text.split("\n").length - 1), ...(ids.length === 0 ? {} : range(Math.min(...ids), Math.max(...ids))), reason };
}

/** Gives two losses as one; the reason is the first one's, from which the others mostly follow. */
export function bothLosses(first: Loss | undefined, second: Loss | undefined): Loss | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  const told = first.again === undefined && second.again === undefined
    ? {} : { lines: (first.lines ?? first.lost) + (second.lines ?? second.lost), again: (first.again ?? 0) + (second.again ?? 0) };
  return { lost: first.lost + second.lost, ...told, ...range(lowest(first.from, second.from), highest(first.to, second.to)), reason: first.reason };
}

/** Gives two batches as one, the second behind the first. */
export function bothBatches(first: Batch, second: Batch): Batch {
  return {
    text: first.text + second.text, records: first.records + second.records,
    ...range(lowest(first.from, second.from), highest(first.to, second.to)), at: second.at,
  };
}

function range(from: number | undefined, to: number | undefined): { from?: number; to?: number } {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function lowest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? a ?? b : Math.min(a, b);
}

function highest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? a ?? b : Math.max(a, b);
}
