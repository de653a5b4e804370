/**
 * The demo: the triage app on the webhooks of payloads.json. Importing it makes its Core; it ends by itself after some ten
 * seconds. It needs no permission: the payloads are a module.
 *
 *   core inspect examples/github_triage/app.ts
 */
import payloads from "./payloads.json" with { type: "json" };
import { startTriage } from "./triage.ts";

export const core = await startTriage(payloads);
