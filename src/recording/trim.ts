/** The cap on a whole recording: the oldest closed parts go, plain or packed, of whichever run; never the one being written. */
import { look, names, remove } from "../host/disk.ts";
import { closedParts, folderOf } from "../host/part_names.ts";
import { ask, type Steps } from "../host/steps.ts";

/** How much is kept of a recording; absent: all of it. */
export interface Keep {
  /** So many parts, the one being written among them. */
  readonly parts?: number;
  /** So many bytes, with the room for the one being written. A part may grow past its size by one batch (64 kB, or one larger record). */
  readonly bytes?: number;
}

export interface TrimOptions extends Keep {
  /** Room in bytes for the part that is being written. */
  readonly reserve: number;
  /** Hears of each part before it is removed. */
  readonly onRemove?: ((part: number) => void) | undefined;
}

/** Removes the oldest closed parts until what is there is within the cap. @throws the `node:fs` error. */
export function* trim(recording: string, { parts = Infinity, bytes = Infinity, reserve, onRemove }: TrimOptions): Steps<void> {
  const sizes = new Map<number, { bytes: number; paths: string[] }>();
  for (const { number, path } of closedParts(recording, yield* ask(names(folderOf(recording))))) {
    const size = sizes.get(number) ?? { bytes: 0, paths: [] };
    sizes.set(number, size);
    size.bytes += (yield* ask(look(path)))?.bytes ?? 0;
    size.paths.push(path);
  }
  let whole = [...sizes.values()].reduce((sum, each) => sum + each.bytes, reserve);
  let count = sizes.size + 1;
  for (const [number, size] of sizes) {
    if (count <= parts && whole <= bytes) return;
    onRemove?.(number);
    // A packer may have given it its other name meanwhile.
    for (const path of new Set([...size.paths, ...size.paths.map((each) => each.endsWith(".gz") ? each : `${each}.gz`)])) yield* ask(remove(path));
    whole -= size.bytes;
    count -= 1;
  }
}
