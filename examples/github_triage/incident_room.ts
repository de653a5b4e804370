/**
 * While an incident is open, everything may matter: the room has `handleIPCEvents`, so it hears every ACTION from the moment
 * it is registered, and keeps what GitHub says.
 */
import type { Core, Message } from "core-ipc";
import { digestPart } from "./messages.ts";

export class IncidentRoom {
  readonly #advisory: string;
  readonly #heard: string[] = [];

  constructor(advisory: string) {
    this.#advisory = advisory;
  }

  /** It came with the app running, so it is started at once. */
  onStartup(core: Core): void {
    core.registerQuery(digestPart, this.onDigest);
  }

  handleIPCEvents(_core: Core, { type }: Message): void {
    if (type.startsWith("github.")) this.#heard.push(type);
  }

  readonly onDigest = (): string => `${this.#advisory}: ${this.#heard.length} webhooks since`;
}
