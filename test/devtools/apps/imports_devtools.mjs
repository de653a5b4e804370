// An app that lets inspectors find it. It ends by itself after the given time, inspector or not.
import process from "node:process";
import { createCore, withCoreName } from "core-ipc";
import "core-ipc/devtools";

const core = await createCore(withCoreName("shop"));
const ticking = setInterval(() => void core.ACTION({ type: "shop.tick" }), 10);
setTimeout(() => clearInterval(ticking), Number(process.argv[2]));
console.log("ready");
