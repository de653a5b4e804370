// The HTTP apps of examples/http, each on its own runtime, asked over a real socket.
import { spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { assert, suite } from "../harness.ts";
import { argumentsFor, type RuntimeName, runtimeName } from "../this_runtime.ts";

const test = suite("examples/http");

/** Starts the app on a free port of the loopback, asks for each path, and stops it by its pid. */
async function ask(app: string, paths: readonly string[]) {
  const child = spawn(process.execPath, argumentsFor(fileURLToPath(new URL(`../../examples/http/${app}`, import.meta.url)), ["0"]), { stdio: "pipe" });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  let printed = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed += text));
  try {
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
        const found = /listening on (\S+)\n/.exec(printed)?.[1];
        if (found) resolve(found);
      });
      void ended.then((code) => reject(new Error(`Cannot ask ${app}: it ended with ${code}: ${printed}`)));
    });
    const answers: unknown[] = [];
    for (const path of paths) {
      const response = await fetch(address + path, { headers: { connection: "close" } });
      answers.push([response.status, await response.json()]);
    }
    // By its pid: on Deno, a child that child.kill() has been called on never tells its code.
    process.kill(child.pid as number, "SIGTERM");
    return { answers, code: await ended, printed: printed.split("\n").slice(1).join("\n") };
  } finally {
    child.kill("SIGKILL");
  }
}

const apps: readonly [runtime: RuntimeName, app: string, server: string][] = [["deno", "deno_app.ts", "Deno.serve"], ["bun", "bun_app.ts", "Bun.serve"]];
for (const [runtime, app, server] of apps) {
  const title = `${app} answers requests through the Core: 200, 404, 504, 500`;
  if (runtimeName !== runtime) {
    test.skip(title, `${server} is ${runtime}'s, and this is ${runtimeName}`);
    continue;
  }
  test(title, async () => {
    const { answers, code, printed } = await ask(app, ["/orders/1", "/orders/9", "/orders/stuck", "/orders/broken", "/"]);

    assert.equal(answers, [
      [200, { id: "1", item: "lamp" }],
      [404, { error: "query.unanswered" }],
      [504, { error: "query.timedOut" }],
      [500, { error: "internal" }],
      [404, { error: "there is only /orders/<id>" }],
    ]);
    assert.equal({ code, printed }, { code: 0, printed: "stopped\n" });
  });
}
