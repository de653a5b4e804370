/** Feeds of records: from an app that is started, a running one that is joined, a recording, a pipe. */
import type { Feed, FeedEvent } from "../inspector/feed.ts";
import { connect, type Client } from "../src/devtools/client.ts";
import type { RunningApp } from "../src/devtools/discovery.ts";
import type { LaunchedApp } from "../src/devtools/launch.ts";
import { followFile, reasonOf, type FollowedFile } from "../src/host/files.ts";
import { pause } from "../src/host/clock.ts";
import { LogReader } from "../src/log/reader.ts";
import { readParts } from "../src/recording/parts.ts";
import { noCoreError, type StartTarget } from "./app.ts";
import { CliError } from "./exit.ts";
import { pipe } from "./recording.ts";
import { targetName } from "./target.ts";

type Listener = (event: FeedEvent) => void;

/** After so long an app that has made no Core is worth a word; it may still make one. */
const PATIENCE_MS = 5_000;

/** Watches an app that was started; `log` is where its first Core's records will be. Ends when the app has, and stops it when it is left. */
export function startedFeed(app: LaunchedApp, target: StartTarget): Feed {
  let followed: FollowedLog | undefined;
  return {
    title: { name: targetName(target), pid: app.pid, ...(app.runtime === undefined ? {} : { runtime: app.runtime }) },
    mode: "live",
    start(listener) {
      app.onOutput((stream, text) => listener({ kind: "output", stream, text }));
      void watch(app, target, listener, (log) => followed = log);
    },
    async stop() {
      followed?.close();
      await app.stop();
      app.dispose();
    },
  };
}

/** Watches a running app; it goes on when the feed is stopped. @throws CliError when it does not answer. */
export async function joinedFeed(app: RunningApp): Promise<Feed> {
  const client = await join(app);
  const { logs } = await client.watch();
  const [log] = logs;
  if (log === undefined) {
    client.close();
    throw new CliError(`Cannot see messages of "${app.name}": it has made no Core yet`, { tries: [["core list", "shows the running apps and their Cores"]] });
  }
  let followed: FollowedLog | undefined;
  return {
    title: { name: app.name, pid: app.pid, runtime: app.runtime },
    mode: "joined",
    start(listener) {
      const following = followed = followLog(log, listener);
      client.onGrown((grown) => {
        if (grown.log === log) following.nudge();
      });
      client.onClosed(() => void following.end().then(() => {
        listener({ kind: "exited", code: null, signal: null });
        listener({ kind: "ended" });
      }));
    },
    async stop() {
      followed?.close();
      await client.unwatch().catch(() => {});
      client.close();
    },
  };
}

/** Reads a recording to its end. */
export function recordingFeed(file: string): Feed {
  return readingFeed("recorded", file, async (take, tell) => readParts(file, take, { onProblem: ({ message }) => tell({ kind: "problem", message }) }));
}

/** Reads standard input until it is closed. */
export function pipeFeed(): Feed {
  return readingFeed("pipe", "standard input", async (take) => {
    for await (const chunk of pipe()) take(chunk);
  });
}

function readingFeed(mode: "recorded" | "pipe", name: string, read: (take: (bytes: Uint8Array) => void, tell: Listener) => Promise<void>): Feed {
  let isStopped = false;
  return {
    title: { name },
    mode,
    start(listener) {
      const reader = new LogReader();
      const told: Listener = (event) => {
        if (!isStopped) listener(event);
      };
      void read((bytes) => told({ kind: "items", items: reader.push(bytes) }), told)
        .catch((error: unknown) => told({ kind: "problem", message: `Cannot read on: ${reasonOf(error)}` }))
        .then(() => {
          told({ kind: "items", items: reader.end() });
          told({ kind: "ended" });
        });
    },
    stop() {
      isStopped = true;
      return Promise.resolve();
    },
  };
}

/** Says when a started app's log begins, follows it, and tells of the app's end after the log's last record. */
async function watch(app: LaunchedApp, target: StartTarget, listener: Listener, onFollowed: (log: FollowedLog) => void): Promise<void> {
  const warned = pause(PATIENCE_MS).then(() => "late" as const);
  const first = app.firstLog(Infinity);
  if (await Promise.race([first, warned]) === "late") listener({ kind: "problem", message: noCoreError(target, undefined).message });
  const log = await first;
  const followed = log === undefined ? undefined : followLog(log, listener);
  if (followed !== undefined) onFollowed(followed);
  const exit = await app.exited;
  await followed?.end();
  listener({ kind: "exited", ...exit });
  const others = app.logs().length - 1;
  if (others > 0) listener({ kind: "problem", message: `the app made ${others + 1} Cores; this is the first one's log` });
  listener({ kind: "ended" });
}

/** A log that is read as it grows. */
interface FollowedLog {
  nudge(): void;
  /** Nothing more is written: resolves when all has been told. */
  end(): Promise<void>;
  close(): void;
}

function followLog(path: string, listener: Listener): FollowedLog {
  const reader = new LogReader();
  const file: FollowedFile = followFile(path, (bytes) => {
    const items = reader.push(bytes);
    if (items.length > 0) listener({ kind: "items", items });
  }, {
    fromOldest: true,
    onMissed: (message) => listener({ kind: "problem", message }),
    onFailed: (error) => listener({ kind: "problem", message: `Cannot read on: ${reasonOf(error)}` }),
  });
  return {
    nudge: () => file.nudge(),
    async end() {
      await file.caughtUp();
      file.close();
      const items = reader.end();
      if (items.length > 0) listener({ kind: "items", items });
    },
    close: () => file.close(),
  };
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
