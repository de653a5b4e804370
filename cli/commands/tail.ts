/** `core tail`: the last messages, one line each; an app that it starts is followed from its beginning to its end. */
import { pause } from "../../src/host/clock.ts";
import { fileInfo } from "../../src/host/files.ts";
import { onSignal, writeErr } from "../../src/host/process.ts";
import { appExitCode, noCoreError, passSignals, startApp } from "../app.ts";
import { chosenFilter } from "../chosen.ts";
import { CliError, EXIT } from "../exit.ts";
import { joinedFeed, pipeFeed, recordingFeed, startedFeed } from "../feeds.ts";
import { printFeed, type HeadlessEnd } from "../headless.ts";
import { wholeRecordings } from "../open_log.ts";
import type { Common } from "../options.ts";
import { refuseNonLog } from "../recording.ts";
import { wantsColor } from "../run.ts";
import { tailLog } from "../tail_log.ts";
import { findTarget, targetName, type Target } from "../target.ts";
import type { Feed } from "../../inspector/feed.ts";

/** Prints messages; gives the app's own exit code where it started one, else 0. */
export async function tail(words: readonly string[], appArgs: readonly string[], common: Common): Promise<number> {
  const options = { filter: chosenFilter(common), color: wantsColor(common.color), json: common.json === true };
  const [word, ...others] = wholeRecordings(words);
  const first = await findTarget(word, common.run);
  if (first.kind === "app" || first.kind === "run") return printTarget(first, [...others, ...appArgs], common, options);
  // Whoever forgets --only meant a filter, not a file.
  const argument = [...others.filter(isFilter), ...appArgs][0];
  if (argument !== undefined) await findTarget(word, common.run, [argument]);
  const targets: Target[] = [first];
  for (const other of others) targets.push(await findTarget(other));
  const live = targets.find(({ kind }) => kind !== "recording" && kind !== "pipe");
  if (live === undefined) return tailLog(targets, common, { ...options, lines: common.lines ?? 20 });
  if (targets.length === 1) return printTarget(live, [], common, options);
  throw new CliError(`Cannot follow "${targetName(live)}" beside others: of several targets each is a recording`, { code: EXIT.usage, tries: [[`core tail ${targetName(live)}`, "follows it alone"]] });
}

function isFilter(word: string): boolean {
  return /^\w+[:<>=]/.test(word) && !/^(app|file|name|pid):/.test(word) && fileInfo(word) === undefined;
}

/** Prints a target's messages to their end; `after` may add to it. Gives the exit code. */
export async function printTarget(
  target: Target, appArgs: readonly string[], common: Common, options: Parameters<typeof printFeed>[1],
  after: (end: HeadlessEnd) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  if (target.kind === "app" || target.kind === "run") {
    const app = startApp(target, appArgs, common);
    const release = passSignals(app);
    const end = await printFeed(startedFeed(app, target), options).finally(release);
    if (end.isClosed) return EXIT.ok;
    await after(end);
    const exit = end.app ?? { code: null, signal: null };
    if (end.log.records === 0) throw noCoreError(target, exit);
    return appExitCode(exit);
  }
  const feed = await feedOf(target, common.follow === true);
  const stop = target.kind === "running" || common.follow === true ? untilInterrupted(feed) : undefined;
  const end = await printFeed(stop?.feed ?? feed, options).finally(() => stop?.release());
  if (!end.isClosed) {
    refuseNonLog(end.log, target.kind === "recording" ? target.file : "-");
    if (end.problems.length === 0) await after(end);
  }
  if (end.log.defects.length > 0 && target.kind === "recording") await writeErr(`Try: core check ${targetName(target)}   shows every defect\n`);
  return stop?.signalCode() ?? (end.problems.length > 0 && target.kind !== "running" ? EXIT.badInput : EXIT.ok);
}

async function feedOf(target: Exclude<Target, { kind: "app" | "run" }>, follow: boolean): Promise<Feed> {
  switch (target.kind) {
    case "running": return joinedFeed(target.app);
    case "pipe": return pipeFeed();
    case "recording": return recordingFeed(target.file, { follows: follow });
    default: return target satisfies never;
  }
}

/** Ends a feed that has no end of its own at Ctrl-C or SIGTERM. */
function untilInterrupted(feed: Feed): { feed: Feed; release(): void; signalCode(): number | undefined } {
  let code: number | undefined;
  let end = (): void => {};
  const stops = ([["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const).map(([signal, number]) => onSignal(signal, () => {
    code = number;
    end();
  }));
  return {
    feed: {
      ...feed,
      start(listener) {
        // What has been read already is printed first.
        end = () => void pause(0).then(() => listener({ kind: "ended" }));
        feed.start(listener);
      },
    },
    release: () => stops.forEach((stop) => stop()),
    signalCode: () => code,
  };
}
