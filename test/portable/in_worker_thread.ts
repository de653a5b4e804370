// The program in a thread of node:worker_threads, which Deno and Bun have, too.
import { parentPort } from "node:worker_threads";
import { tellFacts } from "./program.ts";

tellFacts().then((facts) => parentPort?.postMessage(facts), (error: unknown) => parentPort?.postMessage([String(error)]));
