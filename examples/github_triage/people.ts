/**
 * Who looks after what. Two handlers answer the same question: an expert for a label goes first and declines when there is
 * none; then the owner of the repository.
 */
import type { Core, Message } from "core-ipc";
import type { TeamEvent } from "./github.ts";
import { ownerWanted, reviewWanted, teamChanged, type Ticket } from "./messages.ts";

const EXPERTS: Readonly<Record<string, string>> = { documentation: "ada", security: "grace" };

const REVIEWERS: readonly string[] = ["linus", "margaret"];

/** Makes the service `people`. */
export function openPeople(people: Core) {
  function expert(_core: Core, { data }: Message<{ readonly labels: readonly string[] }>): string | undefined {
    return data.labels.map((label) => EXPERTS[label]).find((login) => login !== undefined);
  }

  function owner(_core: Core, { data }: Message<Ticket>): string {
    return data.repository.split("/")[0] ?? "nobody";
  }

  function team(core: Core, { data }: Message<TeamEvent>): void {
    core.ACTION(teamChanged({ team: data.team?.name ?? "a deleted team", change: data.action }));
  }

  people.registerQuery(ownerWanted, expert);
  people.registerQuery(ownerWanted, owner);
  people.registerAction(reviewWanted, function review(_core, { data }) {
    const free = REVIEWERS.filter((login) => login !== data.author);
    data.reviewer.send(free[data.number % free.length] ?? "nobody");
  });
  people.registerAction("github.team.*", team);
  people.registerAction("github.membership.*", team, { name: "member" });
  return { reviewers: REVIEWERS };
}
