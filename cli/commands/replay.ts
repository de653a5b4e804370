/** `core replay`: sends a recording's roots into an app again, and with `--verify` says where it behaves otherwise. */
import { launchFolder } from "../../src/devtools/launch_folder.ts";
import { LOADING_MS, orderPath, reportPath, type ReplayOrder, type ReplayReport } from "../../src/devtools/replay_order.ts";
import { systemClock } from "../../src/host/clock.ts";
import { fileInfo, readText, removeQuietly, writeText } from "../../src/host/files.ts";
import { packageFile } from "../../src/host/package_files.ts";
import { writeErr, writeOut } from "../../src/host/process.ts";
import { describeVerdict, planReplay, verify, type PlayResult, type ReplayPlan } from "../../src/replay/mod.ts";
import type { Log } from "../../src/trace/log.ts";
import type { RunTrace } from "../../src/trace/run_trace.ts";
import { appExitCode, orNoSpool, passSignals, startApp, type StartTarget } from "../app.ts";
import { CliError, EXIT } from "../exit.ts";
import { openTargets } from "../open_log.ts";
import type { Common } from "../options.ts";
import { counted } from "../render.ts";
import { findTarget, targetName } from "../target.ts";

/** Replays; gives 0, with `--verify` 1 when a flow differs or is open, 3 when the app could not be replayed into. */
export async function replay(file: string, appArgs: readonly string[], common: Common): Promise<number> {
  const speed = speedOf(common.speed ?? "max");
  const { log, close } = await openTargets([file === "-" ? { kind: "pipe" } : { kind: "recording", file }], [], common);
  try {
    return await replayLog(log, file, speed, appArgs, common);
  } finally {
    await close();
  }
}

async function replayLog(recorded: Log, file: string, speed: number | "max", appArgs: readonly string[], common: Common): Promise<number> {
  const target = await findTarget(common.into);
  if (target.kind !== "app") throw new CliError(`Cannot replay into "${common.into}": it is not an app's file`, { code: EXIT.usage, tries: [[`core replay ${file} --into app.ts`]] });
  const run = runOf(recorded, common.recordedRun, file);
  const plan = planReplay(recorded, run);
  if (plan.roots.length === 0) throw nothingToSend(file, plan);
  if (common.json !== true) await writeErr(`${choiceText(recorded, run)}${announcement(plan, targetName(target))}`);
  const spool = orNoSpool(target, launchFolder);
  const order: ReplayOrder = { plan, speed, settleMs: common.settleMs ?? 1000, keepRoots: common.keepRoots === true };
  let replayed: Replayed | undefined;
  try {
    replayed = await play(target, spool, appArgs, common, order);
    if (common.verify === true) return await verdict(file, recorded, run, replayed, plan, common);
    await writeOut(common.json === true ? outcomeJson(replayed) : summary(replayed, file, common.into ?? ""));
    return EXIT.ok;
  } finally {
    await replayed?.close();
    removeQuietly(spool);
  }
}

function speedOf(text: string): number | "max" {
  if (text === "max") return "max";
  const speed = Number(text);
  if (Number.isFinite(speed) && speed > 0) return speed;
  throw new CliError(`Cannot replay at speed "${text}": it is neither a number above 0 nor max`, { code: EXIT.usage, tries: [["--speed max", "as fast as the flows come together"], ["--speed 1", "as recorded"]] });
}

/** Gives the run that is replayed: the last one, or the one that is named. @throws CliError that lists the runs when there is no such */
function runOf(recorded: Log, name: string | undefined, file: string): RunTrace | undefined {
  if (name === undefined) return recorded.runs.at(-1);
  const run = recorded.runs.find(({ header }) => header.run === name);
  if (run !== undefined) return run;
  throw new CliError(`Cannot replay run "${name}" of ${file}: there is no such run`, {
    code: EXIT.usage, tries: recorded.runs.map(({ header }) => [`--recorded-run ${header.run}`, `${header.name}, begun at ${header.startedAt}`]),
  });
}

/** Says which of several runs is replayed. */
function choiceText({ runs }: Log, run: RunTrace | undefined): string {
  if (runs.length < 2 || run === undefined) return "";
  const { run: id, startedAt } = run.header;
  const others = runs.filter((each) => each !== run).map(({ header }) => header.run);
  return `replays run ${id} of ${startedAt}, one of ${runs.length}; --recorded-run chooses another: ${others.slice(0, 5).join(", ")}${others.length > 5 ? ", …" : ""}\n`;
}

function nothingToSend(file: string, { left }: ReplayPlan): CliError {
  const why = left.startup > 0 ? `all ${left.startup} roots were sent before startup() had resolved, which the app does again by itself` : "it holds no roots";
  return new CliError(`Cannot replay "${file}": ${why}`, { tries: [["await core.startup()", "before the first message that is to be replayed"], [`core tail ${file}`, "shows what was recorded"]] });
}

function announcement({ roots, types, left, external }: ReplayPlan, app: string): string {
  const shown = types.slice(0, 5).map(([type, count]) => `${type} ×${count}`).join(", ");
  const more = types.length > 5 ? `, and ${types.length - 5} more types` : "";
  const omitted = ([["lifecycle", left.lifecycle], ["startup", left.startup], ["orphaned", left.orphans]] as const).filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
  const lines = [
    `sends ${counted(roots.length, "root")} into ${app}: ${shown}${more}`,
    ...(omitted.length > 0 ? [`leaves out ${omitted.join(", ")}`] : []),
    ...(external.length > 0 ? [`these handlers touch the world outside, and run: ${external.join(", ")}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** What a replay gave. */
interface Replayed {
  /** What the app recorded meanwhile. */
  readonly log: Log;
  close(): Promise<void>;
  readonly played: PlayResult;
  readonly ms: number;
}

async function play(target: StartTarget, spool: string, appArgs: readonly string[], common: Common, order: ReplayOrder): Promise<Replayed> {
  const startedAt = systemClock.now();
  writeText(orderPath(spool), JSON.stringify(order));
  const app = startApp(target, appArgs, common, { spool, preload: packageFile("replay_preload") });
  const release = passSignals(app);
  app.onOutput((_stream, text) => void writeErr(text));
  const exit = await app.exited.finally(release);
  const report = fileInfo(reportPath(spool)) === undefined ? undefined : JSON.parse(await readText(reportPath(spool))) as ReplayReport;
  if (report?.kind !== "played") throw notPlayed(report, targetName(target), appExitCode(exit));
  const [log] = app.logs();
  if (log === undefined) throw new CliError(`Cannot replay into "${targetName(target)}": it wrote no log`, { code: EXIT.defect });
  const replayed = await openTargets([{ kind: "recording", file: log }], [], common, { tellsDefects: true });
  return { log: replayed.log, close: () => replayed.close(), played: report.result, ms: systemClock.now() - startedAt };
}

function notPlayed(report: Exclude<ReplayReport, { kind: "played" }> | undefined, app: string, code: number): CliError {
  const tries: [string, string][] = [[`core tail ${app}`, "runs it alone, and shows its messages"]];
  switch (report?.kind) {
    case undefined: return new CliError(`Cannot replay into "${app}": it ended with code ${code} before the replay was over`, { tries });
    case "noCore": return new CliError(`Cannot replay into "${app}": it made no Core, and its default export is no function that makes one`, { tries: [["export default () => createCore(…)", "gives the player a Core"]] });
    case "stillLoading": return new CliError(`Cannot replay into "${app}": its main module still runs after ${LOADING_MS / 1000} s and has made no Core`, { tries: [["createCore(…)", "before what the module awaits"], ...tries] });
    case "severalCores": return new CliError(`Cannot replay into "${app}": it made ${report.names.length} Cores (${report.names.join(", ")}); one is needed`, { tries });
    case "failed": return new CliError(`Cannot replay into "${app}": ${report.message}`, { tries });
    default: return report satisfies never;
  }
}

async function verdict(file: string, recorded: Log, run: RunTrace | undefined, { played, log, ms }: Replayed, plan: ReplayPlan, common: Common): Promise<number> {
  const ids = new Map(played.pairs.map((pair) => [pair.recorded, pair.replayed]));
  const pairs = plan.roots.map(({ id }) => ({ recorded: id, replayed: ids.get(id) }));
  if (common.json !== true && played.droppedRoots > 0) await writeErr(`${droppedText(played.droppedRoots)}\n`);
  const result = verify(recorded, log, pairs, { ignore: common.ignore ?? [], run });
  await writeOut(common.json === true ? `${JSON.stringify({ ...result, ms: Math.round(ms) })}\n` : describeVerdict(result, { log: file, app: common.into ?? "", ms }));
  const { differ, open } = result.flows;
  return differ > 0 || (open > 0 && common.allowOpen !== true) ? EXIT.no : EXIT.ok;
}

function outcomeJson({ played: { pairs, droppedRoots, unsettled }, log }: Replayed): string {
  return `${JSON.stringify({ sent: pairs.length, messages: log.dispatches.length, ...log.counts(), droppedRoots, unsettled })}\n`;
}

function summary({ played: { pairs, droppedRoots, unsettled }, log, ms }: Replayed, file: string, app: string): string {
  const { failed, unhandled } = log.counts();
  const lines = [
    `${counted(pairs.length, "root")} sent, ${counted(log.dispatches.length, "message")}, ${failed} failed, ${unhandled} unhandled · ${(ms / 1000).toFixed(2)} s · ${file} into ${app}`,
    ...(droppedRoots > 0 ? [droppedText(droppedRoots)] : []),
    ...(unsettled.length > 0 ? [`${counted(unsettled.length, "flow")} did not come together in time: ${unsettled.slice(0, 10).map((id) => `#${id}`).join(" ")}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function droppedText(count: number): string {
  return `${counted(count, "root")} of the app's own dropped (--keep-roots lets them pass)`;
}
