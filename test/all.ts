// What `npm test` runs, on each runtime. test/tidy.ts holds this list against the files that are there.
import { run } from "./harness.ts";

/** Every file under test/ that registers tests, relative to this folder. */
const FILES: readonly string[] = [
  "harness_traps.ts",
  "assert_traps.ts",
];

await run(FILES.map((file) => new URL(file, import.meta.url)));
