// One story in a real terminal, driven through tmux: the screen comes, answers keys and sizes, and leaves the terminal
// whole, however it is left.
import { execFileSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { assert, suite } from "../harness.ts";
import { argumentsFor } from "../this_runtime.ts";

const test = suite("inspector/real_terminal");

const script = fileURLToPath(new URL("open.ts", import.meta.url));
const command = [process.execPath, ...argumentsFor(script)].map((word) => `'${word}'`).join(" ");

function hasTmux(): boolean {
  try {
    execFileSync("tmux", ["-V"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A tmux server of its own with one window, in which the inspector runs; what it leaves is printed below it. */
class RealTerminal {
  readonly #socket = `core-${process.pid}-${Math.random().toString(36).slice(2)}`;

  constructor(columns: number, rows: number) {
    const shell = `${command}; echo "code=$?"; stty -a | grep -o -E '[-]?icanon'; exec cat`;
    this.#tmux("-f", "/dev/null", "new-session", "-d", "-x", String(columns), "-y", String(rows), "env", "-u", "NO_COLOR", "sh", "-c", shell);
  }

  press(...keys: string[]): void {
    this.#tmux("send-keys", ...keys);
  }

  resize(columns: number, rows: number): void {
    this.#tmux("resize-window", "-x", String(columns), "-y", String(rows));
  }

  /** `10`: the second screen without a cursor; `01`: the first one with it. */
  flags(): string {
    return this.#tmux("display-message", "-p", "#{alternate_on}#{cursor_flag}").trim();
  }

  /** Sends a signal to the inspector: the only child of the window's shell. */
  signal(name: NodeJS.Signals): void {
    const shell = this.#tmux("display-message", "-p", "#{pane_pid}").trim();
    const child = execFileSync("pgrep", ["-P", shell], { encoding: "utf8" }).trim();
    process.kill(Number(child), name);
  }

  async waitFor(pattern: RegExp): Promise<string> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const screen = this.#tmux("capture-pane", "-p");
      if (pattern.test(screen)) return screen;
      if (Date.now() > deadline) assert.unreachable(`Expected ${pattern} on the screen:\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  close(): void {
    this.#tmux("kill-server");
  }

  #tmux(...args: string[]): string {
    return execFileSync("tmux", ["-L", this.#socket, ...args], { encoding: "utf8" });
  }
}

/** Ways to leave, with the code that each must give. */
const WAYS: readonly (readonly [string, number, (terminal: RealTerminal) => void])[] = [
  ["q", 0, (terminal) => terminal.press("q")],
  ["Ctrl-C", 130, (terminal) => terminal.press("C-c")],
  ["SIGTERM", 143, (terminal) => terminal.signal("SIGTERM")],
];

const STORY = "the inspector draws, answers keys and sizes, and leaves the terminal whole after";

for (const [name, code, leave] of WAYS) {
  if (!hasTmux()) {
    test.skip(`${STORY} ${name}`, "tmux is not installed");
    continue;
  }
  test(`${STORY} ${name}`, async () => {
    const terminal = new RealTerminal(120, 40);
    try {
      await terminal.waitFor(/user\.created/);
      assert.is(terminal.flags(), "10");
      terminal.press("g");
      await terminal.waitFor(/ ▸ +1 .*user\.created/);
      terminal.resize(80, 24);
      await terminal.waitFor(/HANDLED BY +MS\n/);

      leave(terminal);

      const screen = await terminal.waitFor(/icanon/);
      assert.match(screen, `code=${code}`);
      assert.match(screen, /^icanon/m);
      assert.is(terminal.flags(), "01");
    } finally {
      terminal.close();
    }
  }, { timeoutMs: 60_000 });
}
