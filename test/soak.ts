// What takes longer than `npm test` may: `npm run test:soak`. Each file is in this list or in that of all.ts.
import { run } from "./harness.ts";

/** Every file under test/ that registers tests which take long, relative to this folder. */
const FILES: readonly string[] = [
  "soak/leaks.ts",
  "soak/long_stream.ts",
  "soak/models.ts",
  "soak/round_trip.ts",
  // After what measures memory and speed: whoever has read large logs, or started some hundred processes, collects garbage later and longer.
  "cli/faults.ts",
  "cli/webhooks.ts",
  "soak/kills.ts",
  "soak/killed_recordings.ts",
];

await run(FILES.map((file) => new URL(file, import.meta.url)));
