/**
 * Which rows of the screen hold what. The header, the filter line and the bottom line are always there; the list and the
 * detail share the rest when there are rows enough, else the detail is a screen of its own.
 */
import type { Model, Size } from "./model.ts";

/** Rows from which list and detail stand on one screen: eight messages and twelve lines of detail are the least that help. */
const ROWS_FOR_BOTH = 30;

/** How many rows each part has; 0: it is not on the screen. */
export interface Geometry {
  /** Rows of messages, without the row of headings. */
  readonly list: number;
  /** Rows of the detail, without its title and rule. */
  readonly detail: number;
  /** Rows between the filter line and the bottom line, for a screen that has them all. */
  readonly body: number;
}

/** The header, the filter line and the bottom line. */
const CHROME_ROWS = 3;

/** Does the list share the screen with the detail? */
export function isShared({ rows }: Size): boolean {
  return rows >= ROWS_FOR_BOTH;
}

/** Tells how many rows each part has. */
export function geometryOf(model: Pick<Model, "size" | "focus">): Geometry {
  const body = Math.max(1, model.size.rows - CHROME_ROWS);
  if (!isShared(model.size)) {
    return model.focus === "list" ? { list: body - 1, detail: 0, body } : { list: 0, detail: body - 2, body };
  }
  const detail = Math.floor(body * 0.42);
  return { list: body - detail - 4, detail, body };
}
