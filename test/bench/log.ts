// The logs that the benchmark of large logs reads, the page that it writes, and that its jobs cover what is to be reached.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "../../bench/log/generate.mjs";
import { jobsOn } from "../../bench/log/jobs.mjs";
import { page, type Side, tableOf, verdict } from "../../bench/log/page.mjs";
import { assert, suite } from "../harness.ts";
import { logOf } from "../log/log_of.ts";

const test = suite("bench/log");
let folder = "";
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "core-bench-log-"));
});
test.after(() => rmSync(folder, { recursive: true }));

const side = (name: string, ms: readonly number[], rest: Partial<Side> = {}): Side => ({ name, isOurs: name.startsWith("core"), samples: ms.map((each) => ({ ms: each, cpuMs: each / 2, peakMB: 10, answer: 7 })), ...rest });

test("generate() writes a whole log of the messages that it counts, of webhooks and of small messages", () => {
  for (const name of ["github", "small"] as const) {
    const path = join(folder, `${name}.jsonl`);

    const facts = generate(name, path, 0.001);

    const log = logOf(readFileSync(path, "utf8"));
    const { dispatches, defects, lost, running, orphans } = log.counts();
    assert.equal([log.records, log.unknown, log.strays, dispatches, defects, lost, running, orphans], [facts.records, 0, 0, facts.dispatches, 0, 0, 0, 0]);
    const flow = log.dispatches.cause(log.indexOf(facts.flow));
    assert.equal([flow, log.caused(log.indexOf(facts.flow)).length > 0], [-1, true]);
    assert.is(Object.values(facts.types).reduce((sum, count) => sum + count), facts.dispatches);
  }
});

test("generate() gives the same bytes each time, of the size that records have on the average", () => {
  const paths = [join(folder, "once.jsonl"), join(folder, "again.jsonl")];

  const [facts] = paths.map((path) => generate("github", path, 0.001));

  const [once, again] = paths.map((path) => readFileSync(path));
  assert.ok(once!.equals(again!));
  assert.is(once!.length, facts!.bytes);
  assert.ok(facts!.bytes / facts!.records > 900 && facts!.bytes / facts!.records < 1_000);
});

test("tableOf() gives medians with quartiles, and marks who answers otherwise than most", () => {
  const sides = [side("core, bun", [1000, 2000, 1500]), side("jq", [9000]), side("awk", [4000], { samples: [{ ms: 4000, answer: 8 }] }), side("lnav", [], { trouble: "stopped after 120 s" })];

  const text = tableOf({ title: "Count", sides, targets: [{ what: "ms", against: "jq", times: 5 }] });

  assert.is(text, [
    "### Count", "",
    "|  | s | s computed | MB at the most | answer |", "| --- | ---: | ---: | ---: | ---: |",
    "| core, bun | 1.50 (1.50–2.00) | 0.75 (0.75–1.00) | 10 (10–10) | 7 |", "| jq | 9.00 | 4.50 | 10 | 7 |", "| awk | 4.00 | – | – | **8** |", "| lnav | stopped after 120 s |  |  |  |", "",
    "- ≥ 5× jq: core, bun **met** 9.00×",
  ].join("\n"));
});

test("verdict() compares turn by turn, within limits and beside another of ours on the same runtime", () => {
  const ours = side("core, bun", [100, 200, 300], { runtime: "bun" });
  const sides = [ours, side("jq", [1000, 1000, 1200]), side("core, of a small log, bun", [40, 90, 210], { runtime: "bun", isBeside: true })];

  assert.is(verdict({ what: "ms", against: "jq", times: 5 }, ours, sides), "**met** 5.00× (5.00–10.00)");
  assert.is(verdict({ what: "ms", against: "jq", times: 5.1 }, ours, sides), "**missed** 5.00× (5.00–10.00)");
  assert.is(verdict({ what: "ms", most: 199 }, ours, sides), "**missed** 0.20");
  assert.is(verdict({ what: "peakMB", most: 10 }, ours, sides), "**met** 10");
  assert.is(verdict({ what: "ms", against: "core, of a small log", plus: 90 }, ours, sides), "**met** + 90 ms");
  assert.is(verdict({ what: "ms", against: "rg", times: 1 }, ours, sides), "not measured");
});

test("verdict() knows of a peer that was stopped only that it would have taken longer", () => {
  const ours = side("core, bun", [10_000]);
  const sides = [ours, side("jq", [], { trouble: "stopped after 120 s", stoppedMs: 120_000 })];

  assert.is(verdict({ what: "ms", against: "jq", times: 12 }, ours, sides), "**met** more than 12.00×");
  assert.is(verdict({ what: "ms", against: "jq", times: 20 }, ours, sides), "**open** more than 12.00×");
});

test("page() says what was not there, and heads each log", () => {
  const text = page({ date: "2026-11-28", machine: "2 cores.", rounds: 3, versions: ["node 20", "jq 1.6"], missing: ["lnav"], logs: [{ title: "Small records: 10 records, 2 MB", jobs: [] }] });

  assert.match(text, "# A log of 1 GB, 2026-11-28\n\n2 cores. node 20 · jq 1.6. Each run is a whole process");
  assert.match(text, "\n\nNot there, so not measured: lnav.\n\n## Small records: 10 records, 2 MB\n");
});

test("the jobs cover every target that is to be reached", () => {
  const words = (): readonly string[] => [];
  const jobs = jobsOn({ name: "github", path: "run.jsonl", flow: 1, id: 2 }, { open: words, core: words, sql: words, lnav: words });

  const asked = jobs.flatMap(({ title, targets }) => targets.map(({ what, most = "", against = "", times = "" }) => `${title}|${what}|${most}|${against}|${times}`));
  assert.equal(asked, [
    "Open and index|ms|600||", "Open and index|ms||lnav, with our format|12", "Open and index|peakMB|200||", "Count and time by type|ms||DuckDB|2",
    "The records of one type, github.push: messages and their handlings|ms||jq|20", "The records of one type, github.push: messages and their handlings|ms||rg piped to jq|1", "One record, once the log is open|recordUs|50||",
  ]);
});
