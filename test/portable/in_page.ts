// The program in a page of a browser, and in a Web Worker of that page. What both tell goes to the server that the page is from.
import { tellFacts } from "./program.ts";

function tellFactsInWorker(): Promise<unknown> {
  const worker = new Worker("/worker.js", { type: "module" });
  return new Promise((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => resolve(data));
    worker.addEventListener("error", ({ message }) => reject(new Error(message)));
  });
}

const told = await Promise.allSettled([tellFacts(), tellFactsInWorker()]);
const [page, worker] = told.map((each) => each.status === "fulfilled" ? each.value : [String(each.reason)]);
await fetch("/told", { method: "POST", body: JSON.stringify({ browser: navigator.userAgent, page, worker }) });
