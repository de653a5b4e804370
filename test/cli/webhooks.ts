// The whole way on real messages: every webhook that GitHub documents is sent, recorded, checked, and replayed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTemporaryFolder } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";
import { readersAgree } from "../log/log_digest.ts";
import { core } from "./core.ts";

const test = suite("cli/webhooks");

const APP = fileURLToPath(new URL("../../examples/github_triage/all_payloads.ts", import.meta.url));
const PAYLOADS = fileURLToPath(new URL("../../node_modules/@octokit/webhooks-examples/api.github.com/index.json", import.meta.url));

/** How many examples the package holds for each type that the app sends. */
function expectedTypes(): Map<string, number> {
  const events = JSON.parse(readFileSync(PAYLOADS, "utf8")) as { name: string; examples: { action?: string }[] }[];
  const counts = new Map<string, number>();
  for (const { name, examples } of events) {
    for (const { action } of examples) {
      const type = action === undefined ? `github.${name}` : `github.${name}.${action}`;
      counts.set(type, (counts.get(type) ?? 0) + 1);
    }
  }
  return counts;
}

test("several hundred real webhooks are recorded whole, counted by type, and behave in a replay as recorded", () => inTemporaryFolder(async (folder) => {
  const file = join(folder, "webhooks.jsonl");
  const expected = expectedTypes();

  const recorded = await core(["record", APP, "-o", file]);
  const checked = await core(["check", file]);
  const verified = await core(["replay", file, "--into", APP, "--verify", "--allow-open", "--json"]);

  assert.is(recorded.code, 0);
  readersAgree(readFileSync(file));
  assert.match(checked.stdout, /: whole · /);
  const sent = new Map<string, number>();
  for (const line of readFileSync(file, "utf8").trim().split("\n")) {
    const { kind, type, source } = JSON.parse(line) as { kind: string; type?: string; source?: string };
    if (kind === "dispatch" && source === "webhooks" && type?.startsWith("github.")) sent.set(type, (sent.get(type) ?? 0) + 1);
  }
  assert.equal(Object.fromEntries(sent), Object.fromEntries(expected));
  const total = [...expected.values()].reduce((sum, count) => sum + count, 0);
  assert.ok(total > 300);
  // One more root is the digest at the end. Two of the payloads hold a secret, which a recording does not: what they would cause is open.
  assert.equal((JSON.parse(verified.stdout) as { flows: unknown }).flows, { agree: total + 1 - 2, differ: 0, open: 2 });
  assert.is(verified.code, 0);
}), { timeoutMs: 120_000 });
