// The program in a Web Worker: of Deno, of Bun, of a browser's page.
import { tellFacts } from "./program.ts";

/** A worker's own, of which the types of a page and of Deno's main thread do not know. */
declare function postMessage(message: unknown): void;

tellFacts().then(postMessage, (error: unknown) => postMessage([String(error)]));
