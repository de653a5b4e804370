/** `core` alone: who runs, and where to begin. */
import { discover, type RunningApp } from "../../src/devtools/discovery.ts";
import { writeOut } from "../../src/host/process.ts";
import { EXIT } from "../exit.ts";
import type { Common } from "../options.ts";
import { appTable } from "./list.ts";

/** Prints the running apps and the three most useful commands. */
export async function home(_common: Common): Promise<number> {
  const apps = await discover().catch((): RunningApp[] => []);
  const running = apps.length === 0 ? "No running app can be joined.\n" : `Running apps:\n${appTable(apps)}`;
  const target = apps[0] === undefined ? "app.ts" : apps[0].name;
  await writeOut(`${running}
  ${`core inspect ${target}`.padEnd(34)} shows its messages live
  core record app.ts -o run.jsonl    writes them to a recording
  core demo                          shows all this on a demo app

core --help lists the rest.
`);
  return EXIT.ok;
}
