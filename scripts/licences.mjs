// Collects the licences of what the bundles carry. Each of them asks that its text goes with the copy.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Gives the text of THIRD_PARTY_LICENSES.txt for the bundled files; throws when a package does not say its licence. */
export function licencesOf(files) {
  const packages = new Map();
  for (const file of files) {
    const folder = packageFolderOf(file);
    if (folder !== undefined) packages.set(folder, JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  }
  const sections = [...packages]
    .sort(([, a], [, b]) => (a.name < b.name ? -1 : 1))
    .map(([folder, description]) => sectionOf(folder, description));
  return `The command \`core\` carries parts of these packages.\n\n${sections.join("\n")}`;
}

/** Walks up from a file to the package that holds it; a nested package.json without a name only sets a module format. */
function packageFolderOf(file) {
  if (!file.includes("node_modules/")) return undefined;
  for (let folder = dirname(file); !folder.endsWith("node_modules"); folder = dirname(folder)) {
    const description = join(folder, "package.json");
    if (existsSync(description) && JSON.parse(readFileSync(description, "utf8")).name !== undefined) return folder;
  }
  throw new Error(`Cannot find the package of "${file}"`);
}

function sectionOf(folder, { name, version, license, author }) {
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (file === undefined && license === undefined) throw new Error(`Cannot bundle "${name}": it states no licence`);
  const by = typeof author === "object" ? author?.name : author;
  const text = file === undefined ? `Licence: ${license}${by ? `, by ${by}` : ""}` : readFileSync(join(folder, file), "utf8");
  return `${"─".repeat(80)}\n${name} ${version} (${license ?? "see below"})\n\n${text.trim()}\n`;
}
