/**
 * What the services of this app say to each other. Each type stands here once, with its data and its meaning; the webhooks
 * themselves keep GitHub's own names.
 */
import { defineMessage, type ReplyChannel } from "core-ipc";

/** Something in a repository that has a number: an issue or a pull request. */
export interface Ticket {
  readonly repository: string;
  readonly number: number;
}

export const ownerWanted = defineMessage<Ticket & { readonly labels: readonly string[] }>("people.owner", {
  description: "QUERY: the login of the person who looks after such a ticket",
});

export const reviewWanted = defineMessage<Ticket & { readonly author: string; readonly reviewer: ReplyChannel<string> }>("people.review", {
  description: "Somebody other than the author is to review; who will, replies on the channel",
});

export const teamChanged = defineMessage<{ readonly team: string; readonly change: string }>("people.changed", {
  description: "A team is not what it was",
});

export const ticketTriaged = defineMessage<Ticket & { readonly labels: readonly string[]; readonly owner: string }>("triage.done", {
  description: "A ticket has labels and an owner now; for everybody who keeps account of it",
});

export const buildBroken = defineMessage<{ readonly repository: string; readonly name: string }>("builds.broken", {
  description: "A check or a job has failed",
});

export const incidentOpened = defineMessage<{ readonly advisory: string; readonly severity: string }>("incident.opened", {
  description: "A security advisory that concerns us was published; a room is open",
});

export const digestWanted = defineMessage("digest.build", {
  description: "PERFORM: the day in a few lines",
});

export const digestPart = defineMessage("digest.part", {
  description: "QUERYALL: a line for the digest from every service that has one to say",
});
