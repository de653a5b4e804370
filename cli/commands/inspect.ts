/** `core inspect`: the screen; without a terminal, the same as lines with a summary. */
import { isTerminal, writeErr, writeOut } from "../../src/host/process.ts";
import { openKeys } from "../../src/host/terminal.ts";
import { parseFilter } from "../../src/trace/filter/mod.ts";
import type { Feed } from "../../inspector/feed.ts";
import { noCoreError, startApp } from "../app.ts";
import { EXIT } from "../exit.ts";
import { joinedFeed, pipeFeed, recordingFeed, startedFeed } from "../feeds.ts";
import type { Common } from "../options.ts";
import { refuseNonLog } from "../recording.ts";
import { summaryText } from "../render.ts";
import { wantsColor } from "../run.ts";
import { findTarget, type Target } from "../target.ts";
import { printTarget } from "./tail.ts";

/** Opens the inspector on what `word` names. */
export async function inspect(word: string | undefined, appArgs: readonly string[], common: Common): Promise<number> {
  return inspectTarget(await findTarget(word, common.run, appArgs), appArgs, common);
}

/** Opens the inspector on a target; gives 0 after `q`, 130 and 143 after signals, without a terminal the app's own code. */
export async function inspectTarget(target: Target, appArgs: readonly string[], common: Common): Promise<number> {
  const filter = parseFilter(common.only ?? "");
  const color = wantsColor(common.color);
  const keys = isTerminal("stdout") ? openKeys() : undefined;
  if (keys === undefined) {
    return printTarget(target, appArgs, common, { filter, color, json: false }, async ({ log }) => {
      if (log.records > 0) await writeOut(summaryText(log));
    });
  }
  const feed = await screenFeed(target, appArgs, common).catch((error: unknown) => {
    keys.close();
    throw error;
  });
  const { runInspector } = await import("../../inspector/main.tsx");
  const end = await runInspector(feed, { color, keys, filter: filter.text });
  for (const { stream, text } of end.output) await (stream === "stdout" ? writeOut(`${text}\n`) : writeErr(`${text}\n`));
  if (target.kind === "pipe" && end.isEnded && end.code === EXIT.ok) refuseNonLog(end.log, "-");
  if (end.app === undefined || target.kind === "running") return end.code;
  if (end.log.records === 0 && (target.kind === "app" || target.kind === "run")) throw noCoreError(target, end.app);
  await writeErr(`${endText(end.app)}\n`);
  return end.code;
}

async function screenFeed(target: Target, appArgs: readonly string[], common: Common): Promise<Feed> {
  switch (target.kind) {
    case "app": case "run": return startedFeed(startApp(target, appArgs, common), target);
    case "running": return joinedFeed(target.app);
    case "recording": return recordingFeed(target.file);
    case "pipe": return pipeFeed();
    default: return target satisfies never;
  }
}

function endText({ code, signal }: { readonly code: number | null; readonly signal: string | null }): string {
  return signal === null ? `The app ended with code ${code ?? 0}.` : `The app was ended by ${signal}.`;
}
