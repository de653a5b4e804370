// Lets Node 20 and later run this clone's TypeScript: `node --import ./scripts/node_loader.mjs cli/main.ts`.
//
// It turns .ts and .tsx into JavaScript with esbuild, keeps the results by content under node_modules/.cache, and makes
// "core-ipc" and its subpaths mean src/, as deno.json and tsconfig.json do. It checks no types, and it is never published:
// what npm carries is built by scripts/build.mjs.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isMainThread } from "node:worker_threads";
import { bundledInk } from "./bundled_ink.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const rootUrl = pathToFileURL(root).href;
const cacheFolder = join(root, "node_modules/.cache/core-ipc-loader");

/** The package's entries and their sources, as Deno has them. */
const { imports: entries } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));

/** Where the source of "core-ipc" or "core-ipc/x" is, and ink's bundle; undefined for any other specifier. */
function sourceOf(specifier) {
  if (specifier === "ink") return bundledInk(cacheFolder);
  return Object.hasOwn(entries, specifier) ? new URL(entries[specifier], rootUrl).href : undefined;
}

/** An app outside of the clone that has installed the package itself keeps its own. */
function isInClone(parentUrl) {
  return parentUrl === undefined || (parentUrl.startsWith(rootUrl) && !parentUrl.includes("/node_modules/"));
}

const isTypeScript = (url) => url.startsWith("file:") && /\.tsx?$/.test(url) && !url.includes("/node_modules/");

function cachedAt(source, path) {
  const key = createHash("sha256").update(settingsKey).update(path).update("\0").update(source).digest("hex");
  return join(cacheFolder, `${key.slice(0, 32)}.mjs`);
}

function settingsFor(path) {
  return {
    loader: path.endsWith(".tsx") ? "tsx" : "ts",
    format: "esm",
    target: "node20",
    supported: { "import-attributes": true }, // from 20.10 on; without it esbuild drops them, and Node refuses JSON
    jsx: "automatic",
    sourcemap: "inline",
    sourcesContent: false,
    sourcefile: path,
  };
}

const settingsKey = `${JSON.stringify(settingsFor(""))} 1\0`;

function readCached(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // not there yet: the caller makes it
  }
}

function writeCached(file, code) {
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(draft, code);
    renameSync(draft, file); // whole or not at all: several processes start at once
  } catch {
    // A clone that cannot be written runs all the same; it only starts slower.
  }
}

function moduleOf(source) {
  return { format: "module", shortCircuit: true, source };
}

/** Asynchronous hooks: Node 20 runs these on a thread of their own. */
export async function resolve(specifier, context, next) {
  const source = sourceOf(specifier);
  if (source === undefined) return next(specifier, context);
  if (isInClone(context.parentURL)) return { url: source, shortCircuit: true };
  return next(specifier, context).catch(() => ({ url: source, shortCircuit: true }));
}

export async function load(url, context, next) {
  if (!isTypeScript(url)) return next(url, context);
  const path = fileURLToPath(url);
  const source = readFileSync(path, "utf8");
  const file = cachedAt(source, path);
  const cached = readCached(file);
  if (cached !== undefined) return moduleOf(cached);

  const { transform } = await import("esbuild");
  const { code } = await transform(source, settingsFor(path));
  writeCached(file, code);
  return moduleOf(code);
}

/** The same on the app's own thread, where Node has synchronous hooks (22.15 and later). */
function resolveSync(specifier, context, next) {
  const source = sourceOf(specifier);
  if (source === undefined) return next(specifier, context);
  if (isInClone(context.parentURL)) return { url: source, shortCircuit: true };
  try {
    return next(specifier, context);
  } catch {
    return { url: source, shortCircuit: true };
  }
}

function loadSync(url, context, next) {
  if (!isTypeScript(url)) return next(url, context);
  const path = fileURLToPath(url);
  const source = readFileSync(path, "utf8");
  const file = cachedAt(source, path);
  const cached = readCached(file);
  if (cached !== undefined) return moduleOf(cached);

  const { transformSync } = module.createRequire(import.meta.url)("esbuild");
  const { code } = transformSync(source, settingsFor(path));
  writeCached(file, code);
  return moduleOf(code);
}

// Node 20 loads this file a second time on its hooks thread, where there is nothing to register.
if (isMainThread || module.registerHooks !== undefined) {
  process.setSourceMapsEnabled(true);
  if (module.registerHooks !== undefined) module.registerHooks({ resolve: resolveSync, load: loadSync });
  else module.register(import.meta.url);
}
