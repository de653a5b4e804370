// What takes longer than `npm test` may: `npm run test:soak`. Each file is in this list or in that of all.ts.
//
// In four parts, every fourth file: what measures memory and speed has a process of its own, whose heap holds nothing else.
import process from "node:process";
import { run } from "./harness.ts";
import { partOf } from "./part.ts";

/** Every file under test/ that registers tests which take long, relative to this folder. */
const FILES: readonly string[] = [
  "soak/leaks.ts",
  "cli/faults.ts",
  "soak/long_stream.ts",
  "cli/webhooks.ts",
  "soak/models.ts",
  "soak/kills.ts",
  "soak/round_trip.ts",
  "soak/killed_recordings.ts",
  "soak/huge_log.ts",
  "soak/log_bench.ts",
];

await run(partOf(FILES, process.argv[2]).map((file) => new URL(file, import.meta.url)));
