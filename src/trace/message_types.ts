/**
 * The types of a log: what each is for, what its payloads look like, who sends it and who handles it. A type that somebody waits for and nobody
 * sends is here, too, and so is one that is documented and never came.
 */
import { parsePattern, type Pattern } from "../mod.ts";
import type { Log } from "./log.ts";
import { isOwnMessage } from "./own_messages.ts";
import { finish } from "./slices.ts";
import { typeShapesWork, type TypeShape } from "./shapes/mod.ts";

/** Somebody who sends or handles, and how often. */
export interface Party {
  /** A source, or a handler; undefined for messages without a source. */
  readonly name: string | undefined;
  /** How many messages it sent, or how many of its handlings ended. 0 for a handler that is registered and got none. */
  readonly count: number;
}

/** One type of messages. */
export interface MessageType {
  readonly type: string;
  /** What the app says it is for. */
  readonly description?: string | undefined;
  /** What of its data the log leaves out: all of it, or what these JSON Pointers point to. */
  readonly sensitive?: boolean | readonly string[] | undefined;
  /** How many were sent. */
  readonly count: number;
  /** How many nobody handled. */
  readonly unhandled: number;
  /** Those who sent it, the busiest first. */
  readonly senders: readonly Party[];
  /** Those who handled it, the busiest first, and those who would have and got none. Who listens to everything (the patterns `>` and `*`) stands here only when it got some. */
  readonly handlers: readonly Party[];
  /** `unsent`: nobody sent it; `unhandled`: nobody handles it, whenever it was sent; undefined: neither. The bus's own messages may go unhandled. */
  readonly problem?: "unsent" | "unhandled" | undefined;
  /** Absent where no payload was recorded, and for rare types of a log with thousands of them (`TypeShapesOptions`). */
  readonly shape?: TypeShape | undefined;
}

/** What is looked at. */
export interface MessageTypesOptions {
  /** Only these dispatches; a type that none of them has is left out. */
  readonly where?: ((dispatch: number) => boolean) | undefined;
  /** How many payloads of a type are looked at: see `TypeShapesOptions`. */
  readonly most?: number | undefined;
}

/** Gives the types at once, the most frequent first, then by name. Cost: some nanoseconds a record, and parsing the payloads that are looked at. */
export function messageTypesOf(log: Log, options: MessageTypesOptions = {}): readonly MessageType[] {
  return finish(messageTypesWork(log, options));
}

/** Rows between two yields. */
const SLICE_ROWS = 4096;

/** `messageTypesOf` in slices. */
export function* messageTypesWork(log: Log, { where, most }: MessageTypesOptions = {}): Generator<undefined, readonly MessageType[], undefined> {
  const { dispatches, handlings } = log;
  const types = new Map<string, Counting>();
  const chosen = where === undefined ? undefined : new Uint8Array(dispatches.length);
  const counted = handlings.length;
  for (let dispatch = 0; dispatch < (chosen ?? dispatches).length; dispatch++) {
    if (dispatch % SLICE_ROWS === SLICE_ROWS - 1) yield;
    if (where?.(dispatch) === false) continue;
    if (chosen !== undefined) chosen[dispatch] = 1;
    const counting = countingOf(types, log.texts.textOf(dispatches.type(dispatch)));
    counting.count += 1;
    if (dispatches.state(dispatch) === "unhandled") counting.unhandled += 1;
    add(counting.senders, dispatches.source(dispatch));
  }
  for (let handling = 0; handling < counted; handling++) {
    if (handling % SLICE_ROWS === SLICE_ROWS - 1) yield;
    const dispatch = handlings.dispatch(handling);
    if (chosen?.[dispatch] === 0 || handlings.outcome(handling) === "spared") continue;
    add(countingOf(types, log.texts.textOf(dispatches.type(dispatch))).handlers, handlings.handler(handling));
  }
  if (where === undefined) addUnsent(log, types);
  const shapes = new Map((yield* typeShapesWork(log, { where, most })).map((shape) => [shape.type, shape]));
  const waiting = waitingIn(log);
  return [...types].map(([type, counting]) => typeFrom(log, type, counting, waiting, shapes.get(type))).sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
}

interface Counting {
  count: number;
  unhandled: number;
  /** By the number of the text. */
  readonly senders: Map<number, number>;
  readonly handlers: Map<number, number>;
}

function countingOf(types: Map<string, Counting>, type: string): Counting {
  const known = types.get(type);
  if (known !== undefined) return known;
  const made: Counting = { count: 0, unhandled: 0, senders: new Map(), handlers: new Map() };
  types.set(type, made);
  return made;
}

function add(counts: Map<number, number>, text: number): void {
  counts.set(text, (counts.get(text) ?? 0) + 1);
}

/** Those that are documented, left out of the log, or waited for by name. */
function addUnsent({ runs, skippedTypes }: Log, types: Map<string, Counting>): void {
  for (const type of skippedTypes.keys()) countingOf(types, type);
  for (const run of runs) {
    for (const type of run.types.keys()) countingOf(types, type);
    for (const { added: { pattern } } of run.subscriptions.values()) if (!/(^|\.)[*>](\.|$)/.test(pattern)) countingOf(types, pattern);
  }
}

function typeFrom(log: Log, type: string, { count, unhandled, senders, handlers }: Counting, waiting: readonly Waiting[], shape: TypeShape | undefined): MessageType {
  const documented = log.runs.findLast((run) => run.types.has(type))?.types.get(type);
  const handledBy = parties(log, handlers);
  const names = new Set(waiting.flatMap(({ pattern, handlers: each }) => pattern.matches(type) ? [...each] : []));
  for (const { name } of handledBy) names.delete(name ?? "");
  handledBy.push(...[...names].sort().map((name) => ({ name, count: 0 })));
  const isUnsent = count === 0 && !log.skippedTypes.has(type);
  const problem = isOwnMessage(type) ? undefined : isUnsent ? "unsent" : count > 0 && unhandled === count ? "unhandled" : undefined;
  return {
    type, count, unhandled, senders: parties(log, senders), handlers: handledBy, ...(problem === undefined ? {} : { problem }), ...(shape === undefined ? {} : { shape }),
    ...(documented?.description === undefined ? {} : { description: documented.description }), ...(documented?.sensitive === undefined ? {} : { sensitive: documented.sensitive }),
  };
}

function parties({ texts }: Log, counts: ReadonlyMap<number, number>): Party[] {
  const all = [...counts].map(([text, count]) => ({ name: text === 0 ? undefined : texts.textOf(text), count }));
  return all.sort((a, b) => b.count - a.count || ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
}

/** The patterns that name something, with the handlers that wait for it. */
function waitingIn({ runs }: Log): readonly Waiting[] {
  const waiting = new Map<string, Waiting | undefined>();
  for (const { subscriptions } of runs) {
    for (const { added: { pattern, handler } } of subscriptions.values()) {
      if (!waiting.has(pattern)) waiting.set(pattern, pattern === ">" || pattern === "*" ? undefined : readPattern(pattern));
      waiting.get(pattern)?.handlers.add(handler);
    }
  }
  return [...waiting.values()].filter((each) => each !== undefined);
}

interface Waiting {
  readonly pattern: Pattern;
  readonly handlers: Set<string>;
}

/** A pattern that no Core would take waits for nothing. */
function readPattern(text: string): Waiting | undefined {
  try {
    return { pattern: parsePattern(text), handlers: new Set() };
  } catch {
    return undefined;
  }
}
