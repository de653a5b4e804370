// docs/filter.md and `core help filter` say what is so: both are made from the table of members, and every example chooses what stands beside it.
import { assert, suite } from "../../harness.ts";
import { filterHelp } from "../../../cli/commands/help_filter.ts";
import { FILTER_MEMBERS, parseFilter } from "../../../src/trace/filter/mod.ts";
import { logOf } from "../../log/log_of.ts";
import { chosenBy, page, pageLog } from "./page_log.ts";

const test = suite("trace/filter/pages");

const log = logOf(pageLog);

/** A cell of a table; `|` would end it. */
const cell = (text: string): string => text.replaceAll("|", String.raw`\|`);

/** The rows that the page must have, with what its log gives. */
const rows = FILTER_MEMBERS.flatMap(({ examples }) => examples.map(([filter, chooses]) => `| \`${cell(filter)}\` | ${cell(chooses)} | ${idsOf(filter)} |`));

function idsOf(filter: string): string {
  const { traces, columns } = chosenBy(filter, log);
  assert.equal(columns, traces, filter);
  return traces.length === log.dispatches.length ? "all" : traces.join(", ");
}

test("the page's table has each example of each member, with the messages that it chooses", () => {
  const table = /^\| filter \| chooses messages \| here \|\n\|---\|---\|---\|\n((?:\|.*\n)+)/m.exec(page)?.[1];

  assert.is(table, `${rows.join("\n")}\n`);
});

test("no example chooses nothing", () => {
  assert.equal(rows.filter((row) => row.endsWith("|  |")), []);
});

test("the filters in the page's first table and in its text can be read", () => {
  const first = [...page.slice(0, page.indexOf("## What can be asked")).matchAll(/^\| `(.*?)` \|/gm)].map(([, filter]) => filter!);
  const inText = ["source:\"my shop\"", "handler:audit outcome:failed", "not source:users", "data.placed<2026-11-24", 'data.placed="2026-11-23T09:00:05Z"', "data.stock.pear", "data.tags[0]", "data.email.$core=redacted"];

  for (const filter of inText) assert.ok(page.includes(`\`${filter}\``), filter);
  assert.equal([first.length, ...[...first, ...inText].map((filter) => parseFilter(filter).isEmpty)].filter(Boolean), [6]);
  assert.equal(["data.placed<2026-11-24", 'data.placed="2026-11-23T09:00:05Z"', "data.stock.pear=4"].map((filter) => chosenBy(filter, log).columns), [[3], [3], [3]]);
});

test("core help filter has the first example of each member, and fits in 80 columns", () => {
  const help = filterHelp();

  for (const { examples: [first] } of FILTER_MEMBERS) assert.ok(help.includes(`  ${first![0]} `), first![0]);
  assert.equal(help.split("\n").filter((line) => line.length > 80), []);
});
