// Starts the apps of these tests on the runtime that runs the tests, with running apps looked for in a folder of the test's own.
import { readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { FOLDER_VARIABLE } from "../../src/devtools/environment.ts";
import { discover, type RunningApp } from "../../src/devtools/discovery.ts";
import { type LaunchedApp, launchApp, type LaunchOptions } from "../../src/devtools/launch.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { runtimeName } from "../this_runtime.ts";

/** Gives the path of one of the test apps. */
export function testApp(name: string): string {
  return fileURLToPath(new URL(`apps/${name}.mjs`, import.meta.url));
}

/** What an app left when it had ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
  /** The text of each log. */
  readonly logs: readonly string[];
}

/** Starts an app, and gives it to `use`; it is ended, and its spool gone, afterwards. */
export async function withApp(options: LaunchOptions, use: (app: LaunchedApp, output: () => string) => unknown): Promise<void> {
  await inDevtoolsFolder(async () => {
    const app = launchApp({ runtime: runtimeName, ...options });
    let output = "";
    app.onOutput((_stream, text) => output += text);
    try {
      await use(app, () => output);
    } finally {
      app.kill("SIGKILL");
      await app.exited;
      app.dispose();
    }
  });
}

/** Starts an app, waits for its end, and gives what it left. */
export async function runApp(options: LaunchOptions): Promise<Ended> {
  let ended: Ended = { code: null, signal: null, output: "", logs: [] };
  await withApp(options, async (app, output) => {
    const { code, signal } = await app.exited;
    ended = { code, signal, output: output(), logs: app.logs().map((log) => readFileSync(log, "utf8")) };
  });
  return ended;
}

/** Gives a test its own folder of running apps, so that it sees no others. */
export async function inDevtoolsFolder(use: (folder: string) => unknown): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const before = process.env[FOLDER_VARIABLE];
    process.env[FOLDER_VARIABLE] = folder;
    try {
      await use(folder);
    } finally {
      if (before === undefined) delete process.env[FOLDER_VARIABLE];
      else process.env[FOLDER_VARIABLE] = before;
    }
  });
}

/** Gives the types of the messages in a log's text, in order; a torn tail is left out. */
export function typesIn(log: string | undefined): string[] {
  const lines = (log ?? "").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as { kind: string; type?: string })
    .flatMap((record) => record.kind === "dispatch" ? record.type ?? [] : []);
}

/** Gives the running app as soon as it can be found. */
export async function found(): Promise<RunningApp> {
  for (let look = 0; look < 500; look++) {
    const [app] = await discover({ timeoutMs: 2000 });
    if (app !== undefined) return app;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("The app was not found");
}
