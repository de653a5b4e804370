/**
 * The triage app on every example payload, as fast as its services go: what the end-to-end tests run.
 */
import { everyWebhook } from "./every_webhook.ts";
import { startTriage } from "./triage.ts";

export const core = await startTriage(await everyWebhook(), { everyMs: 4 });
