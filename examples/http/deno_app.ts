/**
 * An HTTP app on Deno: each request is a question to the services.
 *
 *   deno run --allow-net examples/http/deno_app.ts 8000      curl http://127.0.0.1:8000/orders/1
 */
import { createCore, withName } from "core-ipc";
import { answer } from "./answer.ts";
import { openOrders } from "./orders.ts";

const core = await createCore(withName("orders", openOrders));
await core.startup();

const server = Deno.serve({
  hostname: "127.0.0.1",
  port: Number(Deno.args[0] ?? 8000),
  onListen: ({ port }) => console.log(`listening on http://127.0.0.1:${port}`),
}, (request) => answer(core, request));

async function stop() {
  await server.shutdown(); // takes no more requests, and lets the open ones end
  await core.shutdown({ timeoutMs: 5_000 });
  console.log("stopped");
}
Deno.addSignalListener("SIGTERM", () => void stop());
