/** Deno's permission flags for the app: they may stand anywhere before `--`, and are Deno's own words. */

const PERMISSION = /^(-A|--allow-all|--(allow|deny)-(read|write|net|env|run|sys|ffi|import)(=.*)?)$/;

/** Takes the permission flags out of the arguments, in order. */
export function splitPermissions(args: readonly string[]): { rest: string[]; permissions: string[] } {
  const rest: string[] = [];
  const permissions: string[] = [];
  const end = args.indexOf("--");
  args.forEach((arg, at) => (PERMISSION.test(arg) && (end === -1 || at < end) ? permissions : rest).push(arg));
  return { rest, permissions };
}
