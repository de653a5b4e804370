/**
 * The lines of the dispatches that are not over, so that a further part of a log can begin with what is in flight. Its memory is
 * theirs: what is over is forgotten.
 */
import { snapshotLine } from "./write_state.ts";

/** Lines by the log's id of their dispatch. */
export class OpenDispatches {
  /** In the order in which they were sent. */
  readonly #open = new Map<number, { readonly lines: string[]; readonly running: Map<number, string> }>();

  /** A dispatch was sent. */
  begun(id: number, line: string): void {
    this.#open.set(id, { lines: [line], running: new Map() });
  }

  /** Something is known of it that stays true: a handling that ended, an interceptor's act. */
  add(id: number, line: string): void {
    this.#open.get(id)?.lines.push(line);
  }

  /** A handling of it has not ended after its time. */
  running(id: number, n: number, line: string): void {
    this.#open.get(id)?.running.set(n, line);
  }

  /** A handling of it has ended. */
  handled(id: number, n: number, line: string): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    open.running.delete(n);
    open.lines.push(line);
  }

  /** It is over. */
  settled(id: number): void {
    this.#open.delete(id);
  }

  /** Gives what is in flight as the lines that a further part repeats. */
  lines(): string[] {
    return [...this.#open.values()].flatMap(({ lines, running }) => [...lines, ...running.values()].map(snapshotLine));
  }
}
