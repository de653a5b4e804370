// The triage app, in this process and on a clock that the test holds: what it sends, what fails, what nobody handles.
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Core, Dispatch, EndedHandling } from "../../src/mod.ts";
import { type FakeClock, fakeClock } from "../../src/testing/mod.ts";
import payloads from "../../examples/github_triage/payloads.json" with { type: "json" };
import { everyWebhook } from "../../examples/github_triage/every_webhook.ts";
import { typeOf, type Webhook } from "../../examples/github_triage/github.ts";
import { startTriage } from "../../examples/github_triage/triage.ts";
import { assert, suite } from "../harness.ts";
import { runScript } from "../this_runtime.ts";

const test = suite("examples/github_triage");

interface Seen {
  readonly dispatches: Dispatch[];
  readonly handlings: EndedHandling[];
  readonly replies: string[];
  readonly ratios: number[];
  readonly errors: string[];
  printed: string;
}

/** More than enough turns for every webhook: a run that never ends fails instead of hanging. */
const TURNS = 10_000;

async function start(webhooks: readonly Webhook[], clock: FakeClock): Promise<{ core: Core; seen: Seen }> {
  const seen: Seen = { dispatches: [], handlings: [], replies: [], ratios: [], errors: [], printed: "" };
  const core = await startTriage(webhooks, {
    clock,
    print: (text) => (seen.printed += text),
    onError: ({ message }) => seen.errors.push(message),
  });
  core.tap({
    dispatched: (dispatch) => seen.dispatches.push(dispatch),
    handled: (handling) => seen.handlings.push(handling),
    replied: (_dispatch, member, value) => seen.replies.push(`${member} ${String(value)}`),
    progressed: ({ ratio }) => seen.ratios.push(ratio),
  });
  return { core, seen };
}

async function runToEnd(webhooks: readonly Webhook[]): Promise<Seen> {
  const clock = fakeClock();
  const { core, seen } = await start(webhooks, clock);
  for (let turn = 0; seen.printed === "" && turn < TURNS; turn += 1) {
    clock.advance(60);
    await setImmediate();
  }
  await core.shutdown();
  return seen;
}

const typesOf = (dispatches: readonly Dispatch[]): string[] => dispatches.map(({ message }) => message.type);
const webhooksIn = ({ dispatches }: Seen): Dispatch[] => dispatches.filter(({ message }) => message.type.startsWith("github."));
const failedIn = ({ handlings }: Seen): string[] =>
  handlings.filter(({ outcome }) => outcome === "failed").map(({ dispatch, subscription }) => `${dispatch.message.type} ${subscription.handler}`);

test("the demo's webhooks are 60 of legal types, each below 24 kB", () => {
  assert.is(payloads.length, 60);
  const sizes = payloads.map((webhook) => JSON.stringify(webhook).length);
  assert.ok(Math.max(...sizes) < 24_000 && Math.min(...sizes) < 1_000);
  assert.ok(sizes.reduce((sum, size) => sum + size) < 300_000);
});

test("payloads.json and NOTICE are what scripts/demo_payloads.mjs chooses", async () => {
  const { code, stdout, stderr } = await runScript(fileURLToPath(new URL("../../scripts/demo_payloads.mjs", import.meta.url)), ["--check"]);

  assert.equal({ code, stdout, stderr }, { code: 0, stdout: "60 webhooks, 293 kB\n", stderr: "" });
});

test("the demo sends each webhook, and ends with the digest", async () => {
  const seen = await runToEnd(payloads);

  assert.equal(typesOf(webhooksIn(seen)), payloads.map(typeOf));
  assert.is(
    seen.printed,
    `60 webhooks
triaged: issues 1, pull requests 1
builds: 1 pushed, 2 broken
GHSA-rf4j-j272-fj86: 16 webhooks since
labels: bug 1, documentation 2
teams: 5 changes`,
  );
  assert.equal(seen.ratios, [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.equal(seen.replies, ["reviewer linus"]);
});

test("the demo uses every verb, and causes what it should", async () => {
  const { dispatches } = await runToEnd(payloads);

  const own = dispatches.filter(({ message }) => !/^(github|service)\./.test(message.type));
  const causes = new Map(dispatches.map(({ id, message }) => [id, message.type]));
  assert.equal(own.map(({ verb, message, cause = 0 }) => `${verb} ${message.type} ← ${causes.get(cause) ?? "a root"}`), [
    "ACTION people.changed ← github.membership.removed",
    "ACTION people.changed ← github.team.deleted",
    "QUERY people.owner ← github.issues.opened",
    "ACTION triage.done ← github.issues.opened",
    "ACTION people.review ← github.pull_request.opened",
    "ACTION triage.done ← github.pull_request.opened",
    "ACTION builds.broken ← github.check_run.completed",
    "ACTION people.changed ← github.membership.added",
    "ACTION builds.broken ← github.workflow_job.completed",
    "ACTION people.changed ← github.team.edited",
    "ACTION incident.opened ← github.security_advisory.published",
    "ACTION people.changed ← github.team.created",
    "PERFORM digest.build ← a root",
    "ACTION task.started ← digest.build",
    "QUERYALL digest.part ← digest.build",
    "ACTION task.progress ← digest.build",
    "ACTION task.progress ← digest.build",
    "ACTION task.progress ← digest.build",
    "ACTION task.progress ← digest.build",
    "ACTION task.progress ← digest.build",
    "ACTION task.progress ← digest.build",
    "ACTION task.completed ← digest.build",
  ]);
});

test("the demo fails on deleted tags and on issues without labels, and nowhere else", async () => {
  const seen = await runToEnd(payloads);

  assert.equal(failedIn(seen), ["github.push builds.onPush", "github.issues.pinned triage.onIssue", "github.push builds.onPush"]);
  assert.is(seen.errors.length, 3);
  assert.match(seen.errors[0] ?? "", /Cannot build refs\/tags\/simple-tag of Codertocat\/Hello-World: the push has no head commit$/);
});

test("the demo's mail takes so long that it is seen running", async () => {
  const { handlings } = await runToEnd(payloads);

  const mail = handlings.filter(({ subscription }) => subscription.service === "mail");
  assert.equal(mail.map(({ subscription, ms }) => `${subscription.handler} ${ms}`), [
    "mail.onTeam 180",
    "mail.onTeam 180",
    "mail.onTriaged 180",
    "mail.onTriaged 180",
    "mail.onBroken 180",
    "mail.onTeam 180",
    "mail.onBroken 180",
    "mail.onTeam 180",
    "mail.onIncident 180",
    "mail.onTeam 180",
  ]);
});

test("many kinds of webhooks are handled by nobody, until the incident room opens", async () => {
  const seen = await runToEnd(payloads);

  const webhooks = webhooksIn(seen);
  const opening = typesOf(webhooks).indexOf("github.security_advisory.published");
  const unhandled = webhooks.filter(({ handlers }) => handlers === 0);
  assert.is(unhandled.length, 29);
  assert.ok(unhandled.every((dispatch) => webhooks.indexOf(dispatch) < opening));
  const heard = seen.handlings.filter(({ subscription }) => subscription.handler === "incident.handleIPCEvents");
  assert.equal(typesOf(heard.map(({ dispatch }) => dispatch)).filter((type) => type.startsWith("github.")), typesOf(webhooks.slice(opening + 1)));
});

test("two runs of the demo send the same, in the same order, for the same causes", async () => {
  const [first, second] = [await runToEnd(payloads), await runToEnd(payloads)];

  const story = ({ dispatches }: Seen): unknown[] => dispatches.map(({ id, verb, message, handlers, cause, by }) => [id, verb, message.type, JSON.stringify(message.data), handlers, cause, by]);
  assert.equal(story(second), story(first));
});

test("every payload of the package goes through", async () => {
  const webhooks = await everyWebhook();

  const seen = await runToEnd(webhooks);

  assert.is(webhooks.length, 329);
  assert.is(webhooksIn(seen).length, 329);
  const failures = failedIn(seen).sort();
  assert.equal(failures, [
    "github.issues.pinned triage.onIssue",
    "github.issues.unpinned triage.onIssue",
    "github.push builds.onPush",
    "github.push builds.onPush",
    "github.push builds.onPush",
    "github.push builds.onPush",
  ]);
  assert.is(webhooksIn(seen).filter(({ handlers }) => handlers === 0).length, 230);
}, { timeoutMs: 20_000 });

test("whoever drops the webhooks has the word: no digest, no shutdown", async () => {
  const clock = fakeClock();
  const { core, seen } = await start(payloads, clock);
  core.intercept("github.>", (_core, _message, { drop }) => drop("kept back"));

  for (let turn = 0; turn < 20; turn += 1) {
    clock.advance(120);
    await setImmediate();
  }

  assert.equal(typesOf(seen.dispatches), ["github.ping"]);
  assert.is(clock.timers, 0);
  assert.is(seen.printed, "");
});

test("shutdown() stops the webhooks", async () => {
  const clock = fakeClock();
  const { core, seen } = await start(payloads, clock);

  await core.shutdown();
  clock.advance(120);
  await setImmediate();

  assert.equal(typesOf(seen.dispatches), ["service.shutdown"]);
  assert.is(clock.timers, 0);
});

const types: readonly [event: string, action: string | undefined, type: string][] = [
  ["issues", "opened", "github.issues.opened"],
  ["push", undefined, "github.push"],
  ["push", "", "github.push"],
  ["repository_dispatch", "on-demand-test", "github.repository_dispatch.on-demand-test"],
  ["repository_dispatch", "*", "github.repository_dispatch._"],
  ["repository_dispatch", "a.b > c", "github.repository_dispatch.a_b___c"],
];
for (const [event, action, type] of types) {
  test(`typeOf() makes ${type} of ${event} ${JSON.stringify(action)}`, () => {
    assert.is(typeOf({ event, payload: action === undefined ? {} : { action } }), type);
  });
}
