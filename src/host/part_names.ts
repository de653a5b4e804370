/**
 * What the parts of a recording are called. The newest is always `run.jsonl`; a closed one is `run.part<N>.jsonl`, with
 * `.gz` behind it once it is packed. What is called otherwise belongs to another recording (`run.2.jsonl`) or to nobody.
 */
import path from "node:path";

/** A closed part of a recording. */
export interface ClosedPart {
  readonly number: number;
  readonly path: string;
  readonly isPacked: boolean;
}

/** Gives the path of a recording's closed part. */
export function partPath(recording: string, number: number): string {
  const { folder, stem, ending } = takeApart(recording);
  return path.join(folder, `${stem}.part${number}${ending}`);
}

/** Gives the folder that holds a recording. */
export function folderOf(recording: string): string {
  return path.dirname(recording);
}

/** Gives, of the names in its folder, those of a recording's closed parts: oldest first; where one is there both plain and packed, the plain one before. */
export function closedParts(recording: string, names: readonly string[]): ClosedPart[] {
  const { folder, stem, ending } = takeApart(recording);
  const parts = names.flatMap((name): ClosedPart[] => {
    const isPacked = name.endsWith(".gz");
    const plain = isPacked ? name.slice(0, -3) : name;
    if (!plain.startsWith(`${stem}.part`) || !plain.endsWith(ending)) return [];
    const number = plain.slice(stem.length + 5, plain.length - ending.length);
    // No leading zeros: each part has one name.
    return /^[1-9]\d{0,8}$/.test(number) ? [{ number: Number(number), path: path.join(folder, name), isPacked }] : [];
  });
  return parts.sort((a, b) => a.number - b.number || Number(a.isPacked) - Number(b.isPacked));
}

/** As `closedParts()`, each part once: of a plain and a packed one the plain, which is whole in any case. */
export function eachClosedPart(recording: string, names: readonly string[]): ClosedPart[] {
  return closedParts(recording, names).filter((part, at, all) => all[at - 1]?.number !== part.number);
}

function takeApart(recording: string): { folder: string; stem: string; ending: string } {
  const name = path.basename(recording);
  const ending = name.endsWith(".jsonl") ? ".jsonl" : "";
  return { folder: path.dirname(recording), stem: name.slice(0, name.length - ending.length), ending };
}
