/**
 * The permissions of a Deno app that is watched: those its user gives, and beside them what the agent needs, kind by kind
 * and no more. A kind that the user gives without bounds is left as it is: a scoped grant beside it would narrow the app.
 */

/** What the agent needs of each kind. */
export interface AgentNeeds {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly net: readonly string[];
  readonly env: readonly string[];
}

const SHORT: Record<keyof AgentNeeds, string> = { read: "-R", write: "-W", net: "-N", env: "-E" };
const KINDS: readonly (keyof AgentNeeds)[] = ["read", "write", "net", "env"];

/** Gives the flags for `deno run`: the user's as they are, then the agent's. */
export function mergePermissions(user: readonly string[], needs: AgentNeeds): string[] {
  if (user.some(givesAll) || user.some(givesSet)) return [...user];
  return [...user, ...KINDS.filter((kind) => needs[kind].length > 0 && !user.some((flag) => isUnbounded(flag, kind)))
    .map((kind) => `--allow-${kind}=${needs[kind].map(escapeComma).join(",")}`)];
}

function givesAll(flag: string): boolean {
  return flag === "--allow-all" || /^-[a-zA-Z]*A[a-zA-Z]*$/.test(flag);
}

/** What a named set gives is not known here, and a grant beside it would narrow it: the set must name what the agent needs. */
function givesSet(flag: string): boolean {
  return /^(-P|--permission-set)(=|$)/.test(flag);
}

function isUnbounded(flag: string, kind: keyof AgentNeeds): boolean {
  if (flag === `--allow-${kind}` || flag === SHORT[kind]) return true;
  // Bare short flags may stand together: -RN.
  return /^-[A-Z]{2,}$/.test(flag) && flag.includes(SHORT[kind].slice(1));
}

/** In a list of paths, a comma of a path is written twice. */
function escapeComma(value: string): string {
  return value.replaceAll(",", ",,");
}
