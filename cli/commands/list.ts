/** `core list`: the running apps that can be joined. */
import { safeText } from "../../inspector/view/safe_text.ts";
import { discover, type RunningApp } from "../../src/devtools/discovery.ts";
import { writeErr, writeOut } from "../../src/host/process.ts";
import { CliError, EXIT } from "../exit.ts";
import type { Common } from "../options.ts";
import { table } from "../render.ts";

/** Prints a table, or with `--json` one object an app. @throws CliError when the folder of running apps cannot be read */
export async function list({ json }: Common): Promise<number> {
  let apps: RunningApp[];
  try {
    apps = await discover();
  } catch (error) {
    throw new CliError(`Cannot look for running apps: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error, tries: [["CORE_DEVTOOLS_DIR=/some/folder core list", "looks in a folder of yours"]],
    });
  }
  if (json === true) await writeOut(apps.map((app) => `${JSON.stringify(app)}\n`).join(""));
  else if (apps.length > 0) await writeOut(appTable(apps));
  else await writeErr('No running app can be joined. An app can when it imports "core-ipc/devtools", or was started by core.\n');
  return EXIT.ok;
}

/** Gives running apps as a table. */
export function appTable(apps: readonly RunningApp[]): string {
  const rows = apps.map(({ name, pid, runtime, cores, answers }) => [safeText(name), String(pid), safeText(runtime), safeText(cores.join(", ")), answers ? "" : "does not answer"]);
  return table([["NAME", "PID", "RUNTIME", "CORES", ""], ...rows]);
}
