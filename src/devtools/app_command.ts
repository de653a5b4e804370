/** How an app is started with the preload in it: arguments and variables for each runtime. Decides, and starts nothing. */
import { absolutePath } from "../host/files.ts";
import { fileUrl } from "../host/file_url.ts";
import type { RuntimeName } from "../host/runtime.ts";
import { SOCKET_NAME } from "./app_entry.ts";
import { mergePermissions } from "./deno_permissions.ts";
import { AGENT_VARIABLES } from "./environment.ts";
import { recordingFiles } from "../recording/lock.ts";
import { recordingPaths } from "./log_files.ts";

export interface AppCommandOptions {
  readonly runtime: RuntimeName;
  /** The script that the runtime runs, an absolute path. */
  readonly script: string;
  readonly args: readonly string[];
  /** Flags for `deno run`; other runtimes have none. */
  readonly denoPermissions: readonly string[];
  readonly preload: string;
  /** A module that Node must load before the preload, in a source clone. */
  readonly nodeLoader?: string | undefined;
  readonly spool: string;
  readonly record?: string | undefined;
  /** The recording goes on in further files, whose names are not known beforehand. */
  readonly hasParts?: boolean;
}

/** Gives the arguments for the runtime's executable. */
export function appArguments(options: AppCommandOptions): string[] {
  const { runtime, script, args, preload } = options;
  switch (runtime) {
    case "deno": return ["run", `--preload=${preload}`, ...denoFlags(options), script, ...args];
    case "bun": return [`--preload=${preload}`, script, ...args];
    case "node": return [...nodeImports(options).flatMap((each) => ["--import", each]), script, ...args];
    default: throw new TypeError(`Cannot start an app on "${String(runtime satisfies never)}": it is no runtime`);
  }
}

/** Gives the variables that put the preload into every Bun and Node process below a command line. */
export function preloadVariables(preload: string, nodeLoader: string | undefined, current: { readonly node?: string | undefined; readonly bun?: string | undefined }): Record<string, string> {
  const imports = nodeImports({ preload, nodeLoader }).map((each) => `--import=${each}`);
  return {
    NODE_OPTIONS: [current.node, ...imports].filter((each) => each !== undefined).join(" "),
    // Bun keeps a path with spaces together only when the whole option is quoted.
    BUN_OPTIONS: [current.bun, `"--preload=${preload}"`].filter((each) => each !== undefined).join(" "),
  };
}

function denoFlags({ denoPermissions, spool, record, hasParts = false }: AppCommandOptions): string[] {
  const recordings = record === undefined ? [] : hasParts ? [absolutePath(record, "..")] : recordingPaths(record).flatMap(recordingFiles);
  const flags = mergePermissions(denoPermissions, {
    read: [spool, ...recordings],
    write: [spool, ...recordings],
    net: [`unix:${absolutePath(spool, SOCKET_NAME)}`],
    env: AGENT_VARIABLES,
  });
  // A prompt would be drawn over the inspector's screen, and nobody could answer it: the app has no terminal.
  return flags.includes("--no-prompt") ? flags : ["--no-prompt", ...flags];
}

function nodeImports({ preload, nodeLoader }: Pick<AppCommandOptions, "preload" | "nodeLoader">): string[] {
  return [...nodeLoader === undefined ? [] : [fileUrl(nodeLoader)], fileUrl(preload)];
}
