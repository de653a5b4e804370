import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { connect } from "../../src/devtools/client.ts";
import { discover, type RunningApp } from "../../src/devtools/discovery.ts";
import { type Child, spawnChild } from "../../src/host/child.ts";
import { isAlive } from "../../src/host/process.ts";
import { connectToSocket } from "../../src/host/sockets.ts";
import { assert, suite } from "../harness.ts";
import { until } from "../host/temporary.ts";
import { argumentsFor } from "../this_runtime.ts";
import { found, inDevtoolsFolder, testApp, typesIn, withApp } from "./launched.ts";

const test = suite("devtools/agent");

/** Starts an app that imports devtools itself, and finds it. */
async function withImporter(lifeMs: number, use: (app: RunningApp, folder: string, child: Child) => unknown): Promise<void> {
  await inDevtoolsFolder(async (folder) => {
    const child = spawnChild({ command: process.execPath, args: argumentsFor(testApp("imports_devtools"), [String(lifeMs)]) });
    let output = "";
    child.onOutput((_stream, text) => output += text);
    try {
      await until("the app", () => output.includes("ready"));
      await use(await found(), folder, child);
    } finally {
      child.kill("SIGKILL");
      await child.exited;
    }
  });
}

test("an app that imports devtools is found, and writes nothing while nobody watches", () => withImporter(60_000, (app, folder, child) => {
  assert.equal({ name: app.name, pid: app.pid, cores: app.cores, answers: app.answers },
    { name: "shop", pid: child.pid, cores: ["shop"], answers: true });
  assert.equal(logsBelow(folder), []);
}));

test("watch() has the agent write a log with what is there already, and nudges that it grows", () => withImporter(60_000, async (app) => {
  const client = await connect(app);
  const nudges: string[] = [];
  client.onGrown(({ log }) => nudges.push(log));

  const { logs } = await client.watch();
  await until("two nudges", () => nudges.length > 1);

  const text = readFileSync(logs[0] ?? "", "utf8");
  assert.is(logs.length, 1);
  assert.is(nudges[0], logs[0]);
  assert.equal([...new Set(typesIn(text))], ["shop.tick"]);
  assert.is(client.hello.steer, false);
  client.close();
}));

test("the last unwatch() ends the writing, and takes the log away", () => withImporter(60_000, async (app, folder) => {
  const one = await connect(app);
  const two = await connect(app);
  await one.watch();
  await two.watch();

  await one.unwatch();
  assert.is(logsBelow(folder).length, 1);
  await two.unwatch();
  assert.equal(logsBelow(folder), []);

  one.close();
  two.close();
}));

test("an inspector that goes without a word counts as one that unwatched", () => withImporter(60_000, async (app, folder) => {
  const client = await connect(app);
  await client.watch();

  client.close();
  await until("the log to go", () => logsBelow(folder).length === 0);

  const again = await connect(app);
  assert.is((await again.watch()).logs.length, 1);
  again.close();
}));

test("an agent answers nonsense with an error, and lives on", () => withImporter(60_000, async (app) => {
  const heard: string[] = [];
  const socket = await connectToSocket(app.socket, { line: (text) => heard.push(text), closed: () => {} }, 2000);

  socket.send("nonsense");
  socket.send('{"jsonrpc":"2.0","id":1,"method":"explode"}');
  socket.send('{"jsonrpc":"2.0","id":2,"method":"watch","params":[1]}');
  socket.send('{"jsonrpc":"2.0","method":"nobody answers this"}');
  socket.send('{"jsonrpc":"2.0","id":3,"method":"unwatch"}');
  await until("four answers", () => heard.length === 4);

  assert.equal(heard, [
    '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Cannot read the request: it is not JSON"}}',
    '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Cannot do \\"explode\\": the methods are hello, watch and unwatch"}}',
    '{"jsonrpc":"2.0","id":2,"error":{"code":-32602,"message":"Cannot do \\"watch\\": its parameters are not an object"}}',
    '{"jsonrpc":"2.0","id":3,"result":{}}',
  ]);
  socket.close();
}));

test("an agent does not keep its app alive, with an inspector or without, and leaves nothing behind", () => withImporter(400, async (app, folder, child) => {
  const client = await connect(app);
  await client.watch();
  await client.unwatch();

  assert.equal(await child.exited, { code: 0, signal: null });
  assert.equal(readdirSync(folder), []);
}));

test("an agent leaves the log of an app that has ended to those who still watch it", () => withImporter(400, async (app, _folder, child) => {
  const client = await connect(app);
  const { logs } = await client.watch();

  await child.exited;

  assert.ok(existsSync(logs[0] ?? ""));
  assert.not.ok(existsSync(app.socket));
}));

test("discover() clears away what a killed app left", () => withImporter(60_000, async (app, folder, child) => {
  child.kill("SIGKILL");
  await child.exited;
  assert.ok(existsSync(app.socket));

  assert.equal(await discover(), []);
  assert.not.ok(existsSync(app.socket));
  assert.not.ok(isAlive(app.pid));
  assert.equal(readdirSync(folder), []);
}));

test("discover() leaves the folder of an app that has ended to the one who started it and still reads it", () =>
  withApp({ app: testApp("shop"), args: ["stay"] }, async (launched) => {
    const log = await launched.firstLog() ?? "";
    await found();
    launched.kill("SIGKILL");
    await launched.exited;

    assert.equal(await discover(), []);

    assert.ok(existsSync(log));
  }));

test("discover() finds an app that core started, which can be steered, and whose log goes on without watchers", () =>
  withApp({ app: testApp("shop"), args: ["stay"] }, async (launched) => {
    const log = await launched.firstLog();
    const app = await found();
    const client = await connect(app);

    const watched = await client.watch();
    await client.unwatch();

    assert.is(app.pid, launched.pid);
    assert.equal(watched.logs, [log]);
    assert.is(client.hello.steer, true);
    assert.ok(existsSync(log ?? ""));
    client.close();
  }));

test("connect() rejects where no agent listens", () => inDevtoolsFolder(async (folder) => {
  await assert.rejects(connect({ socket: join(folder, "none.sock") }), { code: "ENOENT" });
}));

function logsBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((app) => readdirSync(join(folder, app))).filter((name) => name.endsWith(".jsonl"));
}
