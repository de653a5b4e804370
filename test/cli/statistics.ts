// `core stats` and `core types` as processes: on recordings and pipes, with options that are right and wrong.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assert, suite } from "../harness.ts";
import { messageTypes } from "../../cli/commands/message_types.ts";
import { stats } from "../../cli/commands/stats.ts";
import { CliError, errorText, EXIT } from "../../cli/exit.ts";
import { core } from "./core.ts";

const test = suite("cli/statistics");
const PATIENT = { timeoutMs: 60_000 };
const SHOP = fileURLToPath(new URL("../recordings/v1/shop.jsonl", import.meta.url));

interface Printed { readonly spanMs: number; readonly all: { readonly count: number; readonly perSecond: number }; readonly rows: readonly { readonly name: string | null; readonly count: number }[] }

test("core stats counts what a pipe brings, and only what is asked for", async () => {
  const input = readFileSync(SHOP, "utf8");

  const [all, some, none] = await Promise.all([
    core(["stats", "-", "--json"], { input }), core(["stats", "-", "--json", "--by", "handler", "--only", "type:user.*", "--top", "1"], { input }), core(["stats", "-", "--only", "type:nothing"], { input }),
  ]);

  assert.equal([(JSON.parse(all.stdout) as Printed).all.count, all.stderr, all.code], [11, "", 0]);
  assert.equal((JSON.parse(some.stdout) as Printed).rows.map(({ name, count }) => [name, count]), [["audit.handleIPCEvents", 3]]);
  assert.equal([none.stdout, none.stderr, none.code], ["0 messages in 17 ms · 0 types · durations in ms\n", "No message passes the filter.\n", 0]);
}, PATIENT);

test("core stats takes rates over the stretch that --from and --to ask for", async () => {
  const { stdout } = await core(["stats", SHOP, "--json", "--from", "+25ms", "--to", "+29ms"]);

  const { spanMs, all: { count, perSecond } } = JSON.parse(stdout) as Printed;
  assert.equal([spanMs, count, perSecond], [5, 5, 1000]);
}, PATIENT);

test("core stats and core types refuse what they do not know, with the word that was meant, and two formats at once", async () => {
  const common = { color: false, permissions: [] };

  assert.equal([await refusal(stats(SHOP, [], { ...common, by: "handlers" })), await refusal(stats(SHOP, [], { ...common, sort: "p98" }))], [
    'Cannot read --by "handlers": it is one of type, source, handler, service\nTry: --by handler\n',
    'Cannot read --sort "p98": it is one of count, rate, failed, unhandled, p50, p95, p99, max, mean, total, sync, bytes, completeness, name\nTry: --sort p95\n',
  ]);
  assert.equal([await refusal(stats(SHOP, [], { ...common, json: true, csv: true })), await refusal(messageTypes(SHOP, [], { ...common, json: true, markdown: true }))], [
    "Cannot write --json and --csv at once: standard output takes one of them\n", "Cannot write --json and --markdown at once: standard output takes one of them\n",
  ]);
});

/** What is said of a command that is called wrongly. */
async function refusal(said: Promise<number>): Promise<string> {
  const error = await said.then(() => undefined, (thrown: unknown) => thrown);
  return error instanceof CliError && error.code === EXIT.usage ? errorText(error) : String(error);
}

test("core stats writes CSV whose lines end with CR LF", async () => {
  const { stdout } = await core(["stats", SHOP, "--csv", "--by", "service", "--sort", "name"]);

  assert.equal(stdout.split("\r\n").map((line) => line.split(",").slice(0, 2).join()), ["service,count", "audit,8", "mailer,3", "user,3", ""]);
}, PATIENT);

test("core types looks at what is asked for only, and core stats at the first rows, from one on", async () => {
  const [some, top] = await Promise.all([core(["types", SHOP, "--only", "source:web"]), core(["stats", SHOP, "--top", "0"])]);

  assert.equal(some.stdout.split("\n").filter((line) => /^\w/.test(line)).map((line) => line.split(" ")[0]), ["2", "TYPE", "user.created", "cart.abandoned"]);
  assert.equal([top.code, top.stdout, /whole number from 1 on/.test(top.stderr)], [2, "", true]);
}, PATIENT);
