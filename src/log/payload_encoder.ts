/**
 * The text of everything in a record that can carry a payload. All of it goes through here, so that what is secret is kept
 * out in one place, before a line exists: by the app's rules, by what message constants call sensitive, and by default keys.
 *
 * It never throws, and what it cannot redact it withholds.
 */
import type { Verb } from "../mod.ts";
import { ValueEncoder } from "./encode.ts";
import type { PathNode } from "./guard.ts";
import { RecentSecrets } from "./redaction/recent_secrets.ts";
import type { RedactedMessage, RedactionRule } from "./redaction/rule.ts";
import { Rules } from "./redaction/rules.ts";
import { runRedactors } from "./redaction/run_redactors.ts";
import { TASK_PAYLOADS, type TaskReport, taskReportOf } from "./redaction/task_report.ts";
import { withheldError } from "./redaction/withheld_error.ts";
import { Withholding } from "./redaction/withholding.ts";
import { WALK_LIMITS, type WalkLimits } from "./walk_limits.ts";

/** What a payload belongs to, as far as that is known when it is sent. */
export interface About {
  /** The type of the message. */
  readonly type: string;
  /** How it was sent. */
  readonly verb: Verb;
  /** The service that spoke; absent when none did. */
  readonly source?: string | undefined;
  /** What its constant calls sensitive: all of it, or what these JSON Pointers point to. */
  readonly sensitive?: boolean | readonly string[] | undefined;
  /** The message's data: what an error, a reason or a note may quote. */
  readonly data?: unknown;
}

/** What was left out of the payloads of a run. */
export interface EncodedCounts {
  /** Places that were too large, too deep or too many. */
  readonly cut: number;
  /** Places that are secret. */
  readonly redacted: number;
  /** Payloads left out as a whole, because what redacts them failed. */
  readonly withheld: number;
}

/** How payloads are encoded. */
export interface PayloadEncoderOptions {
  /** What is kept out beside the default keys. */
  readonly rules?: readonly RedactionRule[];
  /** A hash keyed with what is never written, in hexadecimal digits; absent: there are no pseudonyms. */
  readonly hash?: (text: string) => string;
  /** How large the text of one payload may be, in bytes. */
  readonly recordBytes?: number;
  /** Told once, in words without the payload, that a redactor of the app's failed. */
  readonly onFault?: (why: string) => void;
}

const FAILED = '{"$core":"redacted","by":"failed"}';

/** So far a payload is walked again for what an error may quote of it. */
const RECALL_LIMITS: WalkLimits = { depth: 16, nodes: 2_000 };

/** Tasks whose constants call all of their data sensitive: so many are remembered, which is many more than an app has. */
const MOST_TASKS = 1_000;

/** Encodes the payloads of one run. */
export class PayloadEncoder {
  /** What was left out so far. */
  readonly counts: EncodedCounts;
  readonly #counts = { cut: 0, redacted: 0, withheld: 0 };
  readonly #options: PayloadEncoderOptions;
  #limits: WalkLimits;
  readonly #secrets = new RecentSecrets();
  readonly #sensitiveTasks = new Set<string>();
  #given: readonly RedactionRule[] = [];
  #rules!: Rules;
  #withholding!: Withholding;
  #payloads!: ValueEncoder;
  /** For errors, and for what tells of one: it looks for secrets that were withheld lately, too. */
  #spoken!: ValueEncoder;
  #recalling!: ValueEncoder;
  /** By what constants call sensitive; null: it cannot be read, so that all is withheld. */
  #sensitivePaths!: WeakMap<readonly string[], PathNode | null>;
  /** Of which data the secrets are remembered, as long as none was forgotten since. */
  #recalled!: WeakMap<object, number>;
  #isRedacting = false;
  #hasToldFault = false;

  /** Begins with the rules that are given. @throws SyntaxError or TypeError for a rule that cannot be read; it says which, where, and what to write. */
  constructor(options: PayloadEncoderOptions = {}) {
    this.#options = options;
    const { recordBytes } = options;
    this.#limits = { ...WALK_LIMITS, ...(recordBytes === undefined ? {} : { recordBytes }), onCut: () => void (this.#counts.cut += 1) };
    this.counts = this.#counts;
    this.tighten(options.rules ?? []);
  }

  /** What is redacted beside the default keys, by name: for the log's header. Functions are `custom`. */
  get names(): readonly string[] {
    return this.#rules.names;
  }

  /** Takes what a Core says of itself. A rule that cannot be read withholds every payload, and is given back: nothing may leak for a slip. */
  configure({ rules, recordBytes }: { readonly rules: readonly RedactionRule[]; readonly recordBytes: number }): Error | undefined {
    this.#limits = { ...this.#limits, recordBytes: Math.min(recordBytes, this.#options.recordBytes ?? Infinity) };
    try {
      this.tighten(rules);
      return undefined;
    } catch (error) {
      this.tighten([() => { throw error; }]);
      return error as Error;
    }
  }

  /**
   * Adds rules; those that are there stay. What is written already stays as it is.
   * @throws SyntaxError or TypeError for a rule that cannot be read; then none is added.
   */
  tighten(rules: readonly RedactionRule[]): void {
    const all = [...this.#given, ...rules];
    this.#rules = new Rules(all);
    this.#given = all;
    this.#withholding = new Withholding(this.#rules, this.#secrets, this.#options.hash);
    this.#payloads = new ValueEncoder({ limits: this.#limits, guard: this.#withholding.payloadGuard() });
    this.#spoken = new ValueEncoder({ limits: this.#limits, guard: this.#withholding.errorGuard() });
    this.#recalling = new ValueEncoder({ limits: RECALL_LIMITS, guard: this.#withholding.recallGuard() });
    this.#sensitivePaths = new WeakMap();
    this.#recalled = new WeakMap();
  }

  /** Takes note of a message that was sent. `data()` does; who leaves a payload out calls this instead: what is told of a task later is as sensitive as the task. */
  seen({ type, verb, sensitive }: About): void {
    if (verb === "PERFORM" && sensitive === true && this.#sensitiveTasks.size < MOST_TASKS) this.#sensitiveTasks.add(type);
  }

  /** Gives a message's data as JSON text. */
  data(data: unknown, about: About): string {
    this.seen(about);
    return this.#payload(data, about, "data");
  }

  /** Gives an answer, or a value sent on a reply channel, as JSON text. */
  value(value: unknown, about: About, member: "answer" | "reply" = "answer"): string {
    return this.#payload(value, about, member);
  }

  /** Gives what was thrown as the JSON text of an error; a service's belongs to no message. */
  error(thrown: unknown, about: About | undefined): string {
    try {
      const whole = about && this.#withheldWhole(about);
      if (whole !== undefined) return this.#counted(JSON.stringify(withheldError(thrown, (message) => this.#withholding.words(message, whole))));
      if (about !== undefined) this.#recall(about);
      return this.#counted(JSON.stringify(this.#spoken.error(thrown)));
    } catch {
      this.#counts.withheld += 1;
      return '{"name":"Error","message":"[redacted failed]"}';
    }
  }

  /** Gives a reason or a note without what is secret in it; `about` is the message that it tells of. */
  text(text: string, about?: About): string {
    try {
      const whole = about && this.#withheldWhole(about);
      if (whole !== undefined) return this.#counted(this.#withholding.words(text, whole));
      if (about !== undefined) this.#recall(about);
      return this.#counted(this.#withholding.spokenText(text));
    } catch {
      this.#counts.withheld += 1;
      return "[redacted failed]";
    }
  }

  #payload(payload: unknown, about: About, member: RedactedMessage["member"]): string {
    try {
      const whole = this.#withheldWhole(about);
      if (whole !== undefined) return this.#nothingOf(payload, whole);
      const report = member === "data" ? taskReportOf(payload, about.type) : undefined;
      if (report !== undefined) return this.#taskReport(report, about);
      const left = this.#leftOf(payload, about, member);
      if (left === NOTHING) return this.#nothingOf(payload, "custom");
      return this.#counted(this.#payloads.encode(left, member === "data" ? this.#pathsOf(about) ?? undefined : undefined));
    } catch (error) {
      this.#counts.withheld += 1;
      if (error instanceof RedactorFault) this.#tellFault(error.message);
      return FAILED;
    }
  }

  /** What the core tells of a task: its answer, error and notes belong to the message that was performed. */
  #taskReport(report: TaskReport, about: About): string {
    const performed: About = { type: report.type, verb: "PERFORM", sensitive: this.#sensitiveTasks.has(report.type) };
    const whole = this.#withheldWhole(performed);
    const left = this.#leftOf(report, about, "data");
    if (left === NOTHING) return this.#nothingOf(report, "custom");
    if (whole !== undefined) return this.#encodeReport(left, TASK_PAYLOADS, whole);
    if (this.#rules.redactors.length === 0 || !isReportWithAnswer(left)) return this.#encodeReport(left);
    const answer = this.#leftOf(left.answer, performed, "answer");
    if (answer === NOTHING) return this.#encodeReport(left, ["/answer"], "custom");
    return this.#encodeReport(answer === left.answer ? left : { ...left, answer });
  }

  #encodeReport(report: unknown, withheld: readonly string[] = [], by = ""): string {
    const paths = withheld.length === 0 ? undefined : this.#rules.pathsWith(withheld.map((pointer) => ({ pointer, by })));
    return this.#counted(this.#spoken.encode(report, paths));
  }

  /** Gives what the app's redactors leave of a payload. */
  #leftOf(payload: unknown, { type, verb, source }: About, member: RedactedMessage["member"]): unknown {
    const { redactors } = this.#rules;
    if (redactors.length === 0) return payload;
    if (this.#isRedacting) throw new RedactorFault(`Cannot redact "${type}": a redactor sent it`);
    this.#isRedacting = true;
    try {
      const left = runRedactors(redactors, payload, { type, verb, member, ...(source === undefined ? {} : { source }) });
      if ("failed" in left) throw new RedactorFault(`Cannot redact "${type}": ${left.failed}`);
      if (left.value === payload) return payload;
      if (left.value === undefined) return NOTHING;
      this.#secrets.rememberRemoved(payload, left.value);
      return left.value;
    } finally {
      this.#isRedacting = false;
    }
  }

  #nothingOf(payload: unknown, by: string): string {
    return this.#counted(JSON.stringify(this.#withholding.tag(payload, by, "with others")));
  }

  #counted(text: string): string {
    this.#counts.redacted += this.#withholding.countIn(text);
    return text;
  }

  /** Why all of a message's payloads are withheld; undefined: they are not. */
  #withheldWhole(about: About): "sensitive" | "filter" | undefined {
    const { sensitive } = about;
    if (sensitive && (typeof sensitive !== "object" || this.#pathsOf(about) === null)) return "sensitive";
    return this.#rules.withholds(about) ? "filter" : undefined;
  }

  /** The paths of the rules with those that the message's constant calls sensitive; undefined: only the former. Null: one cannot be read. */
  #pathsOf({ sensitive }: About): PathNode | null | undefined {
    if (typeof sensitive !== "object" || sensitive.length === 0) return undefined;
    const known = this.#sensitivePaths.get(sensitive);
    if (known !== undefined) return known;
    const made = this.#madePaths(sensitive);
    this.#sensitivePaths.set(sensitive, made);
    return made;
  }

  #madePaths(sensitive: readonly string[]): PathNode | null {
    try {
      return this.#rules.pathsWith(sensitive.map((pointer) => ({ pointer, by: "sensitive" }))) ?? null;
    } catch {
      return null;
    }
  }

  /** Remembers what the message of an error, a reason or a note withheld: much else may have been sent since. */
  #recall(about: About): void {
    const { data } = about;
    if (typeof data !== "object" || data === null) return;
    const { forgotten } = this.#secrets;
    if (this.#recalled.get(data) === forgotten) return;
    this.#recalling.encode(data, this.#pathsOf(about) ?? this.#rules.paths);
    this.#recalled.set(data, this.#secrets.forgotten);
  }

  #tellFault(why: string): void {
    if (this.#hasToldFault) return;
    this.#hasToldFault = true;
    this.#options.onFault?.(`${why}; its payload is withheld, as every further one is that a redactor fails at`);
  }
}

function isReportWithAnswer(value: unknown): value is { readonly answer: unknown } {
  return typeof value === "object" && value !== null && (value as { readonly answer?: unknown }).answer !== undefined;
}

/** Nothing of a payload may leave. */
const NOTHING = Symbol("nothing");

/** A redactor failed; the message says how, in words without the payload. */
class RedactorFault extends Error {}
