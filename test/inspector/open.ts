// Opens the real screen on a trace, to look at it: `… test/inspector/open.ts [LOG]`. Without a log: the shop of the tests,
// growing. Shared, registers nothing.
import { readFileSync } from "node:fs";
import process from "node:process";
import type { Feed } from "../../inspector/feed.ts";
import { runInspector } from "../../inspector/main.tsx";
import type { KnownRecord } from "../../src/trace/record.ts";
import { dispatch, handling, itemsOf, SHOP } from "./shop.ts";

const path = process.argv[2];
const timers: ReturnType<typeof setInterval>[] = [];

const recorded: Feed = {
  title: { name: path ?? "" },
  mode: "recorded",
  start(listener) {
    const lines = readFileSync(path ?? "", "utf8").trimEnd().split("\n");
    listener({ kind: "items", items: itemsOf(lines.map((line) => JSON.parse(line) as KnownRecord)) });
    listener({ kind: "ended" });
  },
  stop: () => Promise.resolve(),
};

const growing: Feed = {
  title: { name: "shop", pid: 4242, runtime: "deno 2.9.5" },
  mode: "live",
  start(listener) {
    listener({ kind: "items", items: itemsOf(SHOP) });
    listener({ kind: "output", stream: "stdout", text: "listening on :8080\n" });
    let id = 416;
    timers.push(setInterval(() => {
      id += 1;
      const at = 300 + (id - 417) * 200;
      listener({
        kind: "items",
        items: itemsOf([dispatch(id, at, "user.pinged", { source: "users", data: { id } }), handling(id, 0, at + 1, "user.pinged", "audit.onPing")]),
      });
      listener({ kind: "output", stream: "stderr", text: `ping ${id}\n` });
    }, 200));
  },
  stop() {
    for (const timer of timers) clearInterval(timer);
    return Promise.resolve();
  },
};

const { code } = await runInspector(path === undefined ? growing : recorded, { color: process.env["NO_COLOR"] === undefined });
process.exit(code);
