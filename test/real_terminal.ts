// A real terminal, driven through tmux; shared, registers nothing.
import { execFileSync } from "node:child_process";
import process from "node:process";
import { assert } from "./harness.ts";

/** What the stories use of the system: tmux to drive, and what is asked of the window's shell. */
const TOOLS = ["tmux", "pgrep", "stty", "grep"] as const;

/** Says which tools are missing, as the reason of a skip; undefined when all are there. */
export function missingTools(): string | undefined {
  const missing = TOOLS.filter((tool) => !isThere(tool));
  return missing.length === 0 ? undefined : `not installed: ${missing.join(", ")}`;
}

function isThere(tool: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${tool}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A tmux server of its own with one window, in which a command runs; its exit code and the terminal's mode are printed below it. */
export class RealTerminal {
  readonly #socket = `core-${process.pid}-${Math.random().toString(36).slice(2)}`;

  constructor(command: string, columns: number, rows: number, env: Readonly<Record<string, string>> = {}) {
    const shell = `${command}; echo "code=$?"; stty -a | grep -o -E '[-]?icanon'; exec cat`;
    this.#tmux("-f", "/dev/null", "new-session", "-d", "-x", String(columns), "-y", String(rows), "env", "-u", "NO_COLOR", "-u", "CI", ...Object.entries(env).map(([name, value]) => `${name}=${value}`), "sh", "-c", shell);
  }

  press(...keys: string[]): void {
    this.#tmux("send-keys", ...keys);
  }

  resize(columns: number, rows: number): void {
    this.#tmux("resize-window", "-x", String(columns), "-y", String(rows));
  }

  /** What the screen shows now. */
  screen(): string {
    return this.#tmux("capture-pane", "-p");
  }

  /** `10`: the second screen without a cursor; `01`: the first one with it. */
  flags(): string {
    return this.#tmux("display-message", "-p", "#{alternate_on}#{cursor_flag}").trim();
  }

  /** Sends a signal to the command: the only child of the window's shell. */
  signal(name: NodeJS.Signals): void {
    const shell = this.#tmux("display-message", "-p", "#{pane_pid}").trim();
    const child = execFileSync("pgrep", ["-P", shell], { encoding: "utf8" }).trim();
    process.kill(Number(child), name);
  }

  async waitFor(pattern: RegExp): Promise<string> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const screen = this.screen();
      if (pattern.test(screen)) return screen;
      if (Date.now() > deadline) assert.unreachable(`Expected ${pattern} on the screen:\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  close(): void {
    this.#tmux("kill-server");
  }

  #tmux(...args: string[]): string {
    return execFileSync("tmux", ["-L", this.#socket, ...args], { encoding: "utf8" });
  }
}
