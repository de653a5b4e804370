// `core record --sync`: a message is in the log before its first handler runs, so one that kills the process is named there.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";
import { core, fixture } from "./core.ts";
import { examine, readWitness } from "./evidence.ts";

const test = suite("cli/sync");
const PATIENT = { timeoutMs: 60_000 };

test("core record --sync names the message whose handler killed the process, as the one that has not ended", () => inTemporaryFolder(async (folder) => {
  const [file, seen] = [join(folder, "run.jsonl"), join(folder, "seen")];

  const { code, stderr } = await core(["record", "--sync", "-A", fixture("kills_itself.mjs"), "-o", file, "--", seen]);

  const log = examine(file);
  assert.equal({ code, sent: readWitness(seen)?.sent }, { code: 137, sent: 3 });
  assert.equal({ highest: log.highest, handled: log.handled, lost: log.lost, isTorn: log.isTorn, defects: log.defects }, { highest: 3, handled: 2, lost: 0, isTorn: false, defects: [] });
  assert.match(readFileSync(file, "utf8").trimEnd().split("\n").at(-1) ?? "", /^\{"kind":"dispatch","id":3,.*"type":"sent\.on"/);
  assert.match(stderr, /recorded 3 messages/);
}), PATIENT);
