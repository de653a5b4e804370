// The core in a Worker of each runtime: a thread with a global scope, a module graph and an event loop of its own.
import { Worker as Thread } from "node:worker_threads";
import { assert, suite } from "../harness.ts";
import { runtimeName } from "../this_runtime.ts";
import { bundled } from "./bundled.ts";
import { FACTS } from "./program.ts";

const test = suite("portable/workers");

/** Deno and Bun load the source. Node's worker gets what Node users get, a bundle: a loader of the main thread is not its own on Node 20. */
async function threadEntry(): Promise<URL> {
  if (runtimeName !== "node") return new URL("in_worker_thread.ts", import.meta.url);
  return new URL(`data:text/javascript,${encodeURIComponent(await bundled("in_worker_thread.ts", "neutral"))}`);
}

test("the program sees the same in a thread of node:worker_threads", async () => {
  const thread = new Thread(await threadEntry());

  const facts = await new Promise((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", reject);
    thread.once("exit", (code) => reject(new Error(`The thread ended with ${code} and told nothing`)));
  });
  await thread.terminate();

  assert.equal(facts, FACTS);
});

if (globalThis.Worker === undefined) {
  test.skip("the program sees the same in a Web Worker", "this runtime has none, only node:worker_threads");
} else {
  test("the program sees the same in a Web Worker", async () => {
    const worker = new Worker(new URL("in_worker.ts", import.meta.url), { type: "module" });

    const facts = await new Promise((resolve, reject) => {
      worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => resolve(data));
      worker.addEventListener("error", ({ message }) => reject(new Error(message)));
    });
    worker.terminate();

    assert.equal(facts, FACTS);
  });
}
