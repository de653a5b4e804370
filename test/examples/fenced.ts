// Reads the programs of a page: a block of TypeScript, and below it a block of text with what it prints.

export interface Program {
  /** The heading that it stands under; a second one there says so. */
  readonly title: string;
  readonly code: string;
  readonly prints: string;
  /** Those it is for; none named: all of them. */
  readonly runtimes: readonly string[];
  /** What stands beside it: the blocks above that name a file. */
  readonly files: readonly { readonly name: string; readonly code: string }[];
}

/** Every program of a page. */
export function programsOf(markdown: string): Program[] {
  const programs: Program[] = [];
  const files: { name: string; code: string }[] = [];
  let heading = "";
  for (const { 1: title, 2: info, 3: code = "", index, 0: whole } of markdown.matchAll(/^#+ (.*)$|^```ts ?(.*)\n([\s\S]*?)^```$/gm)) {
    if (title !== undefined) {
      heading = title;
      continue;
    }
    const words = (info ?? "").split(" ").filter((word) => word !== "");
    const name = words.find((word) => word.startsWith("file="))?.slice("file=".length);
    if (name) {
      files.push({ name, code });
      continue;
    }
    const prints = /^\n+```text\n([\s\S]*?)^```$/m.exec(markdown.slice(index + whole.length))?.[1];
    const isBelow = markdown.slice(index + whole.length).trimStart().startsWith("```text");
    if (prints === undefined || !isBelow) throw new Error(`Cannot read the programs: one under "${heading}" says not what it prints`);
    const same = programs.filter((program) => program.title.startsWith(heading)).length;
    programs.push({ title: same > 0 ? `${heading} (${same + 1})` : heading, code, prints, runtimes: words, files: [...files] });
  }
  return programs;
}

/** The block of JSON for a runtime. */
export function jsonsOf(markdown: string, runtime: string): string {
  return new RegExp(`^\`\`\`json ${runtime}\\n([\\s\\S]*?)^\`\`\``, "m").exec(markdown)?.[1] ?? "";
}
