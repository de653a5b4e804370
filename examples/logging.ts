/**
 * Log lines that say to which flow they belong: `core.flowId` in a logger's mixin. The logger here has the shape of pino's
 * (`pino({ name, mixin })`), which may stand in its place. Ids are given while somebody taps, as the inspector does.
 *
 *   deno run examples/logging.ts      bun examples/logging.ts
 */
import { type Core, createCore, withName } from "core-ipc";

interface LoggerOptions {
  readonly name: string;
  /** Gives members for every line. */
  readonly mixin: () => object;
}

function createLogger({ name, mixin }: LoggerOptions) {
  return { info: (msg: string) => console.log(JSON.stringify({ level: 30, name, ...mixin(), msg })) };
}

/** The logger of one handling: the flow is that of the `core` which the handler received. */
const loggerOf = (view: Core, name: string) => createLogger({ name, mixin: () => ({ flowId: view.flowId }) });

function openOrders(core: Core) {
  core.registerAction("order.placed", async (view) => {
    const log = loggerOf(view, "orders");
    log.info("an order came");
    await view.ACTION({ type: "invoice.wanted" });
    log.info("the invoice is written");
  });
  return {};
}

function openInvoices(core: Core) {
  core.registerAction("invoice.wanted", (view) => loggerOf(view, "invoices").info("writing"));
  return {};
}

const core = await createCore(withName("orders", openOrders), withName("invoices", openInvoices));

await core.ACTION({ type: "order.placed" }); // nobody watches: no flowId

core.tap({});
await Promise.all([core.ACTION({ type: "order.placed" }), core.ACTION({ type: "order.placed" })]);
