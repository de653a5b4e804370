/** One run of the command, from its arguments to its exit code. Whatever goes wrong ends here as words on stderr. */
import { env, isTerminal, writeErr } from "../src/host/process.ts";
import { FilterError } from "../src/trace/filter/mod.ts";
import { CliError, errorText, EXIT } from "./exit.ts";
import { splitPermissions } from "./permissions.ts";
import { programFor, UsageError } from "./program.ts";

/** Runs `core` with these arguments (without the runtime's and the script's); gives its exit code. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    const { rest, permissions } = splitPermissions(args);
    return await programFor(permissions, rest);
  } catch (error) {
    return await explain(error);
  }
}

async function explain(error: unknown): Promise<number> {
  if (error instanceof UsageError) return error.code;
  if (error instanceof CliError) {
    await writeErr(errorText(error));
    return error.code;
  }
  if (error instanceof FilterError) {
    await writeErr(errorText(new CliError(error.message, { tries: [["core help filter", "shows what a filter can say"]] })));
    return EXIT.usage;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await writeErr(`core: a defect of its own, not of your app: ${text}\n`);
  return EXIT.defect;
}

/** Says whether colours go to standard output: `--no-color` and `NO_COLOR` turn them off, `FORCE_COLOR` on. */
export function wantsColor(flag: boolean): boolean {
  if (!flag || env("NO_COLOR") !== undefined) return false;
  return env("FORCE_COLOR") !== undefined || isTerminal("stdout");
}
