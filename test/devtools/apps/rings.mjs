// Holds a ring of itself, has sent something before anybody watches, and goes on for as long as it is told.
import { createCore } from "core-ipc";
import { record } from "core-ipc/log";
import "core-ipc/devtools";

const [file, lifeMs] = process.argv.slice(2);
const core = await createCore();
record(core, { file, ring: "30s", on: ["error"] });
core.registerAction("early", () => {});
await core.startup();
for (let n = 1; n <= 3; n++) await core.ACTION({ type: "early", data: { n } });
setInterval(() => void core.ACTION({ type: "late" }), 20);
setTimeout(() => process.exit(0), Number(lifeMs));
console.log("ready");
