/**
 * The inspector: a feed of records on the whole terminal, until somebody quits. The command line loads this module only
 * when it draws, since it brings ink and React.
 */
import { systemClock } from "../src/host/clock.ts";
import { onSignal, onUncaught, sendSignal } from "../src/host/process.ts";
import { openKeys, screenOutput, writeSequence, type KeyInput } from "../src/host/terminal.ts";
import type { Log } from "../src/trace/log.ts";
import type { Feed } from "./feed.ts";
import { Loop, type LoopClock } from "./loop.ts";
import { startModel, type Model, type Size } from "./model/model.ts";
import { outputLines, type OutputLine } from "./model/output.ts";
import { Screen } from "./screen.tsx";
import { paletteFor } from "./view/paint.ts";
import { screenOf } from "./view/screen.ts";

/** How the inspector is opened. */
export interface InspectorOptions {
  /** The filter to begin with. */
  readonly filter?: string;
  /** Draw colours; without them every sign still stands. */
  readonly color: boolean;
  readonly clock?: LoopClock;
  /** Where keys come from; the terminal's, when absent. */
  readonly keys?: KeyInput;
  /** Where it draws; standard output, when absent. */
  readonly stdout?: NodeJS.WriteStream;
}

/** How it ended. */
export interface InspectorEnd {
  /** 0 after `q`, 130 after Ctrl-C, 128 + the signal's number after a signal. */
  readonly code: number;
  /** The app's end, where it ended first. */
  readonly app?: { readonly code: number | null; readonly signal: string | null };
  /** What the feed told. */
  readonly log: Log;
  /** Whether the feed came to its end. */
  readonly isEnded: boolean;
  /** What the app printed, oldest first, as far as it was kept. */
  readonly output: readonly OutputLine[];
}

/** After the terminal was given back: a process that was not stopped (no shell to stop for) takes it again then. */
const RETAKE_MS = 80;

/**
 * Opens the inspector on `feed` and resolves when it was left, with the terminal as it was and the feed stopped.
 *
 * @throws {FilterError} when `filter` is no filter; nothing was drawn then
 * @throws whatever went wrong inside, with the terminal as it was
 */
export async function runInspector(feed: Feed, options: InspectorOptions): Promise<InspectorEnd> {
  const clock = options.clock ?? systemClock;
  const stdout = options.stdout ?? screenOutput();
  const { log } = feed;
  const model = startModel({
    title: feed.title, mode: feed.mode, size: sizeOf(stdout), log, nowMs: clock.date().getTime(),
    ...(options.filter === undefined ? {} : { filter: options.filter }),
  });
  const keys = options.keys ?? openKeys();
  if (keys === undefined) throw new Error("Cannot open the inspector: there is no terminal to read keys from");

  const { loop, code } = await live({ feed, model, clock, keys, stdout, color: options.color });
  keys.close();
  await feed.stop();
  const { end, isEnded, output } = loop.model;
  return { code, log, isEnded, output: outputLines(output), ...(end === undefined ? {} : { app: end }) };
}

interface Parts {
  readonly feed: Feed;
  readonly model: Model;
  readonly clock: LoopClock;
  readonly keys: KeyInput;
  readonly stdout: NodeJS.WriteStream;
  readonly color: boolean;
}

/** From the first frame to the last key. */
function live({ feed, model, clock, keys, stdout, color }: Parts): Promise<{ loop: Loop; code: number }> {
  return new Promise((resolve, reject) => {
    const screen = new Screen({
      stdin: keys.stream, stdout,
      palette: paletteFor(color),
      writeNow: stdout === screenOutput() ? writeSequence : (text) => stdout.write(text),
      setTimer: (run, ms) => clock.setTimer(run, ms),
      onKey: (key) => loop.send({ kind: "key", key }),
      onResize: (size) => {
        screen.erase();
        loop.send({ kind: "resized", size });
      },
      onFailure: (error) => crash(error),
    });
    const loop: Loop = new Loop({
      feed, log: feed.log, model, clock,
      draw: (drawn) => screen.draw(screenOf(drawn)),
      perform: (effect) => effect.kind === "quit" ? quit(effect.code) : suspend(),
      onCrash: (error) => crash(error),
    });
    const listeners = [
      ...(["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => onSignal(signal, () => loop.send({ kind: "stopped", signal }))),
      onUncaught((error) => crash(error)),
    ];
    // Not before the terminal is whole: ink, too, listens to signals, and ends the process when it is the only one that does.
    const release = (): void => {
      for (const stopListening of listeners.splice(0)) stopListening();
    };
    const quit = (code: number): void => {
      loop.stop();
      screen.leave().finally(release).then(() => resolve({ loop, code }), reject);
    };
    const crash = (error: unknown): void => {
      if (listeners.length === 0) return;
      loop.stop();
      screen.abandon();
      release();
      keys.close();
      feed.stop().then(() => reject(error), () => reject(error));
    };
    const suspend = (): void => {
      screen.lend();
      // The whole foreground job, as Ctrl-Z does without raw mode: a shell waits for all of it.
      sendSignal(0, "SIGTSTP");
      clock.setTimer(() => {
        screen.retake();
        loop.redraw();
      }, RETAKE_MS);
    };
    screen.enter();
    loop.start();
  });
}

function sizeOf({ columns, rows }: NodeJS.WriteStream): Size {
  return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
}
