// A program: records one message. `at TIME` waits for that moment, and ends with 9 when it is refused; without it, it says
// so and then lives until it is killed.
import process from "node:process";
import { LogFile } from "../../src/recording/log_file.ts";
import { batch } from "./batches.ts";

const [, , path = "", word, time] = process.argv;
while (Date.now() < Number(time ?? 0));
try {
  const log = new LogFile({ path, mode: "append", onFault: (error) => process.stderr.write(`${error.message}\n`) });
  log.write(batch([1]));
  if (word === undefined) {
    process.stdout.write("recording\n");
    setInterval(() => {}, 1_000);
  } else {
    // Whoever was refused has been so by now.
    setTimeout(() => log.close(), 1_500);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 9;
}
