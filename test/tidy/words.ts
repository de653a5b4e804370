// Words that code does not contain in some rooms: `any`, `console.`, the runtimes' globals, `export *`.
import { codeOf, linesWith } from "./scan.ts";
import { isCode, type SourceFile } from "./tree.ts";

interface Word {
  readonly pattern: RegExp;
  readonly what: string;
  /** Paths that the rule holds for. */
  readonly where: RegExp;
  /** Paths among them that may say it. */
  readonly except?: RegExp;
}

const PUBLISHED = /^(src|inspector|cli)\//;

const WORDS: readonly Word[] = [
  { pattern: /(?:[:<,|&(]|=>|\bas|\bsatisfies|=)\s*(?:readonly\s+)?any\b(?!\s*[(:.=])/, what: "`any` is no type here", where: /./ },
  { pattern: /@ts-(?:ignore|nocheck|expect-error)/, what: "the compiler is silenced", where: PUBLISHED },
  { pattern: /\bconsole\s*\??\./, what: "only cli prints", where: /^(src|inspector)\//, except: /^src\/core\// },
  // What no caller is told goes there, where the app has not said where: DESIGN's `onError`.
  { pattern: /\bconsole\s*\??\.(?!error\b)/, what: "the core prints errors that nobody takes, no more", where: /^src\/core\// },
  { pattern: /\b(?:Deno|Bun)\s*\??\./, what: "the runtimes are src/host's", where: PUBLISHED, except: /^src\/host\// },
  { pattern: /(?<![.\w])process\s*\??\./, what: "the process is src/host's", where: PUBLISHED, except: /^src\/host\// },
  { pattern: /\bexport\s*\*/, what: "a door lists its names", where: PUBLISHED },
  { pattern: /\bexport\s+default\b/, what: "exports have names", where: PUBLISHED },
];

/** Names every line that says a word which its room does not use. `@ts-` stands in comments, the others in code. */
export function bannedWords(files: readonly SourceFile[]): string[] {
  return files.filter(({ path }) => isCode(path)).flatMap(({ path, text }) => {
    const code = codeOf(text, "comments and strings");
    return WORDS.filter(({ where, except }) => where.test(path) && !except?.test(path)).flatMap(({ pattern, what }) =>
      linesWith(path, pattern.source.startsWith("@ts") ? text : code, pattern, what)
    );
  });
}

/** 300 lines: where a file is longer, it holds more than one idea. */
const MOST_LINES = 300;

/** Names every file of code that is too long to be one idea. */
export function longFiles(files: readonly SourceFile[]): string[] {
  return files.filter(({ path }) => isCode(path)).flatMap(({ path, text }) => {
    const lines = text.trimEnd().split("\n").length;
    return lines > MOST_LINES ? [`${path}: ${lines} lines`] : [];
  });
}

/** Files whose names say nothing, and names that are not snake_case. Documents at the root keep their customary names, results are named by their day. */
export function badNames(files: readonly SourceFile[]): string[] {
  return files.filter(({ path }) => /^(src|inspector|cli|test|bench|scripts|examples)\//.test(path)).flatMap(({ path }) => {
    const parts = path.split("/");
    const odd = parts.find((part) => !/^[a-z0-9_]+(\.[a-z0-9]+)*$/.test(part) && !/^(README\.md|\d{4}-\d\d-\d\d\.md|LICENSE(\..+)?|NOTICE|package-lock\.json)$/.test(part));
    if (odd !== undefined) return [`${path}: "${odd}" is not snake_case`];
    if (/(^|\/)(utils?|helpers?|types|common)\.\w+$/.test(path)) return [`${path}: the name says nothing`];
    return /\.test\.\w+$/.test(path) ? [`${path}: other runners take *.test.* for theirs`] : [];
  });
}
