/**
 * A small app that triages what GitHub tells by webhooks. Its services know nothing of each other: they speak by messages.
 *
 *   webhooks ──github.…──▶ triage ──QUERY people.owner──▶ people
 *                            │  ───people.review (reply channel)──▶ people
 *                            ├──triage.done──▶ mail (slow), digest
 *                            └──incident.opened──▶ mail; the room "incident" hears everything from then on
 *            ──github.…──▶ builds ──builds.broken──▶ mail
 *            ──github.…──▶ people ──people.changed──▶ mail, digest
 *            ──PERFORM digest.build──▶ digest ──QUERYALL digest.part──▶ triage, builds, incident
 *
 * Many kinds of webhooks are nobody's business here, until the room opens.
 */
import { type Clock, type Core, type CoreError, createCore, withClock, withCoreName, withName, withOnError, withService } from "core-ipc";
import { BuildsService } from "./builds.ts";
import { DigestService } from "./digest.ts";
import type { Webhook } from "./github.ts";
import { MailService } from "./mail.ts";
import { pauseBy } from "./pause.ts";
import { openPeople } from "./people.ts";
import { TriageService } from "./triage_service.ts";
import { WebhooksService } from "./webhooks.ts";

export interface TriageOptions {
  /** A webhook every so many milliseconds; 120 when absent, so that one can follow. */
  readonly everyMs?: number;
  /** Times the Core and the services; the runtime's clock when absent. */
  readonly clock?: Clock;
  /** Gets the digest; `console.log` when absent. */
  readonly print?: (text: string) => void;
  /** Gets what fails in a handler; the library's one line on `console.error` when absent. */
  readonly onError?: (error: CoreError) => void;
}

/** Makes the app's Core, and starts it: the webhooks come, and after the last one it shuts itself down. */
export async function startTriage(webhooks: readonly Webhook[], options: TriageOptions = {}): Promise<Core> {
  const { everyMs = 120, clock, print = console.log, onError } = options;
  const pause = pauseBy(clock);
  const app = await createCore(
    withCoreName("triage"),
    ...(clock === undefined ? [] : [withClock(clock)]),
    ...(onError === undefined ? [] : [withOnError(onError)]),
    withName("people", openPeople),
    withService((core) => new TriageService(core)),
    withService((core) => new BuildsService(core)),
    withService((core) => new MailService(core, pause)),
    withService((core) => new DigestService(core, pause)),
    withService((core) => new WebhooksService(core, { webhooks, everyMs, pause, print })),
  );
  await app.startup();
  return app;
}
