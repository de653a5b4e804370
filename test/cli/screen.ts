// The command in a real terminal: the screen on an app, on a pipe, in a terminal that is too small, and every way to leave it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { inTemporaryFolder } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";
import { missingTools, RealTerminal } from "../real_terminal.ts";
import { core, coreCommand, devtoolsFolder, fixture } from "./core.ts";

const suiteTest = suite("cli/screen");
const ENV = { CORE_DEVTOOLS_DIR: devtoolsFolder };

/** Registers a test that needs a terminal; without tmux and the like it is skipped aloud. */
function test(name: string, story: (open: (args: readonly string[], columns?: number, rows?: number, before?: string) => RealTerminal) => Promise<void>): void {
  const missing = missingTools();
  if (missing !== undefined) return suiteTest.skip(name, missing);
  suiteTest(name, async () => {
    const opened: RealTerminal[] = [];
    try {
      await story((args, columns = 120, rows = 40, before = "") => {
        const terminal = new RealTerminal(`${before}${coreCommand(args)}`, columns, rows, ENV);
        opened.push(terminal);
        return terminal;
      });
    } finally {
      for (const terminal of opened) terminal.close();
    }
  }, { timeoutMs: 60_000 });
}

/** Waits for the end; the terminal must be whole. */
async function ended(terminal: RealTerminal, code: number): Promise<string> {
  const screen = await terminal.waitFor(/icanon/);
  assert.match(screen, `code=${code}`);
  assert.match(screen, /(?<!-)icanon/);
  assert.is(terminal.flags(), "01");
  return screen;
}

test("core inspect shows an app's messages live, and q leaves the terminal whole with what the app printed", async (open) => {
  const terminal = open(["inspect", fixture("chatty.mjs")]);
  await terminal.waitFor(/● live[^]*A tick +clock +tick ✓[^]*└ tick\.fifth +– +nobody ∅/);
  assert.is(terminal.flags(), "10");

  terminal.press("Space");
  await terminal.waitFor(/‖ paused/);
  terminal.press("Space");
  await terminal.waitFor(/● live/);
  terminal.press("o");
  await terminal.waitFor(/said 10/);
  terminal.press("Escape");
  await terminal.waitFor(/HANDLED BY/);
  terminal.press("q");

  const screen = await ended(terminal, 0);
  assert.match(screen, /said 10/);
});

test("core inspect filters by type while messages come", async (open) => {
  const terminal = open(["inspect", fixture("chatty.mjs")], 80, 24);
  await terminal.waitFor(/tick\.fifth/);

  terminal.press("/");
  terminal.press("-l", "type:tick.fifth");
  terminal.press("Enter");

  const screen = await terminal.waitFor(/type:tick\.fifth +\d+ of [\d,]+/);
  assert.not.match(screen, /A tick +tick ✓/);
  terminal.press("q");
  await ended(terminal, 0);
});

test("core inspect reads a recording from a pipe, and its keys from the terminal", (open) => inTemporaryFolder(async (folder) => {
  const file = join(folder, "run.jsonl");
  await core(["record", fixture("shop.mjs"), "-o", file]);
  const terminal = open(["inspect", "-"], 120, 40, `cat '${file}' | `);
  await terminal.waitFor(/11 messages/);

  terminal.press("g");
  await terminal.waitFor(/▸ +.*run \w+ begins|▸ +1 /);
  terminal.press("?");
  await terminal.waitFor(/\? back/);
  terminal.press("q");
  await terminal.waitFor(/\? help|icanon/);
  terminal.press("q");

  await ended(terminal, 0);
}));

test("Ctrl-C leaves the screen with 130, SIGTERM with 143, and the app ends with it", async (open) => {
  const terminal = open(["inspect", fixture("chatty.mjs")]);
  await terminal.waitFor(/● live/);
  terminal.press("C-c");
  await ended(terminal, 130);

  const other = open(["inspect", fixture("chatty.mjs")]);
  const screen = await other.waitFor(/chatty\.mjs (\d+).*● live/);
  const app = Number(/chatty\.mjs (\d+)/.exec(screen)?.[1]);
  other.signal("SIGTERM");
  await ended(other, 143);
  assert.throws(() => process.kill(app, 0), { code: "ESRCH" });
});

test("an app killed with SIGKILL while it is inspected is shown as ended, and its messages stay", async (open) => {
  const terminal = open(["inspect", fixture("chatty.mjs")]);
  const screen = await terminal.waitFor(/chatty\.mjs (\d+).*● live[^]*tick ✓/);

  process.kill(Number(/chatty\.mjs (\d+)/.exec(screen)?.[1]), "SIGKILL");

  await terminal.waitFor(/■ ended, stopped by SIGKILL[^]*tick ✓/);
  terminal.press("q");
  assert.match(await ended(terminal, 0), /The app was ended by SIGKILL/);
});

test("an app's exit code is shown when it ends", async (open) => {
  const terminal = open(["inspect", fixture("exits3.mjs")], 80, 24);

  await terminal.waitFor(/■ ended, exit code 3[^]*last\.words/);
  terminal.press("q");

  assert.match(await ended(terminal, 0), /The app ended with code 3/);
});

test("a terminal of 20×5 says that it is too small, and q still leaves", async (open) => {
  const terminal = open(["inspect", fixture("chatty.mjs")], 20, 5);
  await terminal.waitFor(/too small/);

  terminal.press("q");

  await terminal.waitFor(/icanon/);
  assert.is(terminal.flags(), "01");
});

test("an empty pipe is said to be empty when its screen is left", async (open) => {
  const terminal = open(["inspect", "-"], 120, 40, "true | ");
  await terminal.waitFor(/standard input held no message/);

  terminal.press("q");

  assert.match(await ended(terminal, 3), /Cannot read standard input: it is empty\nTry: /);
});

test("a recording that is no log is said in words, without a screen", (open) => inTemporaryFolder(async (folder) => {
  const file = join(folder, "no.jsonl");
  writeFileSync(file, "hello\n");

  const screen = await ended(open(["inspect", file]), 3);

  assert.match(screen, /Cannot read ".*": line 1 is not a record/);
}));
