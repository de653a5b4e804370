// Compiles the scanner of logs: src/log/scan/assembly/*.as (AssemblyScript) into src/log/scan/scan_wasm.ts, which the package ships. A test compiles it
// again and compares. The ending is .as, since other tools would take .ts for TypeScript.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";

const FOLDER = new URL("../src/log/scan/assembly/", import.meta.url);
const TARGET = new URL("../src/log/scan/scan_wasm.ts", import.meta.url);

const OPTIONS = ["--optimizeLevel", "3", "--shrinkLevel", "0", "--noAssert", "--enable", "simd", "--runtime", "stub", "--use", "abort="];

/** Gives the module's bytes. @throws when it does not compile. */
export async function compile() {
  let bytes = new Uint8Array();
  const { error, stderr } = await asc.main(["scan.ts", "--outFile", "scan.wasm", ...OPTIONS], {
    readFile: (name) => written(read(new URL(name.replace(/\.ts$/, ".as"), FOLDER))),
    writeFile: (name, contents) => {
      if (name.endsWith(".wasm")) bytes = contents;
    },
    listFiles: () => [],
  });
  if (error !== null) throw new Error(`Cannot compile the scanner: ${error.message}\n${stderr.toString()}`);
  return bytes;
}

/** Gives the text of the file that holds the bytes. */
export function shipped(bytes) {
  return `/** The scanner of logs, compiled: \`scripts/build_wasm.mjs\` makes this file from \`assembly/\`. */

/** ${bytes.length.toLocaleString("en")} bytes of WebAssembly as base64. */
export const SCAN_WASM: string =
${Buffer.from(bytes).toString("base64").match(/.{1,160}/g).map((line) => `  "${line}"`).join(" +\n")};
`;
}

/** Writes `is(at, 'word')` out: the bytes there, eight at a time, are those of the word. The last eight overlap those before. */
function written(source) {
  return source?.replace(/\bis\(([^,()]+), '([^']+)'\)/g, (_, at, word) => {
    const places = word.length < 8 ? [0] : [...Array(Math.floor(word.length / 8)).keys()].map((eight) => eight * 8).concat(word.length % 8 === 0 ? [] : [word.length - 8]);
    const unlike = places.map((place) => `(load<u64>(${at}, ${place}) ^ ${numberOf(word.slice(place, place + 8))})`).join(" | ");
    return word.length < 8 ? `(${unlike} << ${64 - word.length * 8} == 0)` : `((${unlike}) == 0)`;
  });
}

/** Letters as the number that is loaded where they stand. */
function numberOf(letters) {
  return `<u64>0x${[...letters].reverse().map((letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("")}`;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null; // asc looks in several places
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(TARGET, shipped(await compile()));
