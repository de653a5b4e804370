// Writes examples/github_triage/payloads.json and NOTICE: the webhooks that the demo app carries, chosen from the GitHub
// payloads of @octokit/webhooks-examples. The same version of that package gives the same bytes; nothing inside of a payload
// is left out or changed. `--check` writes nothing and fails when the files are not what it would write.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const definitions = require("@octokit/webhooks-examples/api.github.com/index.json");
const { version } = require("@octokit/webhooks-examples/package.json");

const folder = new URL("../examples/github_triage/", import.meta.url);

/** As many as eight seconds show, one every 120 ms. */
const COUNT = 60;

/** In bytes: what the package grows by has to stay in proportion to the command that it belongs to. */
const BUDGET = 298_000;

/** What the app does something about, in the order in which it arrives: [event, action, which example of it]. */
const STORY = [
  ["ping", undefined, 0],
  ["issues", "opened", 0],
  ["pull_request", "opened", 0],
  ["push", undefined, 0],
  ["check_run", "completed", 0], // its conclusion is "failure"
  ["push", undefined, 1], // a deleted tag: its head_commit is null
  ["issues", "pinned", 0], // it has no labels
  ["workflow_job", "completed", 0], // its conclusion is "failure"
  ["security_advisory", "published", 0],
  ["push", undefined, 3], // a deleted tag again
  ["workflow_job", "completed", 1], // its conclusion is "success"
  ["star", "created", 0],
];

const all = definitions.flatMap(({ name, examples }) => examples.map((payload) => ({ event: name, payload })));

const sizeOf = (webhook) => Buffer.byteLength(JSON.stringify(webhook)) + 2;
const kindOf = ({ event, payload }) => `${event}.${payload.action ?? ""}`;

function pick([event, action, index]) {
  const found = all.filter((webhook) => webhook.event === event && webhook.payload.action === action)[index];
  if (found === undefined) throw new Error(`Cannot choose ${event} ${action ?? ""} ${index}: the package has no such example`);
  return found;
}

/** Fills up with others, smallest first, one of every event and action, while they fit. */
function fill(chosen) {
  const filled = [...chosen];
  const taken = new Set(filled.map(kindOf));
  let bytes = filled.reduce((sum, webhook) => sum + sizeOf(webhook), 0);
  for (const webhook of all.toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
    if (filled.length === COUNT || taken.has(kindOf(webhook)) || bytes + sizeOf(webhook) > BUDGET) continue;
    taken.add(kindOf(webhook));
    bytes += sizeOf(webhook);
    filled.push(webhook);
  }
  return filled.slice(chosen.length).sort((a, b) => (shuffleKey(a) < shuffleKey(b) ? -1 : 1));
}

/** An order without an order that is the same every time. */
const shuffleKey = (webhook) => createHash("sha256").update(JSON.stringify(webhook)).digest("hex");

/** Lays the story evenly between the others. */
function spread(story, others) {
  const every = others.length / (story.length - 1);
  return story.flatMap((webhook, index) => [webhook, ...others.slice(Math.round(index * every), Math.round((index + 1) * every))]);
}

const story = STORY.map(pick);
const webhooks = spread(story, fill(story));

const files = {
  "payloads.json": `[\n${webhooks.map((webhook) => JSON.stringify(webhook)).join(",\n")}\n]\n`,
  "NOTICE": `payloads.json holds ${webhooks.length} of the example payloads of the npm package @octokit/webhooks-examples ${version},
made by https://github.com/octokit/webhooks and published under this licence:

${readFileSync(new URL("demo_payloads_licence.txt", import.meta.url), "utf8")}`,
};

for (const [name, text] of Object.entries(files)) {
  const file = fileURLToPath(new URL(name, folder));
  if (!process.argv.includes("--check")) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) throw new Error(`${name} is not what scripts/demo_payloads.mjs writes`);
}
process.stdout.write(`${webhooks.length} webhooks, ${Math.round(Buffer.byteLength(files["payloads.json"]) / 1000)} kB\n`);
