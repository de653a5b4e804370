// What a filter means, said a second time and without any thought of cost: on it depends that the fast ones are right. Shared, registers nothing.
import { decodeValue } from "../../../src/log/decode.ts";
import type { Check, Comparison, ConditionNode, FilterNode, Fits, MomentEdge, Step } from "../../../src/trace/filter/ast.ts";
import type { DispatchTrace } from "../../../src/trace/dispatch_trace.ts";
import { handlersOf, msOf, stateOf } from "../../../src/trace/state.ts";

/** Whether a filter lets a dispatch pass. */
export function naively(node: FilterNode, trace: DispatchTrace): boolean {
  switch (node.kind) {
    case "all": return !node.parts.some((part) => !naively(part, trace));
    case "any": return node.parts.filter((part) => naively(part, trace)).length > 0;
    case "not": return naively(node.part, trace) === false;
    default: return condition(node, trace);
  }
}

function condition(node: ConditionNode, trace: DispatchTrace): boolean {
  const { record, run, handlings } = trace;
  switch (node.kind) {
    case "name": {
      const { fits, member } = node;
      if (member === "type") return isLike(record.type, fits);
      if (member === "run") return isLike(run.header.run, fits);
      if (member === "source") return (record.source ?? "") !== "" && isLike(record.source!, fits);
      const called = handlings.length < (handlersOf(trace) ?? Infinity) ? [...handlings, ...trace.running] : handlings;
      if (member === "handler") return called.some(({ handler }) => beginnings(handler).some((name) => isLike(name, fits) && (fits.kind !== "regexp" || name === handler)));
      return called.map(({ subscription }) => run.subscriptions.get(subscription)?.added.service).some((service) => service !== undefined && isLike(service, fits));
    }
    case "verb": return record.verb === node.verb;
    case "outcome": return (["declined", "spared", "failed"].includes(node.outcome) && handlings.some(({ outcome }) => outcome === node.outcome)) || stateOf(trace) === node.outcome;
    case "state":
      if (node.word === "root") return !("cause" in record);
      if (node.word === "orphan") return "cause" in record && trace.cause === undefined;
      if (node.word === "failed") return /^(failed|timedOut|aborted|unanswered)$/.test(stateOf(trace));
      return stateOf(trace) === node.word && !(node.word === "unhandled" && /^(service\.(startup|shutdown)|task\.(started|progress|completed))$/.test(record.type));
    case "number": {
      const number = { ms: msOf(trace), id: record.id, cause: record.cause }[node.member];
      const { from, to, hasFrom, hasTo } = node.within;
      return number !== undefined && number >= from && number <= to && (number !== from || hasFrom) && (number !== to || hasTo);
    }
    case "moment": return isWhen(node.from, node.to, trace);
    case "flow": return allOf(top(trace)).some(({ record: { id } }) => id === node.id);
    case "payload": return recorded(trace)[node.root].some((payload) => parts(payload, node.steps).some((part) => passes(part, node, node.check)));
    case "text": return Object.values(recorded(trace)).flat().map((payload) => JSON.stringify(payload)).some((text) => isLike(text, node.fits));
    default: return node satisfies never;
  }
}

function beginnings(name: string): string[] {
  return name.split(".").map((_, at, all) => all.slice(0, at + 1).join("."));
}

const top = (trace: DispatchTrace): DispatchTrace => trace.cause === undefined ? trace : top(trace.cause);
const allOf = (trace: DispatchTrace): DispatchTrace[] => [trace, ...trace.caused.flatMap(allOf)];

function isLike(text: string, fits: Fits): boolean {
  switch (fits.kind) {
    case "regexp": return new RegExp(fits.source, fits.flags).test(text);
    case "words": return [fits.text, JSON.stringify(fits.text).slice(1, -1)].some((words) => text.includes(words));
    case "glob": return new RegExp(`^${fits.text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\/]/g, String.raw`\$&`)).join(".*")}$`, "s").test(text);
    case "pattern": return fits.text === "*" || new RegExp(`^${fits.text.split(".").map((part) => part === "*" ? "[^.]*" : part === ">" ? ".*" : part).join("[.]")}$`, "s").test(text);
    default: return fits satisfies never;
  }
}

const DAY = 24 * 60 * 60 * 1000;

function isWhen(from: MomentEdge | undefined, to: MomentEdge | undefined, { record: { at }, run }: DispatchTrace): boolean {
  const midnight = new Date(run.startedAtMs);
  midnight.setUTCHours(0, 0, 0, 0);
  const edge = ({ moment, side }: MomentEdge, later = 0) => moment.ms + (side === "end" ? moment.lengthMs : 0) + (moment.kind === "clock" ? midnight.getTime() + later : 0);
  const isOfDay = (one: MomentEdge | undefined) => one === undefined || one.moment.kind === "clock";
  let [fromLater, toLater] = [0, 0];
  if (to?.moment.kind === "clock" && isOfDay(from)) {
    if (from !== undefined && edge(to) <= edge(from)) toLater = DAY;
    if (edge(to, toLater) <= run.startedAtMs) [fromLater, toLater] = [fromLater + DAY, toLater + DAY];
  }
  const now = ({ moment }: MomentEdge) => moment.kind === "elapsed" ? at : run.clock.timeOf(at);
  return (from === undefined || now(from) >= edge(from, fromLater)) && (to === undefined || now(to) < edge(to, toLater));
}

function recorded({ record, handlings, replies, settled, intercepted }: DispatchTrace) {
  const there = (values: readonly unknown[]): unknown[] => values.filter((value) => value !== undefined);
  const bad = settled !== undefined && settled.outcome !== "answered" ? [{ name: settled.outcome, message: settled.reason ?? "" }] : [];
  return {
    data: there([record.data]),
    answer: there(handlings.filter(({ outcome }) => outcome === "answered").map(({ answer }) => answer)),
    error: [...handlings.filter(({ outcome }) => outcome === "failed").map(({ error }): unknown => error ?? {}), ...bad],
    reply: there(replies.map(({ value }) => value)),
    changed: there(intercepted.map(({ data }) => data)),
  };
}

type Part = readonly [key: string, value: unknown, isAmongAny: boolean];

/** All parts of a payload at the end of a path: each part of each part, and those kept whose names are right. */
function parts(payload: unknown, steps: readonly Step[], value = payload): unknown[] {
  const now = followed(payload, value);
  const [step, ...more] = steps;
  if (step === undefined) return [now];
  const next = partsOf(now).filter(([key, , isAmongAny]) => step.kind === "any" ? isAmongAny : key === step.key);
  return next.slice(0, step.kind === "any" ? undefined : 1).flatMap(([, part]) => parts(payload, more, part));
}

function followed(payload: unknown, value: unknown, hops = 0): unknown {
  const { $core, value: pointer } = (value ?? {}) as { readonly $core?: unknown; readonly value?: unknown };
  if ($core !== "ref" || typeof pointer !== "string" || hops > 15) return value;
  let target: unknown = payload;
  for (const key of pointer.split("/").slice(1)) {
    if (typeof target !== "object" || target === null || !Object.hasOwn(target, key)) return value;
    target = (target as Record<string, unknown>)[key];
  }
  return followed(payload, target, hops + 1);
}

function partsOf(value: unknown): Part[] {
  if (typeof value === "string") return [["length", value.length, false]];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) {
    const places = value.flatMap((item: unknown) => (item as { $core?: string } | null)?.$core === "hole" ? Array<null>((item as { count?: number }).count ?? 1).fill(null) : [{ item }]);
    return [...places.flatMap((place, at): Part[] => place === null ? [] : [[String(at), place.item, true]]), ["length", places.length, false]];
  }
  const { $core: tag, value: held, members } = value as { readonly $core?: unknown; readonly value?: unknown; readonly members?: unknown };
  const own = (of: unknown): Part[] => typeof of === "object" && of !== null ? Object.entries(of).map(([key, part]): Part => [key, part, true]) : [];
  if (typeof tag !== "string") return own(value);
  const more: Part[] = [...own(members).map(([key, part]): Part => [key, part, false]), ["$core", tag, false]];
  switch (tag) {
    case "object": case "plain": case "Error": return [...own(held), ...more];
    case "cut": case "array": return [...partsOf(held), ...more];
    case "boxed": return [...partsOf(held).map(([key, part]): Part => [key, part, false]), ...more];
    case "Map": return [...(held as [unknown, unknown][]).map(([key, part]): Part => [scalar(key) === undefined ? "\0" : readable(key), part, true]), ["size", (held as unknown[]).length, false], ...more];
    case "Set": return [...partsOf(held).map(([key, part, isAmongAny]): Part => [key === "length" ? "size" : key, part, isAmongAny]), ...more];
    default: return more;
  }
}

function passes(value: unknown, { root, steps }: Extract<ConditionNode, { kind: "payload" }>, check: Check | undefined): boolean {
  if (check === undefined) return true;
  if (check.kind === "compare") return compares(scalar(value), check.operator, check.literal.text, check.literal.isQuoted);
  if (root !== "error" || steps.length > 0) return isLike(readable(value), check.fits);
  const { name, message, code } = value as Record<string, unknown>;
  if (check.fits.kind === "regexp") return isLike(`${name === undefined ? "" : readable(name)}: ${message === undefined ? "" : readable(message)}`, check.fits);
  return [name, code].some((word) => word !== undefined && isLike(readable(word), check.fits));
}

/** As a value of the language; undefined for an object. */
function scalar(value: unknown): { readonly is: string | number | bigint | boolean | null | undefined | Date } | undefined {
  const { $core, value: held } = (value ?? {}) as { readonly $core?: unknown; readonly value?: unknown };
  if ($core === "boxed" || ($core === "cut" && typeof held === "string")) return scalar(held);
  if ($core === "undefined") return { is: undefined };
  const decoded = decodeValue(value);
  if (decoded instanceof URL || decoded instanceof RegExp) return { is: String(decoded) };
  if (decoded instanceof Error) return { is: `${decoded.name}: ${decoded.message}` };
  return typeof decoded === "object" && decoded !== null && !(decoded instanceof Date) ? undefined : { is: decoded as string };
}

function readable(value: unknown): string {
  const of = scalar(value);
  if (of === undefined) return JSON.stringify(value);
  return of.is instanceof Date ? (Number.isNaN(of.is.getTime()) ? "Invalid Date" : of.is.toISOString()) : Object.is(of.is, -0) && typeof value !== "number" ? "-0" : String(of.is);
}

function compares(of: ReturnType<typeof scalar>, operator: Comparison, text: string, isQuoted: boolean): boolean {
  if (operator === "!=") return !compares(of, "=", text, isQuoted);
  if (of === undefined) return false;
  const { is } = of;
  const isNumber = !isQuoted && /^-?[\d.]/.test(text) && !/^\d{4}-|[^\d.en-]/.test(text);
  if (is instanceof Date) {
    const ms = /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? Date.parse(text) : Number.NaN;
    return ordered(is.getTime(), ms, operator);
  }
  if (typeof is === "number" || typeof is === "bigint") return isNumber && ordered(is, /^\d+n?$/.test(text) ? BigInt(text.replace("n", "")) : Number(text), operator);
  if (typeof is === "string") return operator === "=" ? is === text : !isNumber && ordered(is, text, operator);
  return operator === "=" && !isQuoted && String(is) === text;
}

function ordered<Value extends number | bigint | string>(a: Value, b: Value, operator: Comparison): boolean {
  const isEqual = a >= b && a <= b;
  return { "=": isEqual, "!=": !isEqual, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b }[operator];
}
