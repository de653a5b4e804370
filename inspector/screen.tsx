/**
 * The terminal while the inspector has it: ink on the second screen, keys in raw mode. Whatever happens, `leave()` gives it
 * back as it was.
 */
import { render, type Instance } from "ink";
import { RESTORE_SCREEN } from "../src/host/terminal.ts";
import { KeyReader, type Key } from "./keys.ts";
import { Frame } from "./view/frame.tsx";
import { paintRow, type Palette } from "./view/paint.ts";
import type { Row } from "./view/segment.ts";

/** An escape that nothing follows for so long is the escape key; terminals send a sequence in one piece. */
const ESCAPE_MS = 20;

const PASTE_ON = "\x1b[?2004h";
const PASTE_OFF = "\x1b[?2004l";
const HOME_AND_ERASE = "\x1b[H\x1b[2J";
const SECOND_SCREEN = "\x1b[?1049h\x1b[?25l";

/** What the screen needs from the terminal; Node's tty streams have it, and a test can imitate it. */
export interface ScreenOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly palette: Palette;
  /** Writes at once, for the moment in which nothing can be waited for. */
  readonly writeNow: (text: string) => void;
  readonly setTimer: (run: () => void, ms: number) => () => void;
  onKey(key: Key): void;
  onResize(size: { columns: number; rows: number }): void;
  onFailure(error: unknown): void;
}

/** The terminal, taken. */
export class Screen {
  readonly #options: ScreenOptions;
  readonly #keys = new KeyReader();
  readonly #decoder = new TextDecoder();
  #ink: Instance | undefined;
  #cancelEscape: (() => void) | undefined;

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  /** Begins to read keys; the second screen comes with the first frame. */
  enter(): void {
    const { stdin, stdout } = this.#options;
    stdin.setRawMode(true);
    stdin.ref();
    stdin.on("data", this.#read);
    stdin.resume();
    stdout.on("resize", this.#resize);
    stdout.write(PASTE_ON);
  }

  /** Draws `rows`; what stands already is not written again. */
  draw(rows: readonly Row[]): void {
    const frame = <Frame rows={rows.map((row) => paintRow(row, this.#options.palette))} />;
    if (this.#ink !== undefined) return this.#ink.rerender(frame);
    const { stdin, stdout, onFailure } = this.#options;
    this.#ink = render(frame, {
      stdin, stdout,
      interactive: true,
      alternateScreen: true,
      incrementalRendering: true,
      // Frames are paced by the loop: ink's own pacing would make a key wait for it.
      maxFps: 1000,
      patchConsole: false,
      exitOnCtrlC: false,
    });
    this.#ink.waitUntilExit().catch(onFailure);
  }

  /** Forgets what stands: the next frame is drawn whole. */
  erase(): void {
    this.#ink?.clear();
    this.#options.stdout.write(HOME_AND_ERASE);
  }

  /** Gives the terminal to the shell, as it was. `retake()` takes it again. */
  lend(): void {
    this.#options.stdin.setRawMode(false);
    this.#options.stdout.write(RESTORE_SCREEN);
  }

  /** Takes the terminal again after `lend()`. */
  retake(): void {
    this.#options.stdin.setRawMode(true);
    this.#options.stdout.write(SECOND_SCREEN + PASTE_ON);
    this.erase();
  }

  /** Leaves the second screen and ends raw mode. */
  async leave(): Promise<void> {
    const { stdin, stdout } = this.#options;
    this.#cancelEscape?.();
    stdin.off("data", this.#read);
    stdout.off("resize", this.#resize);
    stdout.write(PASTE_OFF);
    const ended = this.#ink?.waitUntilExit().catch(() => undefined);
    this.#ink?.unmount();
    await ended;
    stdin.setRawMode(false);
    stdin.pause();
  }

  /** Leaves at once, without waiting for anything: ink first, which still draws a frame before it leaves. */
  abandon(): void {
    try {
      this.#ink?.unmount();
    } catch {
      // The error that brought us here is the one to tell.
    }
    try {
      this.#options.stdin.setRawMode(false);
      this.#options.stdin.pause();
    } catch {
      // The terminal has gone.
    }
    this.#options.writeNow(RESTORE_SCREEN);
  }

  readonly #read = (chunk: Uint8Array | string): void => {
    this.#cancelEscape?.();
    const text = typeof chunk === "string" ? chunk : this.#decoder.decode(chunk, { stream: true });
    for (const key of this.#keys.push(text)) this.#options.onKey(key);
    if (!this.#keys.isWaiting) return;
    this.#cancelEscape = this.#options.setTimer(() => {
      for (const key of this.#keys.flush()) this.#options.onKey(key);
    }, ESCAPE_MS);
  };

  readonly #resize = (): void => {
    const { columns, rows } = this.#options.stdout;
    this.#options.onResize({ columns, rows });
  };
}
