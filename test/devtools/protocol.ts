import { readFileSync } from "node:fs";
import { errorLine, notificationLine, parseLine, requestLine, resultLine } from "../../src/devtools/protocol.ts";
import { assert, suite } from "../harness.ts";

const test = suite("devtools/protocol");

test("parseLine() reads a request, with and without parameters", () => {
  assert.equal(parseLine('{"jsonrpc":"2.0","id":7,"method":"hello"}'), { kind: "request", id: 7, method: "hello", params: undefined });
  assert.equal(parseLine('{"jsonrpc":"2.0","id":"a","method":"watch","params":{}}'), { kind: "request", id: "a", method: "watch", params: {} });
});

test("parseLine() reads a notification", () => {
  assert.equal(parseLine('{"jsonrpc":"2.0","method":"grown","params":{"log":"/a","bytes":1}}'),
    { kind: "notification", method: "grown", params: { log: "/a", bytes: 1 } });
});

test("parseLine() reads a result and an error", () => {
  assert.equal(parseLine('{"jsonrpc":"2.0","id":7,"result":{}}'), { kind: "response", id: 7, result: {} });
  assert.equal(parseLine('{"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"no"}}'),
    { kind: "response", id: 7, result: undefined, error: { code: -32601, message: "no" } });
});

test("parseLine() says what is wrong with what is not a request", () => {
  const wrongs = ["{", "[]", "7", '{"id":1,"method":"hello"}', '{"jsonrpc":"2.0","id":{},"method":"hello"}', '{"jsonrpc":"2.0","id":1,"method":7}'];

  assert.equal(wrongs.map(parseLine), [
    { kind: "bad", id: null, code: -32700, message: "Cannot read the request: it is not JSON" },
    { kind: "bad", id: null, code: -32600, message: "Cannot read the request: batches are not spoken here: one object a line" },
    { kind: "bad", id: null, code: -32600, message: "Cannot read the request: it is not an object" },
    { kind: "bad", id: 1, code: -32600, message: 'Cannot read the request: its member "jsonrpc" is not "2.0"' },
    { kind: "bad", id: null, code: -32600, message: "Cannot read the request: its id is neither a string nor a number" },
    { kind: "bad", id: 1, code: -32600, message: 'Cannot read the request: its member "method" is not a string' },
  ]);
});

test("each line that is written is read as what it is", () => {
  assert.is(parseLine(requestLine(1, "hello")).kind, "request");
  assert.is(parseLine(notificationLine("grown", { log: "/a", bytes: 1 })).kind, "notification");
  assert.is(parseLine(resultLine(1, {})).kind, "response");
  assert.is(parseLine(errorLine(null, -32700, "no")).kind, "response");
});

test("each line that docs/devtools-protocol.md shows is what it says: → asks, ← answers or tells", () => {
  const lines = readFileSync(new URL("../../docs/devtools-protocol.md", import.meta.url), "utf8").split("\n").filter((line) => /^[→←] /.test(line));

  const kinds = lines.map((line) => `${line[0]} ${parseLine(line.slice(2)).kind}`);

  assert.equal(kinds, ["→ request", "← response", "→ request", "← response", "→ request", "← response", "← notification"]);
});
