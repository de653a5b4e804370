/**
 * Tells people. Mail takes its time, and it leaves the app: its handlers are `external`, so a replay can keep them from
 * writing to people a second time.
 */
import type { Core, Message } from "core-ipc";
import { buildBroken, incidentOpened, teamChanged, ticketTriaged } from "./messages.ts";
import type { Pause } from "./pause.ts";

/** How long the mail server takes, in milliseconds: long enough to be seen still running. */
const DELIVERY_MS = 180;

/** The service `mail`. */
export class MailService {
  readonly #pause: Pause;

  constructor(core: Core, pause: Pause) {
    this.#pause = pause;
    core.registerAction(ticketTriaged, this.onTriaged, { external: true });
    core.registerAction(buildBroken, this.onBroken, { external: true });
    core.registerAction(teamChanged, this.onTeam, { external: true });
    core.registerAction(incidentOpened, this.onIncident, { external: true });
  }

  readonly onTriaged = (_core: Core, { data }: Message<{ readonly owner: string }>) => this.#send(data.owner);

  readonly onBroken = (_core: Core, { data }: Message<{ readonly repository: string }>) => this.#send(data.repository);

  readonly onTeam = (_core: Core, { data }: Message<{ readonly team: string }>) => this.#send(data.team);

  readonly onIncident = () => this.#send("everybody");

  /** The demo writes to nobody; it only waits as long. */
  async #send(_to: string): Promise<void> {
    await this.#pause(DELIVERY_MS);
  }
}
