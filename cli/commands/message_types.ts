/** `core types`: the types of a log, with what they are for, who sends and handles them, and what their payloads look like. */
import { isTerminal, terminalSize, writeErr, writeOut } from "../../src/host/process.ts";
import { messageTypesOf } from "../../src/trace/message_types.ts";
import { chosenFilter } from "../chosen.ts";
import { CliError, EXIT } from "../exit.ts";
import { openLog } from "../open_log.ts";
import type { Common } from "../options.ts";
import { PLAIN_WIDTH } from "../render.ts";
import { wantsColor } from "../run.ts";
import { typesJson } from "../tables/types_data.ts";
import { typesMarkdown } from "../tables/types_markdown.ts";
import { typesText } from "../tables/types_table.ts";

/** Prints the types. @throws CliError for two formats at once */
export async function messageTypes(word: string | undefined, appArgs: readonly string[], common: Common): Promise<number> {
  if (common.json === true && common.markdown === true) throw new CliError("Cannot write --json and --markdown at once: standard output takes one of them", { code: EXIT.usage });
  const filter = chosenFilter(common);
  const { log, appCode, close } = await openLog(word, appArgs, common);
  try {
    const found = messageTypesOf(log, { where: filter.isEmpty ? undefined : filter.over(log), most: common.samples });
    if (common.json === true) await writeOut(typesJson(log, found));
    else if (common.markdown === true) await writeOut(typesMarkdown(log, found));
    else await writeOut(typesText(log, found, { width: isTerminal("stdout") ? terminalSize().columns : PLAIN_WIDTH, color: wantsColor(common.color) }));
    if (found.length === 0 && !filter.isEmpty) await writeErr("No message passes the filter.\n");
    return appCode ?? EXIT.ok;
  } finally {
    await close();
  }
}
