/**
 * Who looks after what. Two handlers answer the same question: an expert for a label goes first and declines when there is
 * none; then the owner of the repository.
 */
import type { Core, Message } from "core-ipc";
import { ownerWanted, reviewWanted, type Ticket } from "./messages.ts";

const EXPERTS: Readonly<Record<string, string>> = { documentation: "ada", security: "grace" };

const REVIEWERS: readonly string[] = ["linus", "margaret"];

/** Makes the service `people`. */
export function openPeople(core: Core) {
  function expert(_core: Core, { data }: Message<{ readonly labels: readonly string[] }>): string | undefined {
    return data.labels.map((label) => EXPERTS[label]).find((login) => login !== undefined);
  }

  function owner(_core: Core, { data }: Message<Ticket>): string {
    return data.repository.split("/")[0] ?? "nobody";
  }

  core.registerQuery(ownerWanted, expert);
  core.registerQuery(ownerWanted, owner);
  core.registerAction(reviewWanted, function review(_core, { data }) {
    const free = REVIEWERS.filter((login) => login !== data.author);
    data.reviewer.send(free[data.number % free.length] ?? "nobody");
  });
  return { reviewers: REVIEWERS };
}
