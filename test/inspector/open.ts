// Opens the real screen on a trace, to look at it: `… test/inspector/open.ts [LOG]`. Without a log: the shop of the tests,
// growing. Shared, registers nothing.
import { readFileSync } from "node:fs";
import process from "node:process";
import type { Feed } from "../../inspector/feed.ts";
import { runInspector } from "../../inspector/main.tsx";
import { growingLog } from "../log/growing_log.ts";
import { dispatch, handling, SHOP } from "./shop.ts";

const path = process.argv[2];
const timers: ReturnType<typeof setInterval>[] = [];

const { log, add } = growingLog();

const recorded: Feed = {
  title: { name: path ?? "" },
  mode: "recorded", log,
  start(listener) {
    add(...readFileSync(path ?? "", "utf8").trimEnd().split("\n"));
    listener({ kind: "grew" });
    listener({ kind: "ended" });
  },
  stop: () => Promise.resolve(),
};

const growing: Feed = {
  title: { name: "shop", pid: 4242, runtime: "deno 2.9.5" },
  mode: "live", log,
  start(listener) {
    add(...SHOP);
    listener({ kind: "grew" });
    listener({ kind: "output", stream: "stdout", text: "listening on :8080\n" });
    let id = 416;
    timers.push(setInterval(() => {
      id += 1;
      const at = 300 + (id - 417) * 200;
      add(dispatch(id, at, "user.pinged", { source: "users", data: { id } }), handling(id, 0, at + 1, "user.pinged", "audit.onPing"));
      listener({ kind: "grew" });
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
