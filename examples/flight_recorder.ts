// A flight recorder for production: it holds the last 30 seconds in memory, and writes them when something goes wrong. Nothing is written
// while all is well, and no card number is written at all.
import { readFileSync } from "node:fs";
import { createCore, withOnError } from "core-ipc";
import { record } from "core-ipc/log";

const core = await createCore(withOnError(() => {}));
core.registerAction("order.placed", (view) => void view.ACTION({ type: "payment.requested" }));
core.registerAction("payment.requested", () => {
  throw new Error("the bank does not answer");
});
core.registerAction("page.viewed", () => {});

const recording = record(core, { file: process.argv[2] ?? "incidents.jsonl", ring: "30s", on: ["error", "slow>500ms"], redact: ["key:card"] });
await core.startup();

await core.ACTION({ type: "page.viewed", data: { path: "/" } });
console.log("recorded:", readFileSync(recording.path, "utf8") === "" ? "nothing" : "something");

await core.ACTION({ type: "order.placed", data: { total: 80, card: "4111 1111 1111 1111" } });
recording.close();
await recording.closed;

const records = readFileSync(recording.path, "utf8").trim().split("\n").map((line) => JSON.parse(line));
for (const { kind, type, on, data, error } of records) {
  if (kind === "dispatch") console.log("sent:", type);
  if (data?.card !== undefined) console.log("  its card:", data.card.$core, "by", data.card.by);
  if (error !== undefined) console.log("failed:", error.message);
  if (kind === "trigger") console.log("written because of:", on);
}
