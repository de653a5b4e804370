/** What a recording may be told, as its user writes it and as it is carried out. */
import type { RedactionRule } from "../mod.ts";
import type { Writing } from "../log/sink.ts";
import { durationMs, isSize, share, sizeBytes } from "./units.ts";

/** How a Core is recorded. Everything but `file` may be absent. */
export interface RecordOptions {
  /**
   * Where the log goes. What is there already stays: the recording goes on after it as a further run. The file is made with mode 0600;
   * a symbolic link is refused, and so is a file that another recording writes.
   */
  readonly file: string;
  /**
   * A flight recorder: this much is held in memory (such as `"30s"`, or milliseconds), at the most 64 MB, and nothing is written until one
   * of `on` happens. Then the log gets what was held, and what follows for as long again.
   */
  readonly ring?: string | number;
  /**
   * What a flight recorder writes for: `"error"` (a handler fails, or a message times out or is refused), `"slow>500ms"` (a handler takes longer),
   * `"signal"` (SIGUSR2 reaches the process), or a filter such as `"type:payment.failed"`. Without any: `"error"`.
   */
  readonly on?: readonly string[];
  /** What must not reach the log, beside what `withRedaction` says, constants call `sensitive`, and the default keys. */
  readonly redact?: readonly RedactionRule[];
  /**
   * The share of the app's thread that recording may take, such as `"2%"` (which it is unless given) or 0.02; `"none"` for all it needs. Over
   * it, it leaves out answers first, then the payloads of caused messages, then all payloads, then counts only; the log says so.
   */
  readonly budget?: string | number;
  /** Only the messages that this filter lets pass, such as `"type:user.*"`; the others are counted. */
  readonly only?: string;
  /**
   * `"turn"`: at the end of each turn of the event loop, so that a killed process loses the running turn at the most; off the thread once a
   * write has taken over 50 ms. `"record"`: each record at once, a dispatch before its first handler runs. `"background"`: off the
   * thread from the start: a disk that stalls is never waited for, and a killed process loses what was on its way.
   */
  readonly writing?: Writing;
  /** When a new part begins: at a size such as `"100MB"`, an age such as `"1d"`, or both: `["100MB", "1d"]`. Without it there is one part. */
  readonly rotate?: string | readonly string[];
  /** How much is kept of all parts: a number of parts, or a size such as `"1GB"`. The oldest go first. Without it all stay. */
  readonly keep?: number | string;
  /** Closed parts are compressed with gzip. */
  readonly gzip?: boolean;
  /** Told in words what went wrong with the recording: it never throws into the app. Without it: a line on standard error, once for each. */
  readonly onFault?: (message: string) => void;
}

/** The options, checked. Plain data but for the rules that are functions. */
export interface RecordingSettings {
  readonly file: string;
  readonly ringMs?: number;
  readonly on: readonly string[];
  readonly redact: readonly RedactionRule[];
  readonly budget?: number;
  readonly only?: string;
  readonly writing: Writing;
  readonly rotate?: { readonly bytes?: number; readonly ageMs?: number };
  readonly keep?: { readonly parts?: number; readonly bytes?: number };
  readonly gzip: boolean;
}

/** An always-on recorder may take so much of the app's thread: what nobody notices in a response time. */
export const DEFAULT_BUDGET = 0.02;

const NAMES: Readonly<Record<keyof RecordOptions, true>> = {
  file: true, ring: true, on: true, redact: true, budget: true, only: true, writing: true, rotate: true, keep: true, gzip: true, onFault: true,
};

/** Checks options. @throws TypeError, SyntaxError or RangeError that names what cannot be used and what would do. */
export function settingsOf(options: RecordOptions): RecordingSettings {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(NAMES, name));
  if (unknown !== undefined) throw new TypeError(`Cannot use recording option "${unknown}": it is not one of ${Object.keys(NAMES).join(", ")}`);
  const { file, ring, on = [], redact = [], budget = DEFAULT_BUDGET, only, writing = "turn", rotate, keep, gzip = false } = options;
  if (typeof file !== "string" || file === "") throw new TypeError(`Cannot use recording file "${String(file)}": it is not a path`);
  if (!["record", "turn", "background"].includes(writing)) throw new TypeError(`Cannot use writing "${String(writing)}": it is not one of record, turn, background`);
  if (ring === undefined && on.length > 0) throw new TypeError(`Cannot wait for "${on[0] ?? ""}": there is no ring to write then; ring: "30s" holds one`);
  if (rotate === undefined && (keep !== undefined || gzip)) throw new TypeError(`Cannot ${gzip ? "compress" : "keep"} closed parts: there are none; rotate: "100MB" begins new ones`);
  return {
    file, redact, writing, gzip,
    on: ring === undefined || on.length > 0 ? on : ["error"],
    ...(ring === undefined ? {} : { ringMs: durationMs("ring", ring) }),
    ...(budget === "none" ? {} : { budget: share("budget", budget) }),
    ...(only === undefined ? {} : { only }),
    ...(rotate === undefined ? {} : { rotate: rotationOf([rotate].flat()) }),
    ...(keep === undefined ? {} : { keep: keptOf(keep) }),
  };
}

function rotationOf(texts: readonly string[]): { bytes?: number; ageMs?: number } {
  return Object.assign({}, ...texts.map((text) => isSize(text) ? { bytes: sizeBytes("rotation", text) } : { ageMs: durationMs("rotation", text) })) as { bytes?: number; ageMs?: number };
}

function keptOf(keep: number | string): { parts: number } | { bytes: number } {
  const parts = typeof keep === "string" && /^\d+$/.test(keep) ? Number(keep) : keep;
  if (typeof parts === "string") return { bytes: sizeBytes("cap", parts) };
  if (!(Number.isSafeInteger(parts) && parts >= 1)) throw new RangeError(`Cannot keep "${keep}" parts: it is not a whole number from 1 on`);
  return { parts };
}
