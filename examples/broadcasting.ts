/**
 * One message, many handlers: all of them run, and one that throws stops nobody.
 *
 *   deno run examples/broadcasting.ts      bun examples/broadcasting.ts
 */
import { createCore, withOnError } from "core-ipc";

const core = await createCore(withOnError((error) => console.log(`onError: ${error.message}`)));

core.registerAction("order.placed", function stock() {
  console.log("stock: one less");
});
core.registerAction("order.*", function invoice() {
  throw new Error("the printer is out of paper");
});
core.registerAction("order.>", async function audit(_core, message) {
  await Promise.resolve();
  console.log(`audit: ${message.type}`);
});

const outcome = await core.ACTION({ type: "order.placed", data: { item: "lamp" } });
console.log(`handled by ${outcome.handled}, ${outcome.errors.length} failed`);

const nobody = await core.ACTION({ type: "cart.emptied" });
console.log(`handled by ${nobody.handled}, ok ${nobody.ok}`);
