// @ts-self-types="./generate.d.mts"
// Makes the logs that the benchmark reads, seeded: `node bench/log/generate.mjs github|small FILE [--small]`. The same arguments give the same bytes.
import process from "node:process";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { LogWriter } from "./log_writer.mjs";
import { randomOf } from "./random.mjs";
import { simulate } from "./simulation.mjs";
import { githubWorld, shopWorld } from "./worlds.mjs";

/** Which logs there are: the app, when the run began, and how much is recorded of it. */
export const LOGS = {
  github: { title: "Webhooks of GitHub", world: githubWorld, isLarge: ({ bytes }, scale) => bytes >= 1e9 * scale },
  small: { title: "Small records", world: shopWorld, isLarge: ({ records }, scale) => records >= 5e6 * scale },
};

const STARTED_AT = "2026-11-23T09:00:00.000Z";

/** The share of a log that `--small` makes: 20 MB of the first. */
export const SMALL = 0.02;

/** A message, and whatever its handling leads to. */
const following = (message) => [message, ...message.handlers.flatMap(({ sends = [] }) => sends.flatMap(following))];

/**
 * Writes a log.
 * @param name one of `LOGS`
 * @param scale 1: as large as the targets say
 * @returns what is true of it: `{ bytes, records, dispatches, failed, types, flow, id }`: types with the number of their dispatches, the id of a message with a flow below it in the middle of the log, and that of one further on
 */
export function generate(name, path, scale = 1) {
  const { world: made, isLarge } = LOGS[name];
  const world = made();
  const writer = new LogWriter(path, world, STARTED_AT, () => isLarge(writer, scale / 2));
  writer.begin([...world.roots, ...world.small].flatMap(following));
  const { at, dispatches } = simulate(world, randomOf(world.seed), writer, () => !isLarge(writer, scale));
  writer.end(at, dispatches);
  const { bytes, records, failed, types, flow } = writer;
  return { bytes, records, dispatches, failed, types, flow, id: flow + 1000 };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values, positionals: [name, path] } = parseArgs({ allowPositionals: true, options: { small: { type: "boolean" } } });
  if (LOGS[name] === undefined || path === undefined) {
    process.stderr.write(`Cannot generate a log: ${LOGS[name] === undefined ? `"${name}" is none` : "no file is named"}\nTry: node bench/log/generate.mjs github run.jsonl\n`);
    process.exit(2);
  }
  process.stdout.write(`${JSON.stringify(generate(name, path, values.small ? SMALL : 1))}\n`);
}
