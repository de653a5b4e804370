// An app that knows nothing of devtools. Its first argument says how it ends; whatever way, its last message is `shop.last`.
import process from "node:process";
import { createCore, withCoreName } from "core-ipc";

const [ending = "normally", ...rest] = process.argv.slice(2);
const core = await createCore(withCoreName("shop"));
core.ACTION({ type: "shop.first", data: { args: rest } });
console.log(`printed ${ending}`);

const last = () => void core.ACTION({ type: "shop.last" });
const soon = (act) => setTimeout(act, 5);

const endings = {
  normally: last,
  exit: () => soon(() => {
    last();
    process.exit(3);
  }),
  ownExit: () => soon(() => {
    last();
    if (globalThis.Deno === undefined) process.exit(3);
    else globalThis.Deno.exit(3);
  }),
  throwInModule: () => {
    last();
    throw new Error("thrown in the module");
  },
  throwInTimer: () => soon(() => {
    last();
    throw new Error("thrown in a timer");
  }),
  reject: () => soon(() => {
    last();
    Promise.reject(new Error("rejected"));
  }),
  lateExit: () => process.on("exit", last),
  stay: () => setInterval(() => void core.ACTION({ type: "shop.tick" }), 10),
  deaf: () => {
    process.on("SIGTERM", () => {});
    console.log("hears no SIGTERM");
    setInterval(() => {}, 1000);
  },
  block: () => {
    last();
    for (;;) void core.ACTION({ type: "shop.spin" });
  },
  twoCores: async () => {
    const second = await createCore(withCoreName("billing"));
    second.ACTION({ type: "billing.first" });
    last();
  },
};
await endings[ending]();
