// Each lint has its page, the log on it shows that lint and no other, and what stands below it is what is found.
import { readdirSync, readFileSync } from "node:fs";
import { findingJson } from "../../../cli/lint_text.ts";
import { parseSilence, RULE_NAMES } from "../../../src/trace/lint/mod.ts";
import { assert, suite } from "../../harness.ts";
import { linted } from "./linting.ts";
import { foundInPage, logOfPage } from "./page.ts";

const test = suite("trace/lint/pages");

const folder = new URL("../../../docs/lints/", import.meta.url);
const read = (page: string): string => readFileSync(new URL(page, folder), "utf8");
const pages = readdirSync(folder).filter((name) => name !== "README.md");
const index = read("README.md");

test("each rule has its page, and each page its rule", () => {
  assert.equal(pages.toSorted(), Object.keys(RULE_NAMES).map((name) => `${name}.md`).toSorted());
});

test("docs/lints/README.md lists the rules in their order, with what they find", () => {
  const rows = [...index.matchAll(/^\| \[([\w-]+)\]\((.*)\) \| (.*) \| (.*) \|$/gm)].map(([, name, link, finds]) => [name, link, finds]);

  assert.equal(rows, Object.entries(RULE_NAMES).map(([name, finds]) => [name, `${name}.md`, finds]));
});

test("docs/lints/README.md shows a finding as --json has it", () => {
  const log = logOfPage(read("sent-twice.md"));
  const shown = /^```json\n([\s\S]*?)^```$/m.exec(index)?.[1] ?? "";

  assert.equal(JSON.parse(shown), JSON.parse(findingJson(log, linted(log).findings[0]!)));
});

for (const page of pages) {
  const rule = page.replace(/\.md$/, "");
  test(`${page}: its log shows ${rule}, and no other`, () => {
    const { rules, text } = foundInPage(read(page));

    assert.equal(rules, [rule]);
    assert.is(text, /^```text\n([\s\S]*?)^```$/m.exec(read(page))?.[1]);
  });

  test(`${page}: begins with what it finds, and what it would be silenced by is one`, () => {
    assert.ok(read(page).startsWith(`# ${rule}: ${RULE_NAMES[rule as keyof typeof RULE_NAMES]}\n`));
    const [, ignored = ""] = /^core lint run\.jsonl --ignore '(.*)'$/m.exec(read(page)) ?? [];
    assert.is(parseSilence(ignored).rule, rule);
  });

  test(`${page}: says of each severity that README.md names how it comes about`, () => {
    const [, severities = ""] = new RegExp(`^\\| \\[${rule}\\].* \\| ([a-z, ]+) \\|$`, "m").exec(index) ?? [];

    assert.equal([...new Set([...read(page).matchAll(/\*\*(error|warning|note)\*\*/g)].map(([, severity]) => severity))], severities.split(", "));
  });
}
