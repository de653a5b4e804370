// A program: writes 300 batches and some parts off the thread, then ends in the way that it is told, while they wait; a
// listener of its end sends one message more.
import process from "node:process";
import { LogFile } from "../../src/recording/log_file.ts";
import { batch, head, numbers } from "./batches.ts";

const [, , path = "", how = ""] = process.argv;
const log = new LogFile({ path, mode: "new", writing: "background", rotate: { bytes: 2_000 }, onFault: (error) => process.stderr.write(`${error.message}\n`) });
for (const id of numbers(1, 300)) {
  if (log.wantsPart) log.beginPart(head(id));
  log.write({ ...batch([id]), text: `${batch([id]).text}${"x".repeat(200)}\n` });
  if (id % 30 === 0) await new Promise((resolve) => setImmediate(resolve));
}
// Deno tells a throw to `error` and `unhandledrejection` only; there this is the app's last word.
const last = (): void => log.write(batch([301]));
if (process.versions["deno"] !== undefined && how.startsWith("by a ")) {
  globalThis.addEventListener("error", last);
  globalThis.addEventListener("unhandledrejection", last);
} else {
  process.on("exit", last);
}
if (how === "by exit") process.exit(3);
if (how === "by a throw") setTimeout(() => { throw new Error("thrown"); }, 0);
if (how === "by a rejection") void Promise.reject(new Error("rejected"));
