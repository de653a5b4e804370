// The registry as history.
import { compareRegistries, listenersAt, registryAt } from "../../../src/trace/registry/registry_at.ts";
import { presenceOf } from "../../../src/trace/registry/moment.ts";
import type { KnownRecord, ServiceRecord, SubscriptionRecord } from "../../../src/trace/record.ts";
import type { RunTrace } from "../../../src/trace/run_trace.ts";
import { assert, suite } from "../../harness.ts";
import { logOf } from "../../log/log_of.ts";
import { header } from "../records.ts";

const test = suite("trace/registry/registry_at");

function subscription(id: number, at: number, more: Partial<SubscriptionRecord> = {}): SubscriptionRecord {
  return { kind: "subscription", at, id, verb: "ACTION", pattern: "a.*", handler: `h${id}`, state: "added", ...more };
}

function service(name: string, at: number, state: ServiceRecord["state"], more: Partial<ServiceRecord> = {}): ServiceRecord {
  return { kind: "service", at, name, state, ...more };
}

function runOf(...records: KnownRecord[]): RunTrace {
  return logOf([header(), ...records]).runs[0] as RunTrace;
}

const ids = (subscriptions: readonly { readonly added: SubscriptionRecord }[]): number[] => subscriptions.map(({ added }) => added.id);

test("registryAt() gives the subscriptions that were there, in the order of their registration, and each service in the state it was in", () => {
  const run = runOf(
    service("mailer", 1, "registered"), subscription(1, 2), subscription(2, 3), service("mailer", 4, "started"),
    subscription(1, 10, { state: "removed" }), subscription(3, 12), service("mailer", 20, "stopped"),
  );

  const [early, middle, late] = [2, 11, 30].map((at) => registryAt(run, { at }));

  assert.equal([early, middle, late].map((registry) => ids(registry?.subscriptions ?? [])), [[1], [2], [2, 3]]);
  assert.equal([early, middle, late].map((registry) => registry?.services.get("mailer")?.state), ["registered", "started", "stopped"]);
});

test("registryAt() tells two records of one tick of the clock apart by their lines", () => {
  const run = runOf(subscription(1, 5), subscription(1, 5, { state: "removed" }), subscription(2, 5));

  assert.equal([2, 3, 4, 5].map((line) => ids(registryAt(run, { at: 5, line }).subscriptions)), [[], [1], [], [2]]);
  assert.equal(ids(registryAt(run, { at: 5 }).subscriptions), [2]);
});

test("registryAt() does not know whether what a snapshot shows was there before", () => {
  const run = runOf(subscription(7, 40, { snapshot: true }), subscription(3, 50, { state: "removed" }));

  assert.equal([ids(registryAt(run, { at: 10 }).subscriptions), ids(registryAt(run, { at: 10 }).unsaid)], [[], [3, 7]]);
  assert.equal([ids(registryAt(run, { at: 60 }).subscriptions), ids(registryAt(run, { at: 60 }).unsaid)], [[7], []]);
});

test("presenceOf() tells those that were there from those that had gone, had yet to come, or were not told of", () => {
  const [first, second, third] = [...runOf(subscription(1, 5), subscription(1, 8, { state: "removed" }), subscription(2, 9), subscription(3, 9, { snapshot: true })).subscriptions.values()];

  assert.equal([first, second, third].map((each) => each && presenceOf(each, { at: 8.5 })), ["removed", "later", "unsaid"]);
  assert.is(first && presenceOf(first, { at: 6 }), "there");
});

test("compareRegistries() names what came, what went and which services changed; what came and went between is in neither", () => {
  const run = runOf(
    subscription(1, 1), subscription(2, 1), service("mailer", 2, "started"), service("crm", 2, "started"),
    subscription(1, 10, { state: "removed" }), subscription(3, 11), subscription(3, 12, { state: "removed" }), subscription(4, 13),
    service("mailer", 14, "failed"), service("audit", 15, "registered"),
  );

  const changes = compareRegistries(registryAt(run, { at: 5 }), registryAt(run, { at: 20 }));

  assert.equal([ids(changes.added), ids(changes.removed)], [[4], [1]]);
  assert.equal(changes.services, [{ name: "audit", to: "registered" }, { name: "mailer", from: "started", to: "failed" }]);
});

test("listenersAt() gives those of a verb whose pattern matches; QUERYALL asks the handlers of QUERY", () => {
  const run = runOf(subscription(1, 1), subscription(2, 1, { verb: "QUERY" }), subscription(3, 1, { pattern: ">" }), subscription(4, 1, { verb: "QUERY", pattern: "us*" }));

  assert.equal(ids(listenersAt(run, { at: 2 }, "ACTION", "a.b")), [1, 3]);
  assert.equal(ids(listenersAt(run, { at: 2 }, "QUERYALL", "a.b")), [2]);
  assert.equal(ids(listenersAt(run, { at: 2 }, "PERFORM", "a.b")), []);
});

test("RunTrace.serviceRecords keeps each change of a state, and what a further part repeats once", () => {
  const run = runOf(service("mailer", 1, "registered"), service("mailer", 2, "started"), service("mailer", 30, "started", { snapshot: true }), service("mailer", 40, "stopped"));

  assert.equal(run.serviceRecords.map(({ at, state }) => [at, state]), [[1, "registered"], [2, "started"], [40, "stopped"]]);
});
