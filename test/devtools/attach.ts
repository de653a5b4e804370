// Whoever attaches to an app that holds a ring of itself sees the ring first: what is over can still be looked at.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { connect } from "../../src/devtools/client.ts";
import { spawnChild } from "../../src/host/child.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder, until } from "../host/temporary.ts";
import { argumentsFor } from "../this_runtime.ts";
import { found, inDevtoolsFolder, testApp, typesIn } from "./launched.ts";

const test = suite("devtools/attach");

/** Starts an app that holds a ring, watches it once it has sent its first messages, and hands over the log and the file of its recording. */
function attached(use: (log: string, file: string, client: Awaited<ReturnType<typeof connect>>) => unknown): () => Promise<void> {
  return () => inTemporaryFolder((folder) => inDevtoolsFolder(async () => {
    const file = join(folder, "incidents.jsonl");
    const child = spawnChild({ command: process.execPath, args: argumentsFor(testApp("rings"), [file, "60000"]) });
    let output = "";
    child.onOutput((_stream, text) => output += text);
    try {
      await until("the app", () => output.includes("ready"));
      const client = await connect(await found());
      const { logs: [log = ""] } = await client.watch();
      await use(log, file, client);
      client.close();
    } finally {
      child.kill("SIGKILL");
      await child.exited;
    }
  }));
}

test("watching an app that holds a ring shows what was sent before, and then what comes", attached(async (log, file) => {
  await until("what comes", () => typesIn(readFileSync(log, "utf8")).includes("late"));

  const types = typesIn(readFileSync(log, "utf8"));
  assert.equal(types.filter((type) => type === "early"), ["early", "early", "early"]);
  assert.ok(types.indexOf("early") < types.indexOf("late"));
  assert.match(readFileSync(log, "utf8"), /^\{"kind":"log",.*"ringMs":30000/);
  assert.is(existsSync(file) ? readFileSync(file, "utf8") : "", "");
}));

test("the last one who leaves takes the log away; the ring goes on, and is shown again", attached(async (log, _file, client) => {
  await client.unwatch();
  assert.not.ok(existsSync(log));

  const { logs: [again = ""] } = await client.watch();

  assert.equal(typesIn(readFileSync(again, "utf8")).filter((type) => type === "early").length, 3);
}));
