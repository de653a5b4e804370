import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { launchApp } from "../../src/devtools/launch.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { argumentsFor, runtimeName } from "../this_runtime.ts";
import { inDevtoolsFolder, runApp, testApp, typesIn, withApp } from "./launched.ts";

const test = suite("devtools/launch");
const SHOP = testApp("shop");

test("launchApp() writes the log of an app that knows nothing of it, from its first message to its last", async () => {
  const { code, logs } = await runApp({ app: SHOP });

  assert.is(code, 0);
  assert.is(logs.length, 1);
  assert.equal(typesIn(logs[0]), ["shop.first", "shop.last"]);
});

test("launchApp() writes logs that only their user can read", () => withApp({ app: SHOP, args: ["stay"] }, async (app) => {
  const log = await app.firstLog();

  assert.is(statSync(log ?? "").mode & 0o777, 0o600);
  assert.is(statSync(app.spool).mode & 0o777, 0o700);
}));

test("launchApp() gives what follows to the app, and hands on what it prints", async () => {
  const { output, logs } = await runApp({ app: SHOP, args: ["normally", "--flag", "a b"] });

  assert.match(output, /printed normally\n/);
  assert.ok(logs[0]?.includes('{"args":["--flag","a b"]}'));
});

test("a log is whole when the app ends by process.exit()", async () => {
  const { code, logs } = await runApp({ app: SHOP, args: ["exit"] });

  assert.is(code, 3);
  assert.equal(typesIn(logs[0]), ["shop.first", "shop.last"]);
});

test("a log is whole when the app ends by its runtime's own exit", async () => {
  const { code, logs } = await runApp({ app: SHOP, args: ["ownExit"] });

  assert.is(code, 3);
  assert.equal(typesIn(logs[0]), ["shop.first", "shop.last"]);
});

test("a log is whole when the app's module throws", async () => {
  const { code, output, logs } = await runApp({ app: SHOP, args: ["throwInModule"] });

  assert.is(code, 1);
  assert.match(output, /thrown in the module/);
  assert.equal(typesIn(logs[0]), ["shop.first", "shop.last"]);
});

test("a log is whole when the app throws in a timer", async () => {
  const { code, output, logs } = await runApp({ app: SHOP, args: ["throwInTimer"] });

  assert.is(code, 1);
  assert.match(output, /thrown in a timer/);
  assert.equal(typesIn(logs[0]), ["shop.first", "shop.last"]);
});

test("a log is whole when a rejection of the app is not handled", async () => {
  const { code, output, logs } = await runApp({ app: SHOP, args: ["reject"] });

  assert.is(code, 1);
  assert.match(output, /rejected/);
  assert.equal(typesIn(logs[0]), ["shop.first", "shop.last"]);
});

test("a log holds what the app sends while it exits", async () => {
  const { code, logs } = await runApp({ app: SHOP, args: ["lateExit"] });

  assert.is(code, 0);
  assert.equal(typesIn(logs[0]), ["shop.first", "shop.last"]);
});

test("a log grows while the app blocks, and SIGKILL leaves whole lines and at most one torn one", () =>
  withApp({ app: SHOP, args: ["block"] }, async (app) => {
    const log = await app.firstLog() ?? "";
    while (statSync(log).size < 500_000) await new Promise((resolve) => setTimeout(resolve, 5));
    app.kill("SIGKILL");
    const exit = await app.exited;

    const types = typesIn(readFileSync(log, "utf8"));
    assert.equal(exit, { code: null, signal: "SIGKILL" });
    assert.equal([...new Set(types)], ["shop.first", "shop.last", "shop.spin"]);
  }));

test("launchApp() keeps a recording where it was asked for, and a second Core's beside it", () => inTemporaryFolder(async (folder) => {
  const record = join(folder, "run.jsonl");

  const { code, logs } = await runApp({ app: SHOP, args: ["twoCores"], record });

  assert.is(code, 0);
  assert.equal(logs.map(typesIn), [["shop.first", "shop.last"], ["billing.first"]]);
  assert.equal(typesIn(readFileSync(record, "utf8")), ["shop.first", "shop.last"]);
  assert.equal(typesIn(readFileSync(join(folder, "run.2.jsonl"), "utf8")), ["billing.first"]);
}));

test("launchApp() refuses to record over a file that is there, and starts nothing", () => inTemporaryFolder(async (folder) => {
  const record = join(folder, "run.jsonl");
  writeFileSync(record, "precious\n");

  await inDevtoolsFolder(() => {
    assert.throws(() => launchApp({ app: SHOP, record }), { message: `Cannot write to "${record}": it is there already` });
  });

  assert.is(readFileSync(record, "utf8"), "precious\n");
}));

test("an app lives on when its spool cannot be written, and says so in one line", async () => {
  const { code, output, logs } = await runApp({ app: SHOP, args: ["twoCores"], spool: "/nowhere/at/all" });

  assert.is(code, 0);
  assert.equal(logs, []);
  assert.equal(output.match(/core-ipc devtools: .*/g), [
    'core-ipc devtools: Cannot write logs into "/nowhere/at/all": there is no such file',
  ]);
});

test("firstLog() gives undefined when the app ends without a Core", () => withApp({ app: testApp("no_core") }, async (app, output) => {
  assert.is(await app.firstLog(), undefined);
  assert.equal(await app.exited, { code: 0, signal: null });
  assert.is(output(), "nothing here\n");
}));

test("firstLog() gives undefined when the app fails before it makes a Core", () => withApp({ app: testApp("throws") }, async (app, output) => {
  assert.is(await app.firstLog(), undefined);
  assert.is((await app.exited).code, 1);
  assert.match(output(), /cannot load/);
}));

test("stop() ends an app by SIGTERM", () => withApp({ app: SHOP, args: ["stay"] }, async (app) => {
  await app.firstLog();

  await app.stop();

  assert.equal(await app.exited, { code: null, signal: "SIGTERM" });
}));

test("stop() ends an app that is deaf to SIGTERM", () => withApp({ app: SHOP, args: ["deaf"] }, async (app, output) => {
  while (!output().includes("hears no SIGTERM")) await new Promise((resolve) => setTimeout(resolve, 5));

  await app.stop();

  assert.equal(await app.exited, { code: null, signal: "SIGKILL" });
}));

test("dispose() takes the spool away", () => inDevtoolsFolder(async () => {
  const app = launchApp({ app: SHOP, runtime: runtimeName });
  await app.exited;

  app.dispose();

  assert.not.ok(existsSync(app.spool));
}));

test("launchApp() does not say which of two apps it should start", () => {
  assert.throws(() => launchApp({}), { name: "TypeError", message: "Cannot start an app: exactly one of `app` and `run` must be given" });
  assert.throws(() => launchApp({ app: SHOP, run: "true" }), { name: "TypeError" });
});

if (runtimeName === "deno") {
  test.skip("launchApp() reaches an app below a command line", "Deno has no variable that preloads");
  test("launchApp() leaves a Deno app with the rights that its user gives, and no more", () => inTemporaryFolder(async (folder) => {
    const app = join(folder, "asks.mjs");
    writeFileSync(app, `
      const ask = (name, more) => Deno.permissions.querySync({ name, ...more }).state;
      console.log([ask("read"), ask("write"), ask("net"), ask("env"), ask("run"), ask("sys"), ask("env", { variable: "HOME" }), ask("read", { path: "/etc" })].join());
    `);

    const bare = await runApp({ app });
    const some = await runApp({ app, denoPermissions: ["--allow-env", "-R"] });
    const all = await runApp({ app, denoPermissions: ["-A"] });

    assert.is(bare.output, "prompt,prompt,prompt,prompt,prompt,prompt,prompt,prompt\n");
    assert.is(some.output, "granted,prompt,prompt,granted,prompt,prompt,granted,granted\n");
    assert.is(all.output, "granted,granted,granted,granted,granted,granted,granted,granted\n");
  }));
} else {
  test("launchApp() reaches an app below a command line", async () => {
    const run = [process.execPath, ...argumentsFor(SHOP, ["normally"])].map((word) => `'${word}'`).join(" ");

    const { code, logs } = await runApp({ run });

    assert.is(code, 0);
    assert.equal(logs.map(typesIn), [["shop.first", "shop.last"]]);
  });
}

test("launchApp() takes a preload whose path has spaces", () => inTemporaryFolder(async (folder) => {
  const preload = join(folder, "a b.mjs");
  writeFileSync(preload, 'console.log("preloaded");\n');

  const { output } = await runApp({ app: testApp("no_core"), preload });
  const below = runtimeName === "deno"
    ? { output: "preloaded\nnothing here\n" }
    : await runApp({ run: `'${process.execPath}' '${fileURLToPath(new URL("apps/no_core.mjs", import.meta.url))}'`, preload });

  assert.is(output, "preloaded\nnothing here\n");
  assert.is(below.output, "preloaded\nnothing here\n");
}));
