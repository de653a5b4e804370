/**
 * Keeps an eye on builds. It was written by somebody who had never seen a tag being deleted: such a push has no head commit,
 * and its handler throws.
 */
import type { Core, Message } from "core-ipc";
import type { CheckRunEvent, PushEvent, WorkflowJobEvent } from "./github.ts";
import { buildBroken, digestPart } from "./messages.ts";

/** The service `builds`. */
export class BuildsService {
  readonly #heads = new Map<string, string>();
  #broken = 0;

  constructor(core: Core) {
    core.registerAction("github.push", this.onPush);
    core.registerAction("github.check_run.completed", this.onCheckRun);
    core.registerAction("github.workflow_job.completed", this.onWorkflowJob);
    core.registerQuery(digestPart, this.onDigest);
  }

  readonly onPush = (_core: Core, { data: { ref, head_commit, repository } }: Message<PushEvent>): void => {
    if (head_commit === null) throw new TypeError(`Cannot build ${ref} of ${repository.full_name}: the push has no head commit`);
    this.#heads.set(`${repository.full_name} ${ref}`, head_commit.id);
  };

  readonly onCheckRun = (core: Core, { data: { check_run, repository } }: Message<CheckRunEvent>): void => {
    if (check_run.conclusion === "failure") this.#break(core, repository.full_name, check_run.name);
  };

  readonly onWorkflowJob = (core: Core, { data: { workflow_job, repository } }: Message<WorkflowJobEvent>): void => {
    if (workflow_job.conclusion === "failure") this.#break(core, repository.full_name, workflow_job.name);
  };

  readonly onDigest = (): string => `builds: ${this.#heads.size} pushed, ${this.#broken} broken`;

  /** `core` is the handler's view: so the message has the webhook as its cause. */
  #break(core: Core, repository: string, name: string): void {
    this.#broken += 1;
    core.ACTION(buildBroken({ repository, name }));
  }
}
