/** The registry as history: which handlers and services there were at a moment of a run, and what changed between two moments. Pure. */
import { parsePattern } from "../../mod.ts";
import type { LogVerb, ServiceRecord, SubscriptionRecord } from "../record.ts";
import type { RunTrace, SubscriptionTrace } from "../run_trace.ts";
import { presenceOf, type Moment } from "./moment.ts";

/** What was there at a moment. */
export interface RegistryAt {
  /** The moment. */
  readonly moment: Moment;
  /** The subscriptions that were there, in the order of their registration. */
  readonly subscriptions: readonly SubscriptionTrace[];
  /** Those of which the log does not say whether they were there yet: it shows them only later, as ones that had begun. */
  readonly unsaid: readonly SubscriptionTrace[];
  /** The services, each in the state that it was in. */
  readonly services: ReadonlyMap<string, ServiceRecord>;
}

/** A service that is not as it was. */
export interface ServiceChange {
  /** The name of the service. */
  readonly name: string;
  /** Its state at the first moment; absent: it was not there. */
  readonly from?: ServiceRecord["state"];
  /** Its state at the second moment; absent: it is not there, which only a second moment before the first can say. */
  readonly to?: ServiceRecord["state"];
}

/** What two moments of a registry differ by. */
export interface RegistryChanges {
  /** Subscriptions that are there at the second moment and were not at the first. */
  readonly added: readonly SubscriptionTrace[];
  /** Subscriptions that were there at the first moment and are not at the second. */
  readonly removed: readonly SubscriptionTrace[];
  /** Services whose state is another, by name. */
  readonly services: readonly ServiceChange[];
}

/** Gives the registry of a run as of a moment. Cost: the number of its subscriptions and of its services' records. */
export function registryAt(run: RunTrace, moment: Moment): RegistryAt {
  const all = [...run.subscriptions.values()].sort((a, b) => a.added.id - b.added.id);
  const services = new Map<string, ServiceRecord>();
  for (const record of run.serviceRecords) if (record.at <= moment.at) services.set(record.name, record);
  return {
    moment,
    subscriptions: all.filter((each) => presenceOf(each, moment) === "there"),
    unsaid: all.filter((each) => presenceOf(each, moment) === "unsaid"),
    services,
  };
}

/**
 * Says what changed from one moment to another. What came and went between the two is in neither.
 * @example
 * compareRegistries(registryAt(run, { at: 0 }), registryAt(run, { at: 500 })).removed;
 */
export function compareRegistries(before: RegistryAt, after: RegistryAt): RegistryChanges {
  const names = new Set([...before.services.keys(), ...after.services.keys()]);
  const services = [...names].sort().flatMap((name) => {
    const from = before.services.get(name)?.state;
    const to = after.services.get(name)?.state;
    return from === to ? [] : [{ name, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
  return { added: without(after.subscriptions, before.subscriptions), removed: without(before.subscriptions, after.subscriptions), services };
}

/** Gives the subscriptions that a message of this verb and type would have reached at a moment, in the order in which they would have been called. */
export function listenersAt(run: RunTrace, moment: Moment, verb: LogVerb, type: string): readonly SubscriptionTrace[] {
  return registryAt(run, moment).subscriptions.filter(({ added }) => added.verb === listenedVerb(verb) && matchesSafely(added.pattern, type));
}

/** Which verb a handler must listen for to be reached: QUERYALL asks the handlers of QUERY. */
export function listenedVerb(verb: LogVerb): SubscriptionRecord["verb"] {
  return verb === "QUERYALL" ? "QUERY" : verb;
}

/** Whether a pattern of a log matches a type. A log may hold what is no pattern: that matches nothing. */
export function matchesSafely(pattern: string, type: string): boolean {
  try {
    return parsePattern(pattern).matches(type);
  } catch {
    return false;
  }
}

function without(these: readonly SubscriptionTrace[], those: readonly SubscriptionTrace[]): SubscriptionTrace[] {
  const ids = new Set(those.map(({ added }) => added.id));
  return these.filter(({ added }) => !ids.has(added.id));
}
