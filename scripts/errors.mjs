// @ts-self-types="./errors.d.mts"
// Makes docs/errors.md from the table that types the errors: `npm run docs:errors`. With --check it only says whether the page
// is up to date.
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

const source = new URL("../src/core/errors.ts", import.meta.url);
const page = new URL("../docs/errors.md", import.meta.url);

const head = `# Errors

Made by \`npm run docs:errors\` from \`CoreErrorDetails\` in [src/core/errors.ts](../src/core/errors.ts): the table that types them. Do not edit it by hand.

Whatever goes wrong in the life of a Core is a \`CoreError\` with a \`code\`, a \`detail\` and, where something was thrown, a \`cause\`. Switch on \`code\`, never on the text.
A wrong argument is a \`TypeError\`, \`RangeError\` or \`SyntaxError\` instead: a mistake in the program, to be mended there.

Where it comes out: an ACTION has it in \`outcome.errors\`; QUERY, PERFORM, \`receive()\`, \`startup()\`, \`shutdown()\` and \`createCore()\` reject with it; what no
caller is told goes to \`onError\`.
`;

/** The page for a source text. */
export function errorsPage(text) {
  return `${head}${codesOf(text).map(section).join("")}`;
}

/** Each code of the table, with what its comment says. */
export function codesOf(text) {
  const table = between(text, "export interface CoreErrorDetails {\n", "\n}\n");
  const shared = new Map([["HandlerDetail", membersOf(between(text, "interface HandlerDetail {\n", "\n}\n"))], ["Record<never, never>", []]]);
  const members = [...table.matchAll(/^ {2}\/\*\*\n((?: {3}\*.*\n)+) {3}\*\/\n {2}"([\w.]+)": (.*);$/gm)];
  const names = [...table.matchAll(/^ {2}"([\w.]+)":/gm)];
  if (members.length !== names.length) throw new Error(`Cannot read the table of errors: ${names.length - members.length} codes have no comment`);
  return members.map(([, comment, code, type]) => {
    const words = comment.replace(/^ {3}\* ?/gm, "").trim();
    const [cause, mend] = words.split(/\n?Mend: /);
    if (!cause || !mend) throw new Error(`Cannot read the table of errors: "${code}" says no cause or no mend`);
    return { code, cause, mend, detail: shared.get(type) ?? membersOf(type.replace(/^\{ | \}$/g, "")) };
  });
}

function membersOf(text) {
  const code = text.replace(/\/\*\*.*?\*\//g, "");
  return [...code.matchAll(/readonly (\w+): ((?:\{[^}]*\}|[^;{])*)/g)]
    .filter(([, , type]) => type.trim() !== "")
    .map(([, name, type]) => ({ name, type: type.replaceAll("readonly ", "").trim() }))
    .filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index);
}

function section({ code, cause, mend, detail }) {
  const members = detail.map(({ name, type }) => `\`${name}\` (\`${type}\`)`).join(", ");
  return `
## \`${code}\`

${cause}

- **Mend:** ${mend}
- **Detail:** ${members || "none"}
`;
}

function between(text, start, end) {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`Cannot read the table of errors: there is no ${JSON.stringify(start.trim())}`);
  return text.slice(from + start.length, to);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = errorsPage(readFileSync(source, "utf8"));
  if (!process.argv.includes("--check")) writeFileSync(page, made);
  else if (readFileSync(page, "utf8") !== made) {
    process.stderr.write("Cannot keep docs/errors.md: it is not what the table says; run npm run docs:errors\n");
    process.exitCode = 1;
  }
}
