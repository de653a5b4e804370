/**
 * The chosen message in full, as foldable lines: its payload, who handled it, errors, replies, what it caused. Only lines
 * inside open folds exist, so a payload of many thousand values costs what is open. How a line looks is the view's matter.
 */
import type { DispatchTrace } from "../../src/trace/dispatch_trace.ts";
import type { ErrorValue, HandlingRecord, RunningRecord } from "../../src/trace/record.ts";
import { handlersOf } from "../../src/trace/state.ts";
import { treeOf, type TreeNode } from "../../src/trace/tree.ts";

/** What one line of the detail says. */
export type DetailContent =
  | { readonly kind: "section"; readonly name: string; readonly note: string }
  | { readonly kind: "value"; readonly node: TreeNode }
  | { readonly kind: "handling"; readonly handling: HandlingRecord }
  | { readonly kind: "running"; readonly running: RunningRecord }
  | { readonly kind: "error"; readonly error: ErrorValue }
  | { readonly kind: "caused"; readonly trace: DispatchTrace }
  | { readonly kind: "text"; readonly text: string; readonly as: "plain" | "dim" | "bad" };

/** One line: where it stands, whether it folds, what it says. */
export interface DetailLine {
  /** Names the line among all of the message; folds are remembered by it. */
  readonly path: string;
  readonly depth: number;
  readonly fold: "open" | "closed" | "none";
  readonly content: DetailContent;
}

/** Children of one value that are listed; a longer list says how many more there are. A screen has 30 rows: nobody pages further. */
export const CHILDREN_LISTED = 500;

/** Gives the lines of `trace`; `toggled` holds the paths that are not as they are at first. */
export function detailLines(trace: DispatchTrace, toggled: ReadonlySet<string>): DetailLine[] {
  const lines = new Lines(toggled);
  payload(trace, lines);
  handledBy(trace, lines);
  replies(trace, lines);
  caused(trace, lines);
  return lines.all;
}

/** Collects lines at a depth; `fold` runs its inside only when it is open. */
class Lines {
  readonly all: DetailLine[] = [];
  readonly #toggled: ReadonlySet<string>;
  #depth = 0;

  constructor(toggled: ReadonlySet<string>) {
    this.#toggled = toggled;
  }

  leaf(path: string, content: DetailContent): void {
    this.all.push({ path, depth: this.#depth, fold: "none", content });
  }

  fold(path: string, content: DetailContent, isOpenAtFirst: boolean, inside: () => void): void {
    const isOpen = this.#toggled.has(path) !== isOpenAtFirst;
    this.all.push({ path, depth: this.#depth, fold: isOpen ? "open" : "closed", content });
    if (!isOpen) return;
    this.#depth += 1;
    inside();
    this.#depth -= 1;
  }
}

function payload(trace: DispatchTrace, lines: Lines): void {
  const { data } = trace.record;
  if (data === undefined) lines.leaf("data", { kind: "text", text: "no data", as: "dim" });
  else value("data", treeOf(data, "data"), true, lines);
  for (const [index, change] of trace.intercepted.entries()) {
    const reason = change.reason === undefined ? "" : `: ${change.reason}`;
    lines.leaf(`intercepted/${index}`, { kind: "text", text: `${change.change} by ${change.by}${reason}`, as: "plain" });
  }
}

function value(path: string, node: TreeNode, isOpenAtFirst: boolean, lines: Lines): void {
  if (node.size === 0) return lines.leaf(path, { kind: "value", node });
  lines.fold(path, { kind: "value", node }, isOpenAtFirst, () => {
    const children = node.children();
    for (const child of children.slice(0, CHILDREN_LISTED)) value(`${path}/${child.key}`, child, false, lines);
    const more = children.length - CHILDREN_LISTED;
    if (more > 0) lines.leaf(`${path}/…`, { kind: "text", text: `… ${more.toLocaleString("en")} more`, as: "dim" });
  });
}

function handledBy(trace: DispatchTrace, lines: Lines): void {
  const { handlings, running, settled, progress } = trace;
  const content: DetailContent = { kind: "section", name: "handled by", note: handledByNote(trace) };
  lines.fold("handled", content, true, () => {
    for (const handling of handlings) handled(handling, lines);
    for (const open of running) lines.leaf(`running/${open.n}`, { kind: "running", running: open });
    if (progress !== undefined) {
      const note = progress.note === undefined ? "" : ` · ${progress.note}`;
      lines.leaf("progress", { kind: "text", text: `${Math.round(progress.ratio * 100)} %${note}`, as: "plain" });
    }
    if (settled !== undefined) {
      const reason = settled.reason === undefined ? "" : `: ${settled.reason}`;
      lines.leaf("settled", { kind: "text", text: `${SETTLED[settled.outcome]} after ${settled.ms} ms${reason}`, as: "bad" });
    }
  });
}

const SETTLED = { timedOut: "timed out", aborted: "aborted", dropped: "dropped", answered: "answered", refused: "refused" } as const;

function handledByNote(trace: DispatchTrace): string {
  const { handlings } = trace;
  const expected = handlersOf(trace);
  if (expected === 0 && handlings.length === 0) return "nobody: no handler matches";
  if (expected === undefined || expected === handlings.length) return String(handlings.length);
  return `${handlings.length} of ${expected}`;
}

function handled(handling: HandlingRecord, lines: Lines): void {
  const path = `handling/${handling.n}`;
  const content: DetailContent = { kind: "handling", handling };
  if (handling.error === undefined && handling.answer === undefined) return lines.leaf(path, content);
  lines.fold(path, content, true, () => {
    if (handling.answer !== undefined) value(`${path}/answer`, treeOf(handling.answer, "answer"), false, lines);
    if (handling.error !== undefined) failure(`${path}/error`, handling.error, lines);
  });
}

function failure(path: string, error: ErrorValue, lines: Lines): void {
  const frames = stackLines(error);
  const content: DetailContent = { kind: "error", error };
  if (frames.length === 0 && error.cause === undefined) return lines.leaf(path, content);
  lines.fold(path, content, true, () => {
    for (const [index, text] of frames.entries()) lines.leaf(`${path}/${index}`, { kind: "text", text, as: "dim" });
    if (error.cause !== undefined) value(`${path}/cause`, treeOf(error.cause, "cause"), false, lines);
  });
}

/** The stack without its first lines, which repeat the name and the message. */
function stackLines({ stack, message }: ErrorValue): string[] {
  if (stack === undefined) return [];
  const lines = stack.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const first = lines.findIndex((line) => line.startsWith("at "));
  if (first >= 0) return lines.slice(first);
  return lines.filter((line) => !message.includes(line) && !line.includes(message));
}

function replies(trace: DispatchTrace, lines: Lines): void {
  if (trace.replies.length === 0) return;
  lines.fold("replies", { kind: "section", name: "replies", note: String(trace.replies.length) }, true, () => {
    for (const [index, reply] of trace.replies.entries()) value(`reply/${index}`, treeOf(reply.value, reply.member), false, lines);
  });
}

function caused(trace: DispatchTrace, lines: Lines): void {
  if (trace.caused.length === 0) return;
  lines.fold("caused", { kind: "section", name: "caused", note: String(trace.caused.length) }, true, () => {
    for (const child of trace.caused.slice(0, CHILDREN_LISTED)) lines.leaf(`caused/${child.record.id}`, { kind: "caused", trace: child });
    const more = trace.caused.length - CHILDREN_LISTED;
    if (more > 0) lines.leaf("caused/…", { kind: "text", text: `… ${more.toLocaleString("en")} more`, as: "dim" });
  });
}
