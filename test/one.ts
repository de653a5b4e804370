// Runs the named test files, and nothing else: `bun test/one.ts test/log/encode.ts`.
import process from "node:process";
import { pathToFileURL } from "node:url";
import { run } from "./harness.ts";

await run(process.argv.slice(2).map((path) => pathToFileURL(path)));
