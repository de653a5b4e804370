// `core lint`: what it prints, and with which code it ends.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findingText, reportText } from "../../cli/lint_text.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { logOf } from "../log/log_of.ts";
import { dispatch, header } from "../trace/records.ts";
import { linted } from "../trace/lint/linting.ts";
import { logTextOf } from "../trace/lint/page.ts";
import { core } from "./core.ts";

const test = suite("cli/lint");
const PATIENT = { timeoutMs: 60_000 };

const read = (path: string): string => readFileSync(new URL(`../../docs/${path}`, import.meta.url), "utf8");

/** Lints the log of a lint's page. */
async function lintPage(rule: string, args: readonly string[] = []): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let result = { code: null as number | null, stdout: "", stderr: "" };
  await inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, "run.jsonl"), logTextOf(read(`lints/${rule}.md`)));
    const { code, stdout, stderr } = await core(["lint", join(folder, "run.jsonl"), ...args]);
    result = { code, stdout, stderr };
  });
  return result;
}

test("core lint prints what docs/commands.md shows, and ends with 0 where there are notes only", async () => {
  const section = /^## core lint\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(read("commands.md"))?.[1] ?? "";

  assert.equal(await lintPage("sent-twice"), { code: 0, stdout: /^```text\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? "", stderr: "" });
}, PATIENT);

test("core lint ends with 1 for a warning, and for a note only with --strict", async () => {
  const warned = await lintPage("odd-payload");
  const strict = await lintPage("sent-twice", ["--strict"]);

  assert.equal([warned.code, strict.code], [1, 1]);
  assert.match(warned.stdout, /\n0 errors, 1 warning, 0 notes\n$/);
}, PATIENT);

test("core lint says nothing of what is silenced, counts it, and ends with 0", async () => {
  const silent = await lintPage("odd-payload", ["--ignore", "no-namespace", "--ignore", "odd-payload type:user.*"]);

  assert.equal(silent, { code: 0, stdout: "no findings · 1 silenced\n", stderr: "" });
}, PATIENT);

test("core lint --json prints one object a finding, and words to standard error", async () => {
  const { code, stdout, stderr } = await lintPage("loop", ["--json", "--rules", "loop,flood"]);

  const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as { rule: string; severity: string; evidenceCount: number });
  assert.equal(lines.map(({ rule, severity, evidenceCount }) => [rule, severity, evidenceCount]), [["loop", "error", 51]]);
  assert.equal([code, stderr], [1, "1 error, 0 warnings, 0 notes\n"]);
}, PATIENT);

test("core lint looks for what --only, --from and --to choose", async () => {
  const chosen = await Promise.all([["--only", "type:user.*", "--from", "+5ms"], ["--only", "type:mail.*"], ["--to", "+5ms"]].map((args) => lintPage("odd-payload", args)));

  assert.equal(chosen.map(({ code }) => code), [1, 0, 0]);
}, PATIENT);

test("core lint refuses a rule that there is not, and names the nearest", async () => {
  const { code, stdout, stderr } = await core(["lint", "run.jsonl", "--ignore", "unhandeld type:a"]);

  assert.equal({ code, stdout, stderr }, { code: 2, stdout: "", stderr: 'Cannot find the rule "unhandeld": did you mean "unhandled"?\nTry: core lint --help   names the rules\n' });
}, PATIENT);

test("findingText() obeys nothing that stands in a name, and says the run where there are several", () => {
  const log = logOf([header("a"), dispatch(1, { type: "evil\x1b[2J", handlers: 0 }), header("b"), dispatch(1, { type: "evil\x1b[2J", handlers: 0 })]);
  const [finding] = linted(log, { rules: ["unhandled"] }).findings;

  assert.is(findingText(log, finding!), [
    'note unhandled: Nobody handled all 2 messages "evil\\x1b[2J"',
    "  Whoever sent it meant somebody to hear it, or to answer: nobody was there, and no handler can tell.",
    "  #1  00:00:00.001  evil\\x1b[2J, run a",
    "  #1  00:00:00.001  evil\\x1b[2J, run b",
    "  more: docs/lints/unhandled.md",
    "",
  ].join("\n"));
});

test("reportText() says which rules looked at so many only", () => {
  const report = { findings: [], silenced: new Map(), bounds: [{ rule: "odd-payload", what: "payload", looked: 50, of: 1_200 }] } as const;

  assert.is(reportText(report), "no findings\nodd-payload looked at 50 of 1,200 payloads\n");
});
