/** What a filter can ask about: one table, from which errors, `core help filter` and docs/filter.md are made. */
import type { FilterOutcome, NameMember, NumberMember, PayloadRoot, StateWord } from "./ast.ts";
import type { LogVerb } from "../record.ts";

/** Something that a filter can ask about. */
export interface FilterMember {
  /** What it is called; "" for a text that stands alone. */
  readonly name: string;
  /** How it is written: before a colon, as a number, as a path into a payload, alone. */
  readonly kind: "name" | "verb" | "outcome" | "number" | "moment" | "flow" | "payload" | "state" | "text";
  /** It is known when a message is sent; all others only of a message in a log. */
  readonly isKnownWhenSent: boolean;
  /** Filters, and what each chooses. The first stands for all of them where there is little room. */
  readonly examples: readonly (readonly [filter: string, chooses: string])[];
}

/** The members, in the order in which they are told of. */
export const FILTER_MEMBERS: readonly FilterMember[] = [
  { name: "type", kind: "name", isKnownWhenSent: true, examples: [
    ["type:user.created", "messages of this type"],
    ["type:user.*", "one more segment: `user.created`, not `user.address.changed`"],
    ["type:user.>", "one or more segments"],
    ["type:/^user[.]/", "types that the regular expression finds"],
  ] },
  { name: "source", kind: "name", isKnownWhenSent: true, examples: [
    ["source:users", "sent by the service `users`"],
    ['source:"my *"', "sent by a service whose name begins so; `*` is any characters"],
  ] },
  { name: "verb", kind: "verb", isKnownWhenSent: true, examples: [["verb:QUERY", "sent as ACTION, QUERY, QUERYALL or PERFORM"]] },
  { name: "handler", kind: "name", isKnownWhenSent: false, examples: [
    ["handler:users.onAddress", "handled by this handler, or being handled"],
    ["handler:users", "by a handler whose name is this, or begins so up to a dot"],
    ["handler:*.onAddress", "`*` is any characters, dots too"],
  ] },
  { name: "service", kind: "name", isKnownWhenSent: false, examples: [["service:audit", "handled by a handler that this service registered"]] },
  { name: "outcome", kind: "outcome", isKnownWhenSent: false, examples: [
    ["outcome:failed", "that failed, or one of whose handlings did"],
    ["outcome:timedOut", "that ended so: done, answered, unanswered, timedOut, aborted, dropped, refused; or are unhandled or running"],
    ["outcome:declined", "one of whose handlings ended so: declined, spared"],
  ] },
  { name: "failed", kind: "state", isKnownWhenSent: false, examples: [["failed", "whose sender did not get what it asked for: failed, timed out, aborted, unanswered"]] },
  { name: "running", kind: "state", isKnownWhenSent: false, examples: [["running", "not over yet, as far as the log knows"]] },
  { name: "unhandled", kind: "state", isKnownWhenSent: false, examples: [["unhandled", "nobody handles them; not what the bus says by itself, as `service.startup`"]] },
  { name: "root", kind: "state", isKnownWhenSent: true, examples: [["root", "nothing caused them"]] },
  { name: "orphan", kind: "state", isKnownWhenSent: false, examples: [["orphan", "their cause is not in the log"]] },
  { name: "ms", kind: "number", isKnownWhenSent: false, examples: [
    ["ms>5", "took more than 5 ms; also `>=`, `<`, `<=`, `=`. What runs, or nobody handles, has no duration"],
    ["ms>=1.2s", "units: `us`, `ms`, `s`, `m`, `h`"],
    ["ms:5..10", "from 5 to 10 ms"],
  ] },
  { name: "at", kind: "moment", isKnownWhenSent: false, examples: [
    ["at:09:00..09:15", "sent from 09:00:00 to the end of 09:15, UTC, on the day on which the run began"],
    ["at:09:00", "within this minute; `at:09:00:05` within this second"],
    ["at:2026-11-23T09:00..", "from then on; `2026-11-23`, and an offset such as `+01:00`, are understood"],
    ["at:..+12s", "in the first 12 s of the run, and the second that begins then; `at<+12s` without it"],
  ] },
  { name: "id", kind: "number", isKnownWhenSent: false, examples: [["id:2", "this message, in each run"], ["id:2..4", "these"], ["id>3", "later ones"]] },
  { name: "cause", kind: "number", isKnownWhenSent: false, examples: [["cause:1", "sent while this message was handled"]] },
  { name: "flow", kind: "flow", isKnownWhenSent: false, examples: [["flow:2", "the whole flow that this message belongs to"]] },
  { name: "run", kind: "name", isKnownWhenSent: false, examples: [["run:k3x9", "of this run; `*` is any characters"]] },
  { name: "data", kind: "payload", isKnownWhenSent: true, examples: [
    ['data.id="123"', "the text 123 stands there"],
    ["data.id=123", "the number 123, or the text"],
    ["data.total>=100", "also `!=`, `>`, `<`, `<=`"],
    ["data.items[0].name:B*", "fits: `*` is any characters"],
    ["data.items[*].name:/bread/i", "for one of the items at least, the regular expression finds something"],
    ["data.coupon", "is there, whatever its value"],
  ] },
  { name: "answer", kind: "payload", isKnownWhenSent: false, examples: [["answer.street:Main*", "one of the answers, or a part of it, in the same way"], ["answer", "an answer is there"]] },
  { name: "error", kind: "payload", isKnownWhenSent: false, examples: [
    ["error:TypeError", "an error of this name, or with this `code`; `*` is any characters"],
    ["error:/not a string/i", "one in whose name and message the regular expression finds something"],
    ["error.code=ENOENT", "a part of it, in the same way as of data"],
    ["error", "a handling failed, or the message was dropped, refused, aborted or timed out: then that is the error's name, and the reason its message"],
  ] },
  { name: "reply", kind: "payload", isKnownWhenSent: false, examples: [["reply.ok=true", "what was sent on a reply channel, in the same way"]] },
  { name: "", kind: "text", isKnownWhenSent: false, examples: [
    ["/ma[iy]n street/i", "a regular expression finds something in the JSON of a payload: data, answers, errors, replies"],
    ['"Main Street"', "this text stands in one of them"],
  ] },
];

const ROOTS: readonly PayloadRoot[] = ["data", "answer", "error", "reply"];
const NAMES: readonly NameMember[] = ["type", "source", "handler", "service", "run"];
const NUMBERS: readonly NumberMember[] = ["ms", "id", "cause"];
const STATES: readonly StateWord[] = ["running", "failed", "unhandled", "orphan", "root"];

/** How a message is sent. */
export const VERBS: readonly LogVerb[] = ["ACTION", "QUERY", "QUERYALL", "PERFORM"];
/** How a message or a handling ends. */
export const OUTCOMES: readonly FilterOutcome[] = [
  "done", "answered", "unanswered", "failed", "unhandled", "running", "timedOut", "aborted", "dropped", "refused", "declined", "spared",
];

/** Tells whether a word is where a path into a payload begins. */
export function isPayloadRoot(word: string): word is PayloadRoot {
  return (ROOTS as readonly string[]).includes(word);
}

/** Tells whether a member's values are names. */
export function isNameMember(word: string): word is NameMember {
  return (NAMES as readonly string[]).includes(word);
}

/** Tells whether a member's values are numbers. */
export function isNumberMember(word: string): word is NumberMember {
  return (NUMBERS as readonly string[]).includes(word);
}

/** Tells whether a word is a condition by itself. */
export function isStateWord(word: string): word is StateWord {
  return (STATES as readonly string[]).includes(word);
}

/** Gives how each member is begun: `type:`, `data.`, `running`. */
export function memberForms(isForSent = false): string[] {
  return FILTER_MEMBERS.filter(({ name, isKnownWhenSent }) => name !== "" && (isKnownWhenSent || !isForSent)).map(({ name, kind }) => `${name}${ENDING[kind]}`);
}

const ENDING: Readonly<Record<FilterMember["kind"], string>> = { name: ":", verb: ":", outcome: ":", number: "", moment: ":", flow: ":", payload: ".", state: "", text: "" };
