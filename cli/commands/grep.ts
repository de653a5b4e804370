/**
 * `core grep`: the records of the messages that a filter lets pass, as they were written, byte for byte. With several targets the name stands before each record; `--json`
 * leaves it out.
 *
 * ```
 * {"kind":"dispatch","id":42,…}
 * {"kind":"handling","dispatch":42,…}
 * ```
 */
import { safeText } from "../../inspector/view/safe_text.ts";
import { writeErr, writeOut, type Written } from "../../src/host/process.ts";
import { bytesOfLines, LineSet } from "../../src/log/lines.ts";
import { flowsWith } from "../../src/trace/flows.ts";
import type { Filter } from "../../src/trace/filter/mod.ts";
import { finish } from "../../src/trace/slices.ts";
import { chosenFilter } from "../chosen.ts";
import { CliError, errorText, EXIT } from "../exit.ts";
import { type OpenLog, openLog, wholeRecordings } from "../open_log.ts";
import type { Common } from "../options.ts";
import { counted } from "../render.ts";

/** Prints records; gives 0 when a message matches, 1 when none does, and the code of what could not be read. */
export async function grep(text: string, words: readonly string[], appArgs: readonly string[], common: Common): Promise<number> {
  const { from, to } = common;
  const filter = chosenFilter({ only: text, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
  const targets = words.length === 0 ? [undefined] : wholeRecordings(words);
  let found = 0;
  let worst: number = EXIT.ok;
  for (const word of targets) {
    try {
      const one = await grepOne(word, appArgs, common, filter, targets.length > 1);
      if (one.written === "closed") return EXIT.ok;
      found += one.messages;
      worst = Math.max(worst, one.code);
    } catch (error) {
      if (!(error instanceof CliError) || targets.length === 1) throw error;
      await writeErr(errorText(error));
      worst = Math.max(worst, error.code);
    }
  }
  return worst !== EXIT.ok ? worst : found > 0 ? EXIT.ok : EXIT.no;
}

interface Found {
  readonly messages: number;
  readonly code: number;
  readonly written: Written;
}

async function grepOne(word: string | undefined, appArgs: readonly string[], common: Common, filter: Filter, isNamed: boolean): Promise<Found> {
  const opened = await openLog(word, appArgs, common);
  try {
    const { messages, lines } = matchesIn(opened, filter, common.flow === true);
    const code = opened.appCode ?? EXIT.ok;
    if (common.count === true) {
      const count = common.json === true ? JSON.stringify({ target: opened.name, messages, records: lines.count }) : `${isNamed ? `${safeText(opened.name)}:` : ""}${messages}`;
      return { messages, code, written: await writeOut(`${count}\n`) };
    }
    if (messages === 0) await writeErr(`${isNamed ? `${safeText(opened.name)}: ` : ""}nothing matches: ${counted(opened.log.dispatches.length, "message")} hidden by ${safeText(filter.text)}\n`);
    return { messages, code, written: await writeLines(opened, lines, isNamed && common.json !== true) };
  } finally {
    await opened.close();
  }
}

/** The messages that match, and the lines that tell of them. */
function matchesIn({ log }: OpenLog, filter: Filter, wholeFlows: boolean): { messages: number; lines: LineSet } {
  const passes = filter.over(log);
  const flows = wholeFlows ? finish(flowsWith(log, passes)) : undefined;
  const lines = new LineSet(log.lines);
  let messages = 0;
  for (let dispatch = 0; dispatch < log.dispatches.length; dispatch++) {
    if (flows === undefined ? !passes(dispatch) : flows[dispatch] === 0) continue;
    messages += 1;
    for (const line of log.linesOf(dispatch)) lines.add(line);
  }
  return { messages, lines };
}

async function writeLines({ log, source, name }: OpenLog, lines: LineSet, isNamed: boolean): Promise<Written> {
  const prefix = new TextEncoder().encode(`${safeText(name)}:`);
  for (const bytes of bytesOfLines(log, source, lines)) {
    if (await writeOut(isNamed ? withPrefix(bytes, prefix) : bytes) === "closed") return "closed";
  }
  return "written";
}

function withPrefix(bytes: Uint8Array, prefix: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    const behind = end === -1 ? bytes.length : end + 1;
    pieces.push(prefix, bytes.subarray(at, behind));
    at = behind;
  }
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const piece of pieces) {
    whole.set(piece, length);
    length += piece.length;
  }
  return whole;
}
