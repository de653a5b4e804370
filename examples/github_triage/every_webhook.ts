/**
 * All example payloads of the development dependency @octokit/webhooks-examples, several hundred, in the package's order.
 */
import type { Webhook } from "./github.ts";

interface Definition {
  readonly name: string;
  readonly examples: readonly Webhook["payload"][];
}

/** In a variable, so that the compiler does not make a type of three megabytes. */
const FILE: string = "@octokit/webhooks-examples/api.github.com/index.json";

/** Reads them; a clone has the package, an installed `core-ipc` has not. */
export async function everyWebhook(): Promise<Webhook[]> {
  const { default: definitions } = await import(FILE, { with: { type: "json" } }) as { default: readonly Definition[] };
  return definitions.flatMap(({ name, examples }) => examples.map((payload) => ({ event: name, payload })));
}
