// A log that is there before the one who follows it knows where.
import { LateSource } from "../../src/log/late_source.ts";
import { memorySource, type OpenSource } from "../../src/log/source.ts";
import { assert, suite } from "../harness.ts";

const test = suite("log/late_source");

function opened(text: string): OpenSource & { isClosed: boolean } {
  const memory = memorySource(new TextEncoder().encode(text));
  return {
    size: memory.size, isClosed: false,
    read: (into, offset) => memory.read(into, offset),
    look: () => Promise.resolve(false),
    close() {
      this.isClosed = true;
    },
  };
}

test("look() finds what the source had before it became this one", async () => {
  const late = new LateSource();
  assert.equal([await late.look(), late.size], [false, 0]);

  late.become(opened("abc"));

  assert.equal([await late.look(), late.size, await late.look()], [true, 3, false]);
  const into = new Uint8Array(3);
  assert.equal([late.read(into, 0), new TextDecoder().decode(into)], [3, "abc"]);
});

test("close() closes a source that comes later, too", () => {
  const late = new LateSource();
  const source = opened("abc");

  late.close();
  late.become(source);

  assert.is(source.isClosed, true);
});
