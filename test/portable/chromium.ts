// Finds Chromium, and shows it one page of this machine; shared, registers nothing.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";

/** The names under which Debian and others install it. */
const NAMES = ["chromium", "chromium-browser", "chromium-headless-shell"];

/** Long for a browser that starts on a busy machine. */
const LIMIT_MS = 20_000;

/** The path of Chromium, or undefined where there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/**
 * Serves these files on loopback, opens "/" in a Chromium without a window, and gives the first body that the page posts to "/told".
 * The browser has a profile of its own; both are gone when this settles. Rejects when it ends, or 20 s pass, before the page has told anything.
 */
export async function toldByPage(chromium: string, files: Readonly<Record<string, string>>): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), "core-chromium-"));
  let tell!: (body: string) => void;
  const told = new Promise<string>((resolve) => (tell = resolve));
  const server = await serve(files, tell);
  // In the group of the tests: whoever ends that ends the browser, too.
  const browser = spawn(chromium, argumentsFor(profile, server), { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  browser.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const gone = new Promise<string>((resolve) => {
    browser.once("error", ({ message }) => resolve(message));
    browser.once("exit", (code) => resolve(`it ended with ${code}`));
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => (timer = setTimeout(resolve, LIMIT_MS, `nothing within ${LIMIT_MS} ms`)));
  try {
    const unable = Promise.race([gone, late]).then((why) => {
      throw new Error(`Cannot show a page in "${chromium}": ${why}\n${stderr}`);
    });
    return await Promise.race([told, unable]);
  } finally {
    clearTimeout(timer);
    server.closeAllConnections();
    server.close();
    browser.kill("SIGTERM"); // so it ends its children, too
    const hard = setTimeout(() => browser.kill("SIGKILL"), 3_000);
    await gone;
    clearTimeout(hard);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 }); // its children may still be writing
  }
}

function serve(files: Readonly<Record<string, string>>, tell: (body: string) => void): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (path === "/told") void bodyOf(request).then(tell);
    const text = files[path];
    response.writeHead(text === undefined && path !== "/told" ? 404 : 200, { "content-type": path.endsWith(".js") ? "text/javascript" : "text/html" });
    response.end(text);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const piece of request.setEncoding("utf8")) body += String(piece);
  return body;
}

function argumentsFor(profile: string, server: Server): string[] {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return [
    "--headless=new",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), // root has no sandbox; what is shown is ours
    `--user-data-dir=${profile}`,
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr", // what the page's console says stands in the error
    `http://127.0.0.1:${port}/`,
  ];
}
