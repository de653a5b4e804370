/**
 * The day in a few lines: keeps account of what was triaged, and builds the digest as a task that reports its progress.
 */
import type { Core, Message, TaskControl } from "core-ipc";
import { digestPart, digestWanted, teamChanged, ticketTriaged } from "./messages.ts";
import type { Pause } from "./pause.ts";

/** How long a line takes, in milliseconds: long enough to see the progress move. */
const LINE_MS = 150;

/** The service `digest`. */
export class DigestService {
  readonly #pause: Pause;
  readonly #labels = new Map<string, number>();
  #teamChanges = 0;

  constructor(core: Core, pause: Pause) {
    this.#pause = pause;
    core.registerAction(ticketTriaged, this.onTriaged);
    core.registerAction(teamChanged, this.onTeam);
    core.registerTask(digestWanted, this.build);
  }

  readonly onTriaged = (_core: Core, { data }: Message<{ readonly labels: readonly string[] }>): void => {
    for (const label of data.labels) this.#labels.set(label, (this.#labels.get(label) ?? 0) + 1);
  };

  readonly onTeam = (): void => {
    this.#teamChanges += 1;
  };

  readonly build = async (core: Core, _message: Message, { progress }: TaskControl): Promise<string[]> => {
    const { answers } = await core.QUERYALL<string>(digestPart());
    const labels = [...this.#labels].map(([label, count]) => `${label} ${count}`);
    const lines = [...answers, `labels: ${labels.sort().join(", ")}`, `teams: ${this.#teamChanges} changes`];
    for (const [index, line] of lines.entries()) {
      progress(index / lines.length, line);
      await this.#pause(LINE_MS);
    }
    progress(1);
    return lines;
  };
}
