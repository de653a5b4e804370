/**
 * Where the messages come from: once the app has started, each webhook becomes an ACTION, at a pace that a person can follow.
 * After the last one it asks for the digest, prints it, and shuts the app down.
 */
import type { Core, Outcome } from "core-ipc";
import { typeOf, type Webhook } from "./github.ts";
import { digestWanted } from "./messages.ts";
import type { Pause } from "./pause.ts";

export interface WebhooksOptions {
  readonly webhooks: readonly Webhook[];
  readonly everyMs: number;
  readonly pause: Pause;
  readonly print: (text: string) => void;
}

/** The service `webhooks`. */
export class WebhooksService {
  readonly #core: Core;
  readonly #options: WebhooksOptions;
  #isStopped = false;

  constructor(core: Core, options: WebhooksOptions) {
    this.#core = core;
    this.#options = options;
  }

  /** Starts to send, and does not wait for it: the app is not up before this returns. */
  onStartup(): void {
    void this.#send();
  }

  onShutdown(): void {
    this.#isStopped = true;
  }

  async #send(): Promise<void> {
    const { webhooks, everyMs, pause, print } = this.#options;
    const open: Promise<void>[] = [];
    for (const webhook of webhooks) {
      await pause(everyMs);
      if (this.#isStopped) return;
      open.push(this.#attend(this.#core.ACTION({ type: typeOf(webhook), data: webhook.payload })));
    }
    await Promise.all(open);
    if (this.#isStopped) return;
    const lines = await this.#core.PERFORM<string[]>(digestWanted());
    print([`${webhooks.length} webhooks`, ...lines].join("\n"));
    await this.#core.shutdown();
  }

  /** Where messages are dropped, somebody else speaks in this service's place, as a replay does: then it has nothing more to say. */
  async #attend(sent: Outcome | Promise<Outcome>): Promise<void> {
    const { dropped } = await sent;
    if (dropped !== undefined) this.#isStopped = true;
  }
}
