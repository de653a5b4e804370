/**
 * Where the messages come from: once the app has started, each webhook becomes an ACTION, at a pace that a person can follow.
 * After the last one it asks for the digest, prints it, and shuts the app down.
 */
import type { Core, Outcome } from "core-ipc";
import { typeOf, type Webhook } from "./github.ts";
import { digestWanted } from "./messages.ts";
import type { Pause } from "./pause.ts";

/** The service `webhooks`. */
export class WebhooksService {
  readonly #core: Core;
  readonly #webhooks: readonly Webhook[];
  readonly #pause: Pause;
  readonly #everyMs: number;
  #isStopped = false;

  constructor(core: Core, webhooks: readonly Webhook[], pause: Pause, everyMs: number) {
    this.#core = core;
    this.#webhooks = webhooks;
    this.#pause = pause;
    this.#everyMs = everyMs;
  }

  /** Starts to send, and does not wait for it: the app is not up before this returns. */
  onStartup(): void {
    void this.#send();
  }

  onShutdown(): void {
    this.#isStopped = true;
  }

  async #send(): Promise<void> {
    const open: Promise<void>[] = [];
    for (const webhook of this.#webhooks) {
      await this.#pause(this.#everyMs);
      if (this.#isStopped) return;
      open.push(this.#attend(this.#core.ACTION({ type: typeOf(webhook), data: webhook.payload })));
    }
    await Promise.all(open);
    if (this.#isStopped) return;
    const lines = await this.#core.PERFORM<string[]>(digestWanted());
    console.log([`${this.#webhooks.length} webhooks`, ...lines].join("\n"));
    await this.#core.shutdown();
  }

  /** Where messages are dropped, somebody else speaks in this service's place, as a replay does: then it has nothing more to say. */
  async #attend(sent: Outcome | Promise<Outcome>): Promise<void> {
    const { dropped } = await sent;
    if (dropped !== undefined) this.#isStopped = true;
  }
}
