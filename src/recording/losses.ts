/** What is lost of batches: how many records, and the ids of the dispatches that began in them. */
import type { Batch, Loss } from "../log/sink.ts";

/** Gives the loss of a whole batch. */
export function lossOf({ records, from, to }: Pick<Batch, "records" | "from" | "to">, reason: string): Loss {
  return { lost: records, ...range(from, to), reason };
}

/** Gives the loss of the lines of a text: of a batch's end, say, whose beginning was written. */
export function lossOfLines(text: string, reason: string): Loss {
  const ids = [...text.matchAll(/^\{"kind":"dispatch","id":(\d+)/gm)].map(([, id]) => Number(id));
  const records = text.split("\n").length - 1;
  return { lost: records, ...(ids.length === 0 ? {} : range(Math.min(...ids), Math.max(...ids))), reason };
}

/** Gives two losses as one; the reason is the first one's, from which the others mostly follow. */
export function bothLosses(first: Loss | undefined, second: Loss | undefined): Loss | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return { lost: first.lost + second.lost, ...range(lowest(first.from, second.from), highest(first.to, second.to)), reason: first.reason };
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
