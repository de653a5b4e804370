import { joinSources } from "../../src/log/joined_source.ts";
import type { OpenSource, Source } from "../../src/log/source.ts";
import { assert, suite } from "../harness.ts";

const test = suite("log/joined_source");

/** A source in memory that grows when it is told to. */
function growing(text: string): OpenSource & { add(more: string): void; isClosed: boolean } {
  let bytes = new TextEncoder().encode(text);
  let size = 0;
  return {
    isClosed: false,
    get size() { return size; },
    read(into, offset) {
      const part = bytes.subarray(offset, Math.min(size, offset + into.length));
      into.set(part);
      return part.length;
    },
    look() {
      const before = size;
      size = bytes.length;
      return Promise.resolve(size > before);
    },
    close() { this.isClosed = true; },
    add(more) { bytes = new TextEncoder().encode(new TextDecoder().decode(bytes) + more); },
  };
}

function textOf(source: Source, piece = 3): string {
  const bytes = new Uint8Array(source.size);
  for (let at = 0; at < bytes.length;) at += source.read(bytes.subarray(at, at + piece), at);
  return new TextDecoder().decode(bytes);
}

test("joinSources() puts logs one after another, with borders", async () => {
  const joined = joinSources([growing("a1\na2\n"), growing(""), growing("c1\n")]);

  const grown = await joined.look();

  assert.ok(grown);
  assert.is(textOf(joined), "a1\na2\nc1\n");
  assert.equal(joined.borders, [{ from: 0, log: 0 }, { from: 6, log: 2 }]);
});

test("look() takes whole lines only; finish() takes what is left, each on a line of its own", async () => {
  const joined = joinSources([growing("a1\na2"), growing("b1\nb2")]);
  await joined.look();

  const before = textOf(joined);
  joined.finish();

  assert.is(before, "a1\nb1\n");
  assert.is(textOf(joined), "a1\nb1\na2\nb2");
  assert.equal(joined.borders, [{ from: 0, log: 0 }, { from: 3, log: 1 }, { from: 6, log: 0 }, { from: 9, log: 1 }]);
});

test("look() adds what each has grown by, behind what was there", async () => {
  const [a, b] = [growing("a1\n"), growing("b1\n")];
  const joined = joinSources([a, b]);
  await joined.look();

  b.add("b2\n");
  await joined.look();
  a.add("a2\n");
  b.add("b3");
  await joined.look();
  const none = await joined.look();
  b.add("\n");
  const more = await joined.look();

  assert.equal([none, more], [false, true]);
  assert.is(textOf(joined), "a1\nb1\nb2\na2\nb3\n");
  assert.equal(joined.borders, [{ from: 0, log: 0 }, { from: 3, log: 1 }, { from: 9, log: 0 }, { from: 12, log: 1 }]);
});

test("look() finds the end of a line that is longer than what it reads at once", async () => {
  const joined = joinSources([growing(`${"x".repeat(100_000)}\n${"y".repeat(200_000)}`)]);

  await joined.look();

  assert.is(joined.size, 100_001);
});

test("close() closes all of them", () => {
  const sources = [growing(""), growing("")];

  joinSources(sources).close();

  assert.equal(sources.map(({ isClosed }) => isClosed), [true, true]);
});
