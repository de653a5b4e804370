/** Recording a running app: the log that its agent writes for whoever watches is copied while it grows. */
import type { connect } from "../src/devtools/client.ts";
import type { RunningApp } from "../src/devtools/discovery.ts";
import { absolutePath, followFile } from "../src/host/files.ts";
import { onSignal, writeErr } from "../src/host/process.ts";
import { LogFile } from "../src/recording/log_file.ts";
import { CliError, EXIT } from "./exit.ts";
import { join } from "./feeds.ts";
import type { Common } from "./options.ts";

type Client = Awaited<ReturnType<typeof connect>>;

/** Flags that say how a recording is made, which a running app does itself. */
const MAKING = ["sync", "background", "ring", "on", "budget", "redact", "rotate", "keep", "gzip", "only"] as const;

/** Copies until the app ends, or Ctrl-C or SIGTERM comes; gives the exit code. @throws CliError when the app has no Core, or a flag is for an app that is started */
export async function recordRunning(app: RunningApp, file: string, common: Common): Promise<number> {
  refuseMaking(app, common);
  const client = await join(app);
  const { logs: [log] } = await client.watch();
  if (log === undefined) {
    client.close();
    throw new CliError(`Cannot record "${app.name}": it has made no Core yet`, { tries: [["core list", "shows the running apps and their Cores"]] });
  }
  await writeErr(`recording ${app.name} (${app.pid}) to ${file}; Ctrl-C ends it\n`);
  return copyUntilEnd(client, log, file);
}

function refuseMaking({ name }: RunningApp, common: Common): void {
  const flag = MAKING.find((each) => common[each] !== undefined);
  if (flag === undefined) return;
  throw new CliError(`Cannot use --${flag} on "${name}": it runs already, and says itself how it is recorded`, {
    code: EXIT.usage, tries: [["record(core, { … })", "from core-ipc/log, in the app"], ["core record app.ts …", "starts the app"]],
  });
}

async function copyUntilEnd(client: Client, log: string, file: string): Promise<number> {
  const copy = new LogFile({ path: absolutePath(file), mode: "append", onFault: ({ message }) => void writeErr(`${message}\n`) });
  const decoder = new TextDecoder();
  let missed = "";
  const followed = followFile(log, (bytes) => copy.write({ text: decoder.decode(bytes, { stream: true }), records: 0, at: 0 }), { fromOldest: true, onMissed: (message) => missed = message });
  const code = await new Promise<number>((resolve) => {
    client.onClosed(() => resolve(EXIT.ok));
    for (const [signal, number] of [["SIGINT", 130], ["SIGTERM", 143]] as const) onSignal(signal, () => resolve(number));
  });
  // The last who watches has the agent end the log: its totals belong to it.
  await client.unwatch().catch(() => {});
  await followed.caughtUp();
  followed.close();
  copy.close();
  await copy.closed;
  client.close();
  if (missed !== "") await writeErr(`${missed}\n`);
  return code;
}
