#!/usr/bin/env node
/** The command `core`. */
import { args, exit } from "../src/host/process.ts";
import { run } from "./run.ts";

exit(await run(args()));
