// Recordings whose writers are killed at random times, one after another, while parts are closed and packed: every run reads
// from its first message without a hole, whole lines only, with one torn tail at the most, and each next writer takes the lock over.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { readText } from "../recording/batches.ts";
import { argumentsFor } from "../this_runtime.ts";

const test = suite("soak/killed_recordings");
const program = fileURLToPath(new URL("killed_writer.ts", import.meta.url));
const KILLS = 50;

/** Lets a writer write, and kills it after up to 200 ms. */
function killOne(path: string, writing: string, run: number): Promise<void> {
  const child = spawn(process.execPath, argumentsFor(program, [path, writing, String(run)]), { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    let isKilled = false;
    child.stdout.once("data", () => setTimeout(() => isKilled = child.kill("SIGKILL"), Math.random() * 200));
    child.once("exit", () => isKilled ? resolve() : reject(new Error(`writer ${run} ended by itself`)));
  });
}

for (const writing of ["turn", "background"]) {
  test(`a recording keeps whole runs and whole lines when ${KILLS} writers are killed (${writing})`, () => inTemporaryFolder(async (folder) => {
    const path = join(folder, "run.jsonl");
    for (let run = 1; run <= KILLS; run++) await killOne(path, writing, run);

    const lines = (await readText(path)).split("\n").slice(0, -1);
    const last = new Map<number, number>();
    const wrong: string[] = [];
    let torn = 0;
    for (const line of lines) {
      const [, run, id] = /^\{"kind":"dispatch","run":(\d+),"id":(\d+)\}$/.exec(line) ?? [];
      if (run === undefined) torn += line.startsWith('{"kind":"log"') ? 0 : 1;
      else if (Number(id) !== (last.get(Number(run)) ?? 0) + 1) wrong.push(line);
      if (run !== undefined) last.set(Number(run), Number(id));
    }

    assert.equal(wrong, []);
    assert.ok(torn <= KILLS);
    // A kill in the first turn, off the thread, may come before the first write.
    assert.ok(last.size >= (writing === "turn" ? KILLS : KILLS - 10));
    assert.ok(readdirSync(folder).some((name) => name.endsWith(".gz")));
  }), { timeoutMs: 300_000 });
}
