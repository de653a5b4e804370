import { statSync } from "node:fs";
import { join } from "node:path";
import { connectToSocket, type LineListener, type LineSocket, listenOnSocket, MAX_LINE_LENGTH } from "../../src/host/sockets.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder, until } from "./temporary.ts";

const test = suite("host/sockets");

/** Listens, and gives what was heard and the ends of the connections. */
async function listen(path: string) {
  const lines: string[] = [];
  const ends: LineSocket[] = [];
  const said: string[] = [];
  let isListening = false;
  const server = listenOnSocket(path, (socket) => {
    ends.push(socket);
    return { line: (text) => lines.push(text), overlong: () => said.push("overlong"), closed: () => said.push("closed") };
  }, { onFailed: (error) => said.push(`failed ${String(error)}`), onListening: () => isListening = true });
  await until("the socket", () => isListening);
  return { server, lines, ends, said };
}

const DEAF: LineListener = { line: () => {}, closed: () => {} };

test("listenOnSocket() makes a socket that only its user can connect to", () => inTemporaryFolder(async (folder) => {
  const { server } = await listen(join(folder, "s"));

  assert.is(statSync(join(folder, "s")).mode & 0o777, 0o600);
  server.close();
}));

test("listenOnSocket() hears lines whole, however they are cut, and leaves empty ones out", () => inTemporaryFolder(async (folder) => {
  const { server, lines } = await listen(join(folder, "s"));
  const socket = await connectToSocket(join(folder, "s"), DEAF, 2000);

  socket.send("one\n\ntwo");
  socket.send("größe");
  await until("three lines", () => lines.length === 3);

  assert.equal(lines, ["one", "two", "größe"]);
  socket.close();
  server.close();
}));

test("listenOnSocket() ends the connection of a peer whose line has no end", () => inTemporaryFolder(async (folder) => {
  const { server, lines, said } = await listen(join(folder, "s"));
  let isClosed = false;
  const socket = await connectToSocket(join(folder, "s"), { line: () => {}, closed: () => isClosed = true }, 2000);

  socket.send("x".repeat(MAX_LINE_LENGTH + 10));
  socket.send("later");
  await until("the end", () => isClosed && said.includes("closed"));

  assert.equal(said, ["overlong", "closed"]);
  assert.equal(lines, []);
  server.close();
}));

test("LineServer.close() takes the socket's file away and ends its connections", () => inTemporaryFolder(async (folder) => {
  const { server } = await listen(join(folder, "s"));
  let isClosed = false;
  await connectToSocket(join(folder, "s"), { line: () => {}, closed: () => isClosed = true }, 2000);

  server.close();
  await until("the end", () => isClosed);

  assert.throws(() => statSync(join(folder, "s")), { code: "ENOENT" });
}));

test("connectToSocket() rejects where nobody listens", () => inTemporaryFolder(async (folder) => {
  await assert.rejects(connectToSocket(join(folder, "none"), DEAF, 2000), { code: "ENOENT" });
}));

test("LineSocket.send() is quiet when the other end has gone", () => inTemporaryFolder(async (folder) => {
  const { server, ends, said } = await listen(join(folder, "s"));
  const socket = await connectToSocket(join(folder, "s"), DEAF, 2000);
  await until("the connection", () => ends.length === 1);

  socket.close();
  await until("the end", () => said.includes("closed"));
  ends[0]?.send("nobody hears this");

  assert.equal(said, ["closed"]);
  server.close();
}));
