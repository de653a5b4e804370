/** Given to `deno run --preload`, `bun --preload` or `node --import`: puts the agent into an app before its first module runs. */
import { install } from "./install.ts";

install();
