// What `npm test` runs, on each runtime. test/tidy.ts holds this list against the files that are there.
import { run } from "./harness.ts";

/** Every test file, relative to this folder. Files that only hold what tests share do not register and stand in SHARED of tidy.ts. */
const FILES: readonly string[] = [
  "harness_traps.ts",
  "assert_traps.ts",
];

await run(FILES.map((file) => new URL(file, import.meta.url)));
