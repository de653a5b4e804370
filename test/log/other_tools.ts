// What docs/log-format.md shows of jq, rg, DuckDB and lnav: each line is run, and gives what it must; and what they count is what we count.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { assert, suite } from "../harness.ts";
import { statisticsOf } from "../../src/trace/statistics/mod.ts";
import { runCommand, runtimeName } from "../this_runtime.ts";
import { itemsOf, PAGE } from "./log_digest.ts";
import { logOf } from "./log_of.ts";

type Tool = "jq" | "rg" | "DuckDB" | "lnav";

const test = suite("log/other_tools");
/** The first test waits for all answers. */
const PATIENT = { timeoutMs: 60_000 };
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const recording = (name: string) => path(`../recordings/v1/${name}`);
const docs = (name: string) => path(`../../docs/${name}`);

/** Whether each is here, and what to do where it is not. */
const isOnPath = (name: string) => (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
const IS_HERE: Readonly<Record<Tool, readonly [boolean, install: string]>> = {
  jq: [isOnPath("jq"), "apt-get install jq"],
  rg: [isOnPath("rg"), "apt-get install ripgrep"],
  lnav: [isOnPath("lnav"), "apt-get install lnav"],
  DuckDB: [existsSync(path("../portable/tools/node_modules/@duckdb/node-api")), "npm ci --prefix test/portable/tools"],
};

/** The page's jobs, each with its lines. */
const section = PAGE.slice(PAGE.indexOf("## Reading a log with other tools"));
const JOBS = section.split("\n### ").slice(1).map((part) => ({
  title: part.slice(0, part.indexOf("\n")),
  lines: [...part.matchAll(/```(?:sh|sql)\n([^]*?)```/g)].flatMap(([, block = ""]) => block.trim().split("\n")).map((line) => ({ line, tool: toolOf(line) })),
}));

/** The recording that a job looks into; the shop where none is named. */
const LOOKS_INTO: Readonly<Record<string, string>> = {
  "What was lost or left out": "gaps.jsonl", "Which messages nothing accounts for": "every_kind.jsonl", "When that was by the wall clock": "every_kind.jsonl",
};

/** Whole lines of a recording, by their numbers from 1. */
const linesOf = (name: string, ...numbers: readonly number[]) => numbers.map((number) => readFileSync(recording(name), "utf8").split("\n")[number - 1] ?? "");

const SLOWEST: readonly (readonly [ms: number, dispatch: string, handler: string])[] = [
  [6.803, "5", "mailer.user.created"], [2.006, "1", "audit.handleIPCEvents"], [1.81, "2", "mailer.user.created"], [1.422, "8", "mailer.user.created"], [0.373, "5", "audit.handleIPCEvents"],
  [0.075, "3", "user.user.address"], [0.058, "7", "audit.handleIPCEvents"], [0.043, "9", "user.user.address"], [0.043, "8", "audit.handleIPCEvents"], [0.032, "2", "audit.handleIPCEvents"],
];
const BY_TYPE: readonly (readonly [type: string, count: string, p99: number])[] = [
  ["cart.abandoned", "1", 0.023], ["mail.queued", "3", 0.058], ["service.startup", "1", 2.006], ["user.address", "3", 0.075], ["user.created", "6", 6.803],
];
const NO_SPACE = "writing failed: ENOSPC: no space left on device, write";

/** What each tool prints for each job: lines, or rows. */
const EXPECTED: Readonly<Record<string, Partial<Record<Tool, readonly unknown[]>>>> = {
  "The messages of a type": {
    jq: ['{"id":"1"}', '{"id":"2"}', '{"id":"3"}'],
    rg: linesOf("shop.jsonl", 17, 24, 31),
    DuckDB: [["3", '{"id":"1"}'], ["6", '{"id":"2"}'], ["9", '{"id":"3"}']],
    lnav: ["dispatch,data", '3,"{""id"":""1""}"', '6,"{""id"":""2""}"', '9,"{""id"":""3""}"'],
  },
  "What failed, and why": {
    jq: ['[5,"user.created","audit.handleIPCEvents","email is not a string"]'],
    rg: ['5 "email is not a string"'],
    DuckDB: [["5", "user.created", "audit.handleIPCEvents", "email is not a string"]],
    lnav: ["dispatch,type,handler,message", "5,user.created,audit.handleIPCEvents,email is not a string"],
  },
  "The ten slowest handlings": {
    jq: SLOWEST.map(([ms, dispatch, handler]) => `[${ms},${dispatch},"${handler}"]`),
    rg: SLOWEST.map((row) => row.join(" ")),
    DuckDB: SLOWEST,
    lnav: ["ms,dispatch,handler", ...SLOWEST.map((row) => row.join(","))],
  },
  "How many handlings of each type, and what 99 of a hundred take at the most": {
    jq: BY_TYPE.map(([type, count, p99]) => `["${type}",${count},${p99}]`),
    rg: BY_TYPE.map(([type, count]) => `${count.padStart(7)} ${type}`),
    DuckDB: BY_TYPE,
    lnav: ["type,n,p99", ...BY_TYPE.map((row) => row.join(","))],
  },
  "What message 2 caused": {
    jq: ['[3,"user.address"]', '[4,"mail.queued"]'],
    rg: linesOf("shop.jsonl", 17, 20),
    DuckDB: [["2", "user.created"], ["3", "user.address"], ["4", "mail.queued"]],
    lnav: ["dispatch,type", "3,user.address", "4,mail.queued"],
  },
  "Messages with a member of that value": {
    jq: ['[8,"user.created"]'],
    rg: linesOf("shop.jsonl", 30),
    DuckDB: [["8", "user.created"]],
    lnav: ["dispatch,type", "8,user.created"],
  },
  "What was lost or left out": {
    jq: linesOf("gaps.jsonl", 137),
    rg: linesOf("gaps.jsonl", 137),
    DuckDB: [["gap", "39", null, "74", "94", NO_SPACE]],
    lnav: ["kind,lost,skipped,reason", `gap,39,<NULL>,"${NO_SPACE}"`],
  },
  "Which messages nothing accounts for": { DuckDB: [["19"], ["20"]] },
  "When that was by the wall clock": {
    jq: ['["error",1795856410.00288]', '["signal",1795856410.00388]'],
    rg: ["2026-11-28T09:00:00.001Z"],
    DuckDB: [["error", "2026-11-28 09:00:10.00288"], ["signal", "2026-11-28 09:00:10.00388"]],
    lnav: ["log_time,kind,at", "2026-11-28 09:00:10.000,trigger,10003", "2026-11-28 09:00:10.000,trigger,10004"],
  },
};

test("the page shows a line of each tool for each job that is tested, and no other", () => {
  const shown = JOBS.map(({ title, lines }) => [title, lines.map(({ tool }) => tool)]);

  assert.equal(shown, Object.entries(EXPECTED).map(([title, tools]) => [title, Object.keys(tools)]));
}, PATIENT);

test("core_log() has a column for every member that the page shows", () => {
  const columns = [...readFileSync(docs("core-ipc.duckdb.sql"), "utf8").matchAll(/"?(\w+)"?: '[A-Z]+'/g)].map(([, name = ""]) => name);
  const members = [...PAGE.matchAll(/^\{"kind":.*\}$/gm)].flatMap(([line]) => Object.keys(JSON.parse(line) as object));

  assert.equal(columns.sort(), [...new Set(members)].sort());
});

const areHere = (tool: Tool) => runtimeName === "node" && IS_HERE[tool][0];
if (runtimeName !== "node") test.skip("other tools read logs as the page shows", "they say the same on every runtime: they are run once, on Node");
else for (const [tool, [isHere, install]] of Object.entries(IS_HERE)) if (!isHere) test.skip(`${tool} reads logs as the page shows`, `it is absent: ${install}`);
const folder = mkdtempSync(join(tmpdir(), "core-other-tools-"));
test.after(() => rmSync(folder, { recursive: true }));

/** Starting a tool takes longer than its answers: DuckDB is started once, lnav once for each recording, before the first test. */
const answers = new Map<string, readonly unknown[]>();
const FILES = ["every_kind.jsonl", "gaps.jsonl", "http.jsonl", "runs.jsonl", "shop.jsonl", "torn.jsonl"];
const MEASURED = ["gaps.jsonl", "http.jsonl", "shop.jsonl", "torn.jsonl"];
const QUANTILES = "quantile_disc(ms, 0.5), quantile_disc(ms, 0.95), quantile_disc(ms, 0.99), max(ms)";

/** Dispatches with their ends; none of these recordings has one that ended otherwise than by its handlings. */
const ENDED = `log AS (FROM core_log('run.jsonl')), ended AS (SELECT d.id, d.type, max(h."at" + h.ms) - any_value(d."at") AS ms,
  coalesce(bool_or(h.outcome = 'failed'), false) OR (any_value(d.verb) = 'QUERY' AND coalesce(bool_and(h.outcome = 'declined'), false)) AS failed
  FROM log d LEFT JOIN log h ON h.kind = 'handling' AND h.dispatch = d.id WHERE d.kind = 'dispatch' GROUP BY d.id, d.type)`.replaceAll("\n", " ");

/** What is asked beside what the page shows: of each recording, by the query's name. */
const MORE: Readonly<Record<string, readonly [tool: Tool, files: readonly string[], query: string]>> = {
  "rows by kind": ["DuckDB", FILES, "SELECT kind, count(*) FROM core_log('run.jsonl') GROUP BY kind"],
  "by handler": ["DuckDB", MEASURED, `SELECT handler, count(*), count(*) FILTER (outcome = 'failed'), ${QUANTILES} FROM core_log('run.jsonl') WHERE kind = 'handling' GROUP BY handler ORDER BY count(*) DESC, handler`],
  "by type": ["DuckDB", MEASURED, `WITH ${ENDED} SELECT type, count(*), count(*) FILTER (failed), ${QUANTILES} FROM ended GROUP BY type ORDER BY count(*) DESC, type`],
  "lines by kind": ["lnav", FILES, "SELECT coalesce(kind, log_level), count(*) FROM core_ipc_log GROUP BY 1"],
  "failed": ["lnav", FILES, "SELECT count(*) FROM core_ipc_log WHERE kind = 'handling' AND log_level = 'error'"],
};

interface Question { readonly tool: Tool; readonly title: string; readonly file: string; readonly line: string }
const QUESTIONS: readonly Question[] = [
  ...JOBS.flatMap(({ title, lines }) => lines.map(({ tool, line }) => ({ tool, title, line, file: LOOKS_INTO[title] ?? "shop.jsonl" }))),
  ...Object.entries(MORE).flatMap(([title, [tool, files, line]]) => files.map((file) => ({ tool, title: `${title} ${file}`, line, file }))),
];
const questionsFor = (tool: Tool) => areHere(tool) ? QUESTIONS.filter((question) => question.tool === tool) : [];

test.before(async () => {
  mkdirSync(join(folder, "formats", "core"), { recursive: true });
  copyFileSync(docs("core-ipc.lnav.json"), join(folder, "formats", "core", "core-ipc.json"));
  const keep = (questions: readonly Question[], said: readonly (readonly unknown[])[]) => questions.forEach(({ tool, title }, at) => answers.set(`${tool} ${title}`, said[at] ?? []));
  const asked = questionsFor("DuckDB");
  if (asked.length > 0) keep(asked, await rowsOf(asked.map(({ line, file }) => line.replaceAll("run.jsonl", recording(file)))));
  for (const file of FILES) {
    const ofFile = questionsFor("lnav").filter((question) => question.file === file);
    if (ofFile.length > 0) keep(ofFile, await lnav(ofFile.map(({ line }) => line), recording(file)));
  }
});

for (const { title, lines } of JOBS) {
  for (const { tool, line } of lines) {
    registerFor(tool, `${tool}: ${title}`, async () => {
      const said = tool === "jq" || tool === "rg" ? await printedBy("sh", ["-c", line.replaceAll("run.jsonl", recording(LOOKS_INTO[title] ?? "shop.jsonl"))]) : answers.get(`${tool} ${title}`);

      assert.equal(said, EXPECTED[title]?.[tool]);
    });
  }
}

registerFor("DuckDB", "DuckDB: core_log() has a row for every line of every recording, and of each kind as many as there are", () => {
  const rows = FILES.map((file) => new Map(answers.get(`DuckDB rows by kind ${file}`) as [string | null, string][]));

  assert.equal(rows, FILES.map((file) => countsOf(file, null)));
});

registerFor("lnav", "lnav: each line of every recording is a record of its kind, and what failed is an error", () => {
  const said = FILES.map((file) => (answers.get(`lnav lines by kind ${file}`) as string[]).slice(1).sort());
  const errors = FILES.map((file) => answers.get(`lnav failed ${file}`)?.[1]);

  assert.equal(said, FILES.map((file) => [...countsOf(file, "invalid")].map((row) => row.join(",")).sort()));
  assert.equal(errors, ["1", "0", "3", "1", "1", "0"]);
});

/** How many lines of each kind, and how many that are none. */
function countsOf(file: string, none: string | null): Map<string | null, string> {
  const kinds = itemsOf(readFileSync(recording(file))).map((item) => item.kind === "defect" ? none : item.record.kind === "unknown" ? item.record.name : item.record.kind);
  return new Map(kinds.map((kind) => [kind, String(kinds.filter((other) => other === kind).length)]));
}

registerFor("lnav", "lnav: every line that the page shows is a record of its kind, with the time and the level that it must have", async () => {
  const shown = [...PAGE.matchAll(/```jsonl (\w+)\n([^]*?)```/g)].flatMap(([, kind = "", block = ""]) => block.trim().split("\n").map((line) => ({ kind, line })));
  writeFileSync(join(folder, "page.jsonl"), shown.map(({ line }) => `${line}\n`).join(""));

  const [[, ...kinds] = [], [, ...levels] = [], [, ...times] = []] = await lnav([
    "SELECT kind FROM core_ipc_log",
    "SELECT DISTINCT log_level, kind FROM core_ipc_log WHERE log_level <> 'info'",
    "SELECT DISTINCT log_time FROM core_ipc_log WHERE kind IN ('log', 'clock') ORDER BY log_line",
  ], join(folder, "page.jsonl"));

  assert.equal(kinds, shown.map(({ kind }) => kind));
  assert.equal(levels.sort(), ["error,gap", "error,handling", "error,service", "error,settled", "warning,degraded", "warning,intercepted", "warning,running", "warning,skipped"]);
  assert.equal(times, ["2026-11-23 09:00:00.000", "2026-11-23 09:00:10.000"]);
});

registerFor("lnav", "lnav finds nothing wrong with the format", async () => {
  assert.equal(await printedBy("lnav", ["-C", "-I", folder]), [""]);
});

registerFor("DuckDB", "statisticsOf() counts as DuckDB does, and measures as it does to half a percent", () => {
  for (const file of MEASURED) {
    for (const by of ["handler", "type"] as const) {
      const said = answers.get(`DuckDB by ${by} ${file}`) as [name: string, count: string, failed: string, ...ms: (number | null)[]][];
      const { rows } = statisticsOf(logOf(readFileSync(recording(file), "utf8")), { by });

      assert.equal(rows.map(({ name, count, failed }) => [name, String(count), String(failed)]), said.map(([name, count, failed]) => [name, count, failed]));
      assert.ok(rows.every(({ p50Ms, p95Ms, p99Ms, maxMs }, at) => [p50Ms, p95Ms, p99Ms, maxMs].every((ms, which) => isNear(ms ?? null, said[at]?.[which + 3] as number | null))));
    }
  }
});

function isNear(ours: number | null, theirs: number | null): boolean {
  return ours === theirs || (ours !== null && theirs !== null && Math.abs(ours - theirs) <= theirs / 200);
}

function toolOf(line: string): Tool {
  return line.startsWith("jq ") ? "jq" : line.startsWith("rg ") ? "rg" : line.includes("core_ipc_log") ? "lnav" : "DuckDB";
}

/** Registers a test where the tool is here. */
function registerFor(tool: Tool, title: string, body: () => unknown): void {
  if (areHere(tool)) test(title, body, PATIENT);
}

/** What DuckDB says to each query. */
async function rowsOf(queries: readonly string[]): Promise<unknown[][]> {
  const input = `${readFileSync(docs("core-ipc.duckdb.sql"), "utf8")}\n;\n${queries.join("\n")}`;
  const printed = await printedBy(process.execPath, [path("../portable/tools/duckdb.mjs")], input);
  return printed.map((rows) => JSON.parse(rows) as unknown[]);
}

/** What lnav says to each query on a file, as lines of CSV. */
async function lnav(queries: readonly string[], file: string): Promise<string[][]> {
  const table = (at: number) => join(folder, `table${at}.csv`);
  await printedBy("lnav", ["-n", "-q", "-I", folder, ...queries.flatMap((query, at) => ["-c", `;${query}`, "-c", `:write-csv-to ${table(at)}`]), file]);
  return queries.map((_, at) => readFileSync(table(at), "utf8").trimEnd().split("\n"));
}

async function printedBy(command: string, args: readonly string[], input = ""): Promise<string[]> {
  const { code, stdout, stderr } = await runCommand(command, args, { cwd: folder, input, env: { HOME: folder, LC_ALL: "C.UTF-8", TZ: "UTC" } });
  assert.equal([code, stderr], [0, ""]);
  return stdout.trimEnd().split("\n");
}
