// Floors: an import points down, or sideways inside its own folder; the core is entered by its door; packages and the
// runtimes' own modules only where they belong.
import { importsOf } from "./scan.ts";
import { isCode, type SourceFile } from "./tree.ts";

/** The rooms from the ground up. What stands in no room (tests, scripts, examples) may import any. */
const ROOMS: readonly { readonly prefix: string; readonly floor: number; readonly packages: RegExp }[] = [
  { prefix: "src/core/", floor: 0, packages: /^$/ },
  { prefix: "src/mod.ts", floor: 0.1, packages: /^$/ },
  { prefix: "src/testing/", floor: 0.2, packages: /^$/ },
  { prefix: "src/trace/", floor: 1, packages: /^$/ },
  { prefix: "src/log/", floor: 2, packages: /^$/ },
  { prefix: "src/replay/", floor: 3, packages: /^$/ },
  { prefix: "src/host/", floor: 4, packages: /^node:/ },
  { prefix: "src/recording/", floor: 4.5, packages: /^$/ },
  { prefix: "src/devtools/", floor: 5, packages: /^$/ },
  { prefix: "src/bridge/", floor: 5, packages: /^$/ },
  { prefix: "inspector/", floor: 6, packages: /^(react|ink)$/ },
  { prefix: "cli/", floor: 7, packages: /^commander$/ },
];

const roomOf = (path: string) => ROOMS.find(({ prefix }) => path.startsWith(prefix));

/** Names every import that points up, goes past the core's door, or names a package that its room may not use. */
export function importsOutOfPlace(files: readonly SourceFile[]): string[] {
  return files.filter(({ path }) => isCode(path)).flatMap(({ path, text }) => {
    const room = roomOf(path);
    if (room === undefined) return path.startsWith("src/") ? [`${path}: stands in no room of the house`] : [];
    return importsOf(text).flatMap((specifier) => {
      const why = whyNot(path, room, specifier);
      return why === undefined ? [] : [`${path}: imports "${specifier}", ${why}`];
    });
  });
}

function whyNot(path: string, room: (typeof ROOMS)[number], specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return room.packages.test(specifier) ? undefined : "a package that is not for this room";
  if (!/\.(ts|tsx)$/.test(specifier)) return "without the ending of a source file";
  const target = new URL(specifier, `file:///${path}`).pathname.slice(1);
  const targetRoom = roomOf(target);
  if (targetRoom === undefined) return "which is outside of the house";
  if (targetRoom === room) return undefined;
  if (targetRoom.floor >= room.floor) return "which is not below";
  if (targetRoom.prefix === "src/core/" && room.floor >= 1) return "past the door src/mod.ts";
  return undefined;
}
