/**
 * GitHub's webhooks, as far as this app reads them. Payloads come from outside: what GitHub leaves out now and then is optional
 * or null here, too.
 */

/** One webhook: the name of its event, and what GitHub posts. */
export interface Webhook {
  readonly event: string;
  readonly payload: { readonly action?: string } & Readonly<Record<string, unknown>>;
}

interface Repository {
  readonly full_name: string;
}

interface Account {
  readonly login: string;
}

/** `github.issues.*` */
export interface IssueEvent {
  readonly action: string;
  readonly repository: Repository;
  readonly issue: {
    readonly number: number;
    readonly title: string;
    readonly body: string | null;
    /** Absent when an issue is pinned or unpinned. */
    readonly labels?: readonly { readonly name: string }[];
  };
}

/** `github.pull_request.*` */
export interface PullRequestEvent {
  readonly repository: Repository;
  readonly number: number;
  readonly pull_request: { readonly title: string; readonly user: Account };
}

/** `github.push` */
export interface PushEvent {
  readonly repository: Repository;
  readonly ref: string;
  /** Null when a branch or a tag was deleted. */
  readonly head_commit: { readonly id: string; readonly message: string } | null;
}

/** `github.check_run.completed` */
export interface CheckRunEvent {
  readonly repository: Repository;
  readonly check_run: { readonly name: string; readonly conclusion: string | null };
}

/** `github.workflow_job.completed` */
export interface WorkflowJobEvent {
  readonly repository: Repository;
  readonly workflow_job: { readonly name: string; readonly conclusion: string | null };
}

/** `github.team.*` and `github.membership.*` */
export interface TeamEvent {
  readonly action: string;
  /** GitHub leaves it out when the team is gone. */
  readonly team?: { readonly name: string };
}

/** `github.label.*` */
export interface LabelEvent {
  readonly action: string;
  readonly label: { readonly name: string };
}

/** `github.security_advisory.published` */
export interface AdvisoryEvent {
  readonly security_advisory: { readonly ghsa_id: string; readonly severity: string; readonly summary: string };
}

/**
 * Gives the type of the message that a webhook becomes: `github.<event>.<action>`, or `github.<event>` without an action. An
 * action may be any text (`repository_dispatch` takes what its sender likes): what would change the type's segments becomes `_`.
 */
export function typeOf({ event, payload: { action } }: Webhook): string {
  const segments = action === undefined || action === "" ? ["github", event] : ["github", event, action];
  return segments.map((segment) => segment.replace(/[.*>\s]/g, "_")).join(".");
}
