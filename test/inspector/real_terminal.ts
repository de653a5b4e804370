// One story in a real terminal, driven through tmux: the screen comes, answers keys and sizes, and leaves the terminal
// whole, however it is left.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { assert, suite } from "../harness.ts";
import { missingTools, RealTerminal } from "../real_terminal.ts";
import { argumentsFor } from "../this_runtime.ts";

const test = suite("inspector/real_terminal");

const script = fileURLToPath(new URL("open.ts", import.meta.url));
const command = [process.execPath, ...argumentsFor(script)].map((word) => `'${word}'`).join(" ");

/** Ways to leave, with the code that each must give. */
const WAYS: readonly (readonly [string, number, (terminal: RealTerminal) => void])[] = [
  ["q", 0, (terminal) => terminal.press("q")],
  ["Ctrl-C", 130, (terminal) => terminal.press("C-c")],
  ["SIGTERM", 143, (terminal) => terminal.signal("SIGTERM")],
];

const STORY = "the inspector draws, answers keys and sizes, and leaves the terminal whole after";

for (const [name, code, leave] of WAYS) {
  const missing = missingTools();
  if (missing !== undefined) {
    test.skip(`${STORY} ${name}`, missing);
    continue;
  }
  test(`${STORY} ${name}`, async () => {
    const terminal = new RealTerminal(command, 120, 40);
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
