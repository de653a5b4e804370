// A program: records as fast as it can, in parts that are packed, until it is killed.
import process from "node:process";
import { setImmediate } from "node:timers";
import type { Writing } from "../../src/log/sink.ts";
import { LogFile } from "../../src/recording/log_file.ts";

const [, , path = "", writing = "turn", run = "1"] = process.argv;
const log = new LogFile({
  path, mode: "append", writing: writing as Writing, rotate: { bytes: 30_000 }, gzip: true, onFault: (error) => process.stderr.write(`${error.message}\n`),
});
const startedAt = performance.now();
let id = 0;
let part = 1;

function turn(): void {
  const at = performance.now() - startedAt;
  for (let message = 0; message < 20; message++) {
    if (log.wantsPart) log.beginPart({ text: `{"kind":"log","run":${run},"part":${++part}}\n`, records: 1, at });
    id += 1;
    log.write({ text: `{"kind":"dispatch","run":${run},"id":${id}}\n`, records: 1, from: id, to: id, at });
  }
  setImmediate(turn);
}

turn();
process.stdout.write("writing\n");
