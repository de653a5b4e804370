/** `core demo`: the inspector on the built-in demo app. */
import { packageFile } from "../../src/host/package_files.ts";
import type { Common } from "../options.ts";
import { inspectTarget } from "./inspect.ts";

/** Opens the inspector on the demo; without a terminal it prints its messages and a summary, and gives 0. */
export function demo(common: Common): Promise<number> {
  return inspectTarget({ kind: "app", file: packageFile("demo") }, [], common);
}
