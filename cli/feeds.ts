/** Feeds of records: from an app that is started, a running one that is joined, a recording, a pipe. */
import type { Feed, FeedEvent } from "../inspector/feed.ts";
import { connect, type Client } from "../src/devtools/client.ts";
import type { RunningApp } from "../src/devtools/discovery.ts";
import type { LaunchedApp } from "../src/devtools/launch.ts";
import { reasonOf } from "../src/host/files.ts";
import { pause } from "../src/host/clock.ts";
import { LateSource } from "../src/log/late_source.ts";
import { LogIndex } from "../src/log/log_index.ts";
import type { OpenSource } from "../src/log/source.ts";
import { type FollowedLog, followLog } from "../src/recording/follow_log.ts";
import { openPartsSource } from "../src/recording/parts_source.ts";
import { openPipeSource } from "../src/recording/pipe_source.ts";
import { noCoreError, type StartTarget } from "./app.ts";
import { CliError } from "./exit.ts";
import { cannotRead, pipe, refuseNonLog } from "./recording.ts";
import { targetName } from "./target.ts";

type Listener = (event: FeedEvent) => void;

/** After so long an app that has made no Core is worth a word; it may still make one. */
const PATIENCE_MS = 5_000;

/** Watches an app that was started; its log is its first Core's. Ends when the app has, and stops it when it is left. */
export function startedFeed(app: LaunchedApp, target: StartTarget): Feed {
  const source = new LateSource();
  const log = new LogIndex(source);
  let followed: FollowedLog | undefined;
  return {
    title: { name: targetName(target), pid: app.pid, ...(app.runtime === undefined ? {} : { runtime: app.runtime }) },
    mode: "live", log,
    start(listener) {
      app.onOutput((stream, text) => listener({ kind: "output", stream, text }));
      followed = follow(source, log, listener);
      void watch(app, target, listener, source, followed);
    },
    async stop() {
      followed?.close();
      await app.stop();
      source.close();
      app.dispose();
    },
  };
}

/** Watches a running app; it goes on when the feed is stopped. @throws CliError when it does not answer. */
export async function joinedFeed(app: RunningApp): Promise<Feed> {
  const client = await join(app);
  const { logs: [path] } = await client.watch();
  if (path === undefined) {
    client.close();
    throw new CliError(`Cannot see messages of "${app.name}": it has made no Core yet`, { tries: [["core list", "shows the running apps and their Cores"]] });
  }
  const told = new Problems();
  const source = await openPartsSource(path, { onProblem: ({ message }) => told.tell(message) });
  const log = new LogIndex(source);
  let followed: FollowedLog | undefined;
  return {
    title: { name: app.name, pid: app.pid, runtime: app.runtime },
    mode: "joined", log,
    start(listener) {
      told.listen(listener);
      const following = followed = follow(source, log, listener);
      client.onGrown((grown) => {
        if (grown.log === path) following.nudge();
      });
      client.onClosed(() => void following.end().then(() => {
        listener({ kind: "exited", code: null, signal: null });
        listener({ kind: "ended" });
      }));
    },
    async stop() {
      followed?.close();
      source.close();
      await client.unwatch().catch(() => {});
      client.close();
    },
  };
}

/**
 * Reads a recording to its end; `follows`: and what is added to it, until it is stopped.
 * @throws CliError when it cannot be opened, or does not begin as a log does: that is said in words, not shown as an empty screen
 */
export async function recordingFeed(file: string, { follows = false }: { readonly follows?: boolean } = {}): Promise<Feed> {
  const told = new Problems();
  const source = await openPartsSource(file, { onProblem: ({ message }) => told.tell(message) }).catch((error: unknown) => {
    throw cannotRead(file, error);
  });
  refuseOther(source, file);
  return readingFeed("recorded", file, source, (followed, listener) => {
    told.listen(listener);
    return follows ? new Promise(() => {}) : followed.end();
  });
}

/** Reads standard input until it is closed. */
export function pipeFeed(): Feed {
  let nudge = (): void => {};
  const source = openPipeSource(pipe(), () => nudge());
  return readingFeed("pipe", "standard input", source, async (followed, listener) => {
    nudge = () => followed.nudge();
    await source.ended.catch((error: unknown) => listener({ kind: "problem", message: `Cannot read on: ${reasonOf(error)}` }));
    await followed.end();
  });
}

/** Looks at the beginning. @throws CliError when that holds no record */
function refuseOther(source: OpenSource, file: string): void {
  const beginning = new LogIndex(source);
  beginning.readMore();
  if (beginning.records - beginning.unknown > 0) return;
  beginning.end();
  source.close();
  refuseNonLog(beginning, file);
}

/** A feed that ends when `whole` resolves. */
function readingFeed(mode: "recorded" | "pipe", name: string, source: OpenSource, whole: (followed: FollowedLog, listener: Listener) => Promise<void>): Feed {
  const log = new LogIndex(source);
  let followed: FollowedLog | undefined;
  let isStopped = false;
  return {
    title: { name },
    mode, log,
    start(listener) {
      const told: Listener = (event) => {
        if (!isStopped) listener(event);
      };
      followed = follow(source, log, told);
      void whole(followed, told).then(() => told({ kind: "ended" }));
    },
    stop() {
      isStopped = true;
      followed?.close();
      source.close();
      return Promise.resolve();
    },
  };
}

function follow(source: OpenSource, log: LogIndex, listener: Listener): FollowedLog {
  return followLog(source, log, () => listener({ kind: "grew" }), { onFailed: (error) => listener({ kind: "problem", message: `Cannot read on: ${reasonOf(error)}` }) });
}

/** Says when a started app's log begins, and tells of the app's end after the log's last record. */
async function watch(app: LaunchedApp, target: StartTarget, listener: Listener, source: LateSource, followed: FollowedLog): Promise<void> {
  const warned = pause(PATIENCE_MS).then(() => "late" as const);
  const first = app.firstLog(Infinity);
  if (await Promise.race([first, warned]) === "late") listener({ kind: "problem", message: noCoreError(target, undefined).message });
  const path = await first;
  if (path !== undefined) source.become(await openPartsSource(path, { onProblem: ({ message }) => listener({ kind: "problem", message }) }));
  followed.nudge();
  const exit = await app.exited;
  await followed.end();
  listener({ kind: "exited", ...exit });
  const others = app.logs().length - 1;
  if (others > 0) listener({ kind: "problem", message: `the app made ${others + 1} Cores; this is the first one's log` });
  listener({ kind: "ended" });
}

/** What is to be told of a log before anybody listens, and after. */
class Problems {
  readonly #unsaid: string[] = [];
  #listener: Listener | undefined;

  tell(message: string): void {
    if (this.#listener === undefined) this.#unsaid.push(message);
    else this.#listener({ kind: "problem", message });
  }

  listen(listener: Listener): void {
    this.#listener = listener;
    for (const message of this.#unsaid.splice(0)) listener({ kind: "problem", message });
  }
}

/** Connects to a running app. @throws CliError in words. */
export async function join(app: RunningApp): Promise<Client> {
  try {
    return await connect(app);
  } catch (error) {
    throw new CliError(`Cannot join "${app.name}" (${app.pid}): ${error instanceof Error ? error.message : String(error)}`, {
      cause: error, tries: [["core list", "shows the running apps that answer"]],
    });
  }
}
