/** The types of a log as a page of Markdown, for a project's documentation: a table of all, and a section for each. */
import { safeText } from "../../inspector/view/safe_text.ts";
import type { Log } from "../../src/trace/log.ts";
import type { MessageType, Party } from "../../src/trace/message_types.ts";
import { shapeText } from "../../src/trace/shapes/mod.ts";
import { changeTexts } from "./types_table.ts";

/** Gives the page. It says nothing of when it was made, so that two of the same log are the same. */
export function typesMarkdown(log: Log, types: readonly MessageType[]): string {
  const rows = types.map(({ type, count, senders, handlers, description = "" }) => `| ${codeOf(type)} | ${count} | ${names(senders)} | ${names(handlers)} | ${inCell(description)} |\n`);
  return `# Messages\n\n| type | count | sent by | handled by | |\n|---|---:|---|---|---|\n${rows.join("")}${types.map((type) => sectionOf(log, type)).join("")}`;
}

function sectionOf(log: Log, type: MessageType): string {
  const { description, senders, handlers, problem, shape } = type;
  const parts = [
    `## ${codeOf(type.type)}`,
    ...(description === undefined ? [] : [inText(description)]),
    ...(problem === undefined ? [] : [problem === "unsent" ? "**Nobody sends it.**" : "**Nobody handles it.**"]),
    ...(senders.length === 0 ? [] : [`Sent by ${withCounts(senders)}.`]),
    ...(handlers.length === 0 ? [] : [`Handled by ${withCounts(handlers)}.`]),
    ...(shape === undefined ? [] : [`\`\`\`ts\n${safeText(shapeText(shape.shape)).replaceAll("```", "` ` `")}\n\`\`\``]),
    ...listOf(changeTexts(log, type, Infinity)),
  ];
  return `\n${parts.join("\n\n")}\n`;
}

function listOf(texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : [texts.map((text) => `- ${inText(text)}`).join("\n")];
}

function names(parties: readonly Party[]): string {
  return parties.length === 0 ? "nobody" : parties.map(({ name }) => name === undefined ? "–" : codeOf(name)).join(", ");
}

function withCounts(parties: readonly Party[]): string {
  return parties.map(({ name, count }) => `${name === undefined ? "what has no source" : codeOf(name)} (${count.toLocaleString("en")})`).join(", ");
}

/** A name in a span of code, also in a table. */
function codeOf(name: string): string {
  const text = safeText(name).replaceAll("|", "\\|");
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function inCell(text: string): string {
  return inText(text).replaceAll("|", "\\|");
}

/** Nothing in it is Markdown or HTML. */
function inText(text: string): string {
  return safeText(text.replace(/\s+/g, " ")).replace(/[\\`*_[\]<>#]/g, "\\$&");
}
