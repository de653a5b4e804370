/**
 * Reads what comes in about issues, pull requests and advisories, and sees to it that somebody owns it.
 */
import type { Core, Message } from "core-ipc";
import type { AdvisoryEvent, IssueEvent, LabelEvent, PullRequestEvent } from "./github.ts";
import { IncidentRoom } from "./incident_room.ts";
import { digestPart, incidentOpened, ownerWanted, reviewWanted, ticketTriaged } from "./messages.ts";

/** What a word in a title or a body says about a ticket. */
const LABELS: readonly (readonly [word: RegExp, label: string])[] = [
  [/readme|documentation|spelling/i, "documentation"],
  [/error|accident|crash/i, "bug"],
];

/** The service `triage`, named after its class. */
export class TriageService {
  readonly #triaged = new Map<string, number>();
  /** Labels that were deleted are not put on tickets any more. */
  readonly #deleted = new Set<string>();

  constructor(core: Core) {
    core.registerAction("github.issues.*", this.onIssue);
    core.registerAction("github.pull_request.opened", this.onPullRequest);
    core.registerAction("github.pull_request.ready_for_review", this.onPullRequest);
    core.registerAction("github.label.*", this.onLabel);
    core.registerAction("github.security_advisory.published", this.onAdvisory);
    core.registerQuery(digestPart, this.onDigest);
  }

  readonly onIssue = async (core: Core, { data }: Message<IssueEvent>): Promise<void> => {
    const { action, issue, repository: { full_name: repository } } = data;
    if (issue.labels === undefined) throw new TypeError(`Cannot triage issue ${issue.number} of ${repository}: it has no labels`);
    if (action !== "opened" && action !== "reopened") return;

    const ticket = { repository, number: issue.number };
    const labels = this.#labelsFor(`${issue.title} ${issue.body ?? ""}`, issue.labels.map(({ name }) => name));
    const owner = await core.QUERY<string>(ownerWanted({ ...ticket, labels }));
    this.#count("issues");
    core.ACTION(ticketTriaged({ ...ticket, labels, owner }));
  };

  readonly onPullRequest = async (core: Core, { data }: Message<PullRequestEvent>): Promise<void> => {
    const { number, pull_request: { title, user }, repository: { full_name: repository } } = data;
    const reviewer = core.replyChannel<string>();
    core.ACTION(reviewWanted({ repository, number, author: user.login, reviewer }));
    const owner = await reviewer.receive();
    this.#count("pull requests");
    core.ACTION(ticketTriaged({ repository, number, labels: this.#labelsFor(title, []), owner }));
  };

  readonly onLabel = (_core: Core, { data: { action, label } }: Message<LabelEvent>): void => {
    if (action === "deleted") this.#deleted.add(label.name);
    else this.#deleted.delete(label.name);
  };

  /** The room is a service that comes while the app runs; one is enough. */
  readonly onAdvisory = async (core: Core, { data: { security_advisory: advisory } }: Message<AdvisoryEvent>): Promise<void> => {
    if (core.serviceFor("incident") !== undefined) return;
    await core.registerService("incident", new IncidentRoom(advisory.ghsa_id));
    core.ACTION(incidentOpened({ advisory: advisory.ghsa_id, severity: advisory.severity }));
  };

  readonly onDigest = (): string | undefined => {
    const parts = [...this.#triaged].map(([what, count]) => `${what} ${count}`);
    return parts.length === 0 ? undefined : `triaged: ${parts.join(", ")}`;
  };

  #count(what: string): void {
    this.#triaged.set(what, (this.#triaged.get(what) ?? 0) + 1);
  }

  #labelsFor(text: string, given: readonly string[]): string[] {
    const found = LABELS.filter(([word]) => word.test(text)).map(([, label]) => label);
    return [...new Set([...given, ...found])].filter((label) => !this.#deleted.has(label)).sort();
  }
}
