/**
 * An HTTP app on Bun: each request is a question to the services.
 *
 *   bun examples/http/bun_app.ts 8000      curl http://127.0.0.1:8000/orders/1
 */
import process from "node:process";
import { createCore, withName } from "core-ipc";
import { answer } from "./answer.ts";
import { openOrders } from "./orders.ts";

/** What is used of Bun. An app has `@types/bun` for this. */
declare const Bun: {
  serve(options: { hostname: string; port: number; fetch(request: Request): Promise<Response> }): { readonly port: number; stop(): Promise<void> };
};

const core = await createCore(withName("orders", openOrders));
await core.startup();

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.argv[2] ?? 8000),
  fetch: (request) => answer(core, request),
});
console.log(`listening on http://127.0.0.1:${server.port}`);

async function stop() {
  await server.stop(); // takes no more requests, and lets the open ones end
  await core.shutdown({ timeoutMs: 5_000 });
  console.log("stopped");
  process.exit();
}
process.once("SIGTERM", () => void stop());
