// Every dispatch and every handling that a recorder writes is taken by the scanners: a log of its is not quietly read at a tenth of the speed.
import { createRequire } from "node:module";
import { plainScanner } from "../../../src/log/scan/plain_scanner.ts";
import { wasmScanner } from "../../../src/log/scan/wasm_scanner.ts";
import { assert, suite } from "../../harness.ts";
import { recordedCore } from "../recorded.ts";
import { bytesOf, parsed, rowsOf } from "./scanned.ts";

const test = suite("log/scan/recorded");

interface Webhook {
  readonly name: string;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
}

const webhooks = createRequire(import.meta.url)("@octokit/webhooks-examples") as readonly Webhook[];

/** A log of GitHub's messages, handled in all the ways that there are. */
async function recording(): Promise<string> {
  const { core, sink, recorder } = await recordedCore();
  core.registerAction(">", function onAll() {});
  core.registerAction("issues.*", function onIssues() {
    throw new TypeError("no such \"issue\": \\é€😀\n");
  });
  core.registerQuery("count.of", () => ({ count: 3, text: "\"é\"", none: undefined }));
  for (const { name, examples } of webhooks) {
    for (const example of examples.slice(0, 4)) {
      void core.ACTION({ type: `${name}.${String(example["action"] ?? "sent")}`, data: example, source: "github" });
    }
  }
  await core.QUERY({ type: "count.of" });
  void core.ACTION({ type: "unhandled" });
  for (const data of [1, "a\"}", true, null, [], "", -0, 1e21, [[{}]]]) void core.ACTION({ type: "scalar.sent", data });
  recorder.flush();
  return sink.text;
}

test("plainScanner() and wasmScanner() take every dispatch and every handling of a recorder", async () => {
  const text = await recording();
  const lines = text.split("\n").filter((line) => line !== "");
  const wanted = lines.map((line) => /^\{"kind":"(?:dispatch|handling)"/.test(line) ? parsed(bytesOf(line)) : "other");

  assert.ok(wanted.filter((says) => says !== "other").length > 300);
  assert.equal(rowsOf(plainScanner(), bytesOf(text)).map(({ says }) => says), wanted);
  assert.equal(rowsOf(wasmScanner(), bytesOf(text)).map(({ says }) => says), wanted);
});
