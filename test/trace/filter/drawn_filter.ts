// Filters drawn by fast-check: each as the tree that it means and as a text that says so. Shared, registers nothing.
import fc from "fast-check";
import type { Comparison, FilterNode, Fits, Interval, Moment, PayloadRoot, Step } from "../../../src/trace/filter/ast.ts";
import { OUTCOMES, VERBS } from "../../../src/trace/filter/members.ts";

export interface DrawnFilter {
  readonly node: FilterNode;
  readonly text: string;
}

type Drawn<Value> = readonly [value: Value, text: string];

const from = <Value>(...values: readonly Value[]) => fc.constantFrom(...values);
const condition = <Value>(drawn: fc.Arbitrary<Drawn<Value>>, nodeOf: (value: Value) => object, before = "") =>
  drawn.map(([value, text]): DrawnFilter => ({ node: { ...nodeOf(value), at: 0 } as FilterNode, text: `${before}${text}` }));

/** A text in quotes of either kind, or without where it can do without. */
const written = (text: string, isBareAllowed: boolean): fc.Arbitrary<string> => {
  const double = JSON.stringify(text);
  const single = `'${text.replace(/[\\']/g, (character) => `\\${character}`)}'`;
  return isBareAllowed && /^[^\s()"'/][^\s()]*$/.test(text) ? from(text, double, single) : from(double, single);
};

const REGEXPS: readonly (readonly [source: string, flags: string])[] = [["a", ""], ["^USER", "i"], ["[/)]", ""], [String.raw`\/|e r`, "u"], ["(x|1)", "m"], ["Error: ", ""], [".*", "s"]];
const regexp = from(...REGEXPS).map(([source, flags]): Drawn<Fits> => [{ kind: "regexp", source, flags }, `/${source}/${flags}`]);

const fits = (kind: "glob" | "words" | "pattern", texts: readonly string[], isBareAllowed = true): fc.Arbitrary<Drawn<Fits>> =>
  fc.oneof({ weight: 3, arbitrary: from(...texts).chain((text) => written(text, isBareAllowed).map((shown): Drawn<Fits> => [{ kind, text }, shown])) }, { weight: 1, arbitrary: regexp });

const PATTERNS = ["a", "user.*", "user.>", "*", ">", "*.created", "ä€😀", "user.created", "with space"];
const NAMES = ["a", "a.b", "a.*", "*b", "*", "mail*", "ä *", 'say "x"', "it's", "back\\slash", "(p)", "one", "t*o", "*a*b*"];
const VALUES = ["", "123", "x", "*", "*2*", "true", "null", "a b", "1*", '{"id":*', "2026-*"];
const WORDS = ["x", "123", "a b", '"id"', "\n", "ä", "Error", "$core", "\\"];

const names = from("source", "handler", "service", "run").chain((member) => condition(fits("glob", NAMES), (value) => ({ kind: "name", member, fits: value }), `${member}:`));
const types = condition(fits("pattern", PATTERNS), (value) => ({ kind: "name", member: "type", fits: value }), "type:");
const anyCase = <Word extends string>(words: readonly Word[]) => from(...words).chain((word) => from(word, word.toLowerCase(), word.toUpperCase()).map((text): Drawn<Word> => [word, text]));
const verbs = condition(anyCase(VERBS), (verb) => ({ kind: "verb", verb }), "verb:");
const outcomes = condition(anyCase(OUTCOMES), (outcome) => ({ kind: "outcome", outcome }), "outcome:");
const states = condition(from("running", "failed", "unhandled", "orphan", "root").map((word): Drawn<string> => [word, word]), (word) => ({ kind: "state", word }));
const flows = condition(fc.nat({ max: 9 }).map((id): Drawn<number> => [id, String(id)]), (id) => ({ kind: "flow", id }), "flow:");

const spaces = from("", " ", "  ");
const operators = from<Comparison>("=", "!=", "<", "<=", ">", ">=");

const NUMBERS: readonly Drawn<number>[] = [[0, "0"], [1, "1"], [2, "2"], [5, "5"], [9, "9"]];
const DURATIONS: readonly Drawn<number>[] = [...NUMBERS, [0.5, "500us"], [1.5, "1.5ms"], [200, "0.2s"], [60_000, "1m"], [0.25, ".25"]];

const interval = (numbers: readonly Drawn<number>[]): fc.Arbitrary<Drawn<Interval>> => fc.oneof(
  fc.tuple(from(...numbers), from<readonly [string, (n: number) => Interval]>(
    ["<", (n) => ({ from: -Infinity, hasFrom: true, to: n, hasTo: false })], ["<=", (n) => ({ from: -Infinity, hasFrom: true, to: n, hasTo: true })],
    [">", (n) => ({ from: n, hasFrom: false, to: Infinity, hasTo: true })], [">=", (n) => ({ from: n, hasFrom: true, to: Infinity, hasTo: true })],
    ["=", (n) => ({ from: n, hasFrom: true, to: n, hasTo: true })],
  ), spaces, spaces).map(([[n, text], [operator, of], before, after]): Drawn<Interval> => [of(n), `${before}${operator}${after}${text}`]),
  fc.tuple(from(...numbers), from(...numbers)).map(([[a, aText], [b, bText]]): Drawn<Interval> => a <= b ? [{ from: a, hasFrom: true, to: b, hasTo: true }, `:${aText}..${bText}`] : [{ from: a, hasFrom: true, to: Infinity, hasTo: true }, `:${aText}..`]),
  from(...numbers).map(([n, text]): Drawn<Interval> => [{ from: -Infinity, hasFrom: true, to: n, hasTo: true }, `:..${text}`]),
);
const numbers = from("ms", "id", "cause").chain((member) => condition(interval(member === "ms" ? DURATIONS : NUMBERS), (within) => ({ kind: "number", member, within }), member));

const DAY = Date.UTC(2026, 10, 23);
const MOMENTS: readonly Drawn<Moment>[] = [
  [{ kind: "clock", ms: 32_400_000, lengthMs: 60_000 }, "09:00"], [{ kind: "clock", ms: 32_401_000, lengthMs: 1_000 }, "09:00:01"], [{ kind: "clock", ms: 86_399_900, lengthMs: 100 }, "23:59:59.9"],
  [{ kind: "clock", ms: 1_250, lengthMs: 1 }, "00:00:01.250"], [{ kind: "calendar", ms: DAY, lengthMs: 86_400_000 }, "2026-11-23"], [{ kind: "calendar", ms: DAY + 32_400_000, lengthMs: 60_000 }, "2026-11-23T10:00+01:00"],
  [{ kind: "calendar", ms: DAY + 32_400_500, lengthMs: 100 }, "2026-11-23T09:00:00.5Z"], [{ kind: "elapsed", ms: 1_000, lengthMs: 1_000 }, "+1s"], [{ kind: "elapsed", ms: 0.25, lengthMs: 0.01 }, "+.25"],
  [{ kind: "elapsed", ms: 500, lengthMs: 1 }, "+500ms"],
];
const moments = condition(fc.tuple(fc.option(from(...MOMENTS), { nil: undefined }), fc.option(from(...MOMENTS), { nil: undefined })).map(([a, b]): Drawn<object> => {
  const isUpsideDown = a !== undefined && b !== undefined && a[0].kind === b[0].kind && a[0].kind !== "clock" && b[0].ms + b[0].lengthMs <= a[0].ms;
  const to = isUpsideDown ? undefined : b;
  if (a === undefined && to === undefined) return [{ to: { moment: MOMENTS[0]![0], side: "begin" } }, "<09:00"];
  return [{ ...(a === undefined ? {} : { from: { moment: a[0], side: "begin" } }), ...(to === undefined ? {} : { to: { moment: to[0], side: "end" } }) }, `:${a?.[1] ?? ""}..${to?.[1] ?? ""}`];
}), (range) => ({ kind: "moment", ...range }), "at");

const KEYS = ["id", "id", "id", "name", "items", "items", "0", "1", "2", "length", "size", "odd name", "a.b", "*", "", "$core", "message"];
const step = fc.oneof(
  { weight: 4, arbitrary: from(...KEYS).chain((key) => {
    const quoted = written(key, false).chain((text) => from(`.${text}`, `[${text}]`));
    const plain = /^[\w$ä]+$/.test(key) ? [fc.constant(/^\d+$/.test(key) ? `[${key}]` : `.${key}`), fc.constant(`.${key}`)] : [];
    return fc.oneof(quoted, ...plain).map((text): Drawn<Step> => [{ kind: "key", key }, text]);
  }) },
  { weight: 1, arbitrary: from<Drawn<Step>>([{ kind: "any" }, "[*]"], [{ kind: "any" }, ".*"]) },
);
const literal = from(...VALUES, "12n", "-0", "1e2", "123", "x", "2026-11-23", "2026-11-23T09:00Z", "12345678901234567890").chain((text) =>
  written(text, !/^[=<>~]/.test(text)).map((shown): Drawn<object> => [{ isQuoted: /^["']/.test(shown), text }, shown]));
const check = fc.oneof(
  fits("glob", VALUES).map(([value, text]): Drawn<object> => [{ kind: "fits", fits: value }, `:${text}`]),
  fc.tuple(operators, literal, spaces, spaces).map(([operator, [value, text], before, after]): Drawn<object> => [{ kind: "compare", operator, literal: value }, `${before}${operator}${after}${text}`]),
);
const payloads = fc.tuple(from<PayloadRoot>("data", "data", "data", "answer", "error", "reply"), fc.array(step, { maxLength: 3 }), fc.option(check, { nil: undefined }))
  .filter(([root, steps, asked]) => !(root === "error" && steps.length === 0 && asked !== undefined && !asked[1].startsWith(":")))
  .map(([root, steps, asked]): DrawnFilter => ({
    node: { kind: "payload", root, steps: steps.map(([one]) => one), ...(asked === undefined ? {} : { check: asked[0] }), at: 0 } as FilterNode,
    text: `${root}${steps.map(([, text]) => text).join("")}${asked?.[1] ?? ""}`,
  }));
const texts = condition(fc.oneof(regexp, fits("words", WORDS, false)), (value) => ({ kind: "text", fits: value }));

const columnCondition = fc.oneof(names, types, verbs, outcomes, states, flows, numbers, moments);
const anyCondition = fc.oneof({ weight: 2, arbitrary: columnCondition }, { weight: 2, arbitrary: payloads }, { weight: 1, arbitrary: texts });

const inParentheses = ({ node, text }: DrawnFilter): string => node.kind === "all" || node.kind === "any" ? `(${text})` : text;

/** Any filter: conditions joined, to a depth of three. */
export const anyFilter: fc.Arbitrary<DrawnFilter> = fc.letrec<{ filter: DrawnFilter }>((tie) => ({
  filter: fc.oneof({ maxDepth: 3, withCrossShrink: true }, anyCondition,
    fc.tuple(tie("filter"), from("not ", "NOT ", "not  ")).map(([filter, not]): DrawnFilter => ({ node: { kind: "not", part: filter.node }, text: `${not}${inParentheses(filter)}` })),
    fc.tuple(from<"all" | "any">("all", "any"), fc.array(tie("filter"), { minLength: 2, maxLength: 3 }), from(" ", " and ", " AND "), from(" or ", "  OR ")).map(([kind, parts, and, or]): DrawnFilter =>
      ({ node: { kind, parts: parts.map(({ node }) => node) }, text: parts.map(inParentheses).join(kind === "all" ? and : or) }))),
})).filter;
