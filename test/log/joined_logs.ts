// Several logs as one: merged by wall clock, each in its own order, each run with its log.
import { joinSources } from "../../src/log/joined_source.ts";
import { LogIndex } from "../../src/log/log_index.ts";
import { memorySource, type OpenSource } from "../../src/log/source.ts";
import { wallTimeOf } from "../../src/trace/wall_clock.ts";
import { assert, suite } from "../harness.ts";

const test = suite("log/joined_logs");

const log = (run: string, startedAt: string): string => `{"kind":"log","version":1,"run":"${run}","part":1,"name":"shop","startedAt":"${startedAt}"}\n`;
const dispatch = (id: number, at: number, type: string, more = ""): string =>
  `{"kind":"dispatch","id":${id},"at":${at},"verb":"ACTION","type":"${type}","handlers":0${more},"timestamp":"2026-11-23T09:00:00.012Z"}\n`;

/** Sources of texts; `add` makes one of them longer. */
function sourcesOf(...texts: string[]): { sources: OpenSource[]; add(log: number, text: string): void } {
  const sources = texts.map((_, at) => ({
    size: 0,
    read: (into: Uint8Array, offset: number) => memorySource(new TextEncoder().encode(texts[at])).read(into, offset),
    look() {
      const before = this.size;
      this.size = new TextEncoder().encode(texts[at]).length;
      return Promise.resolve(this.size > before);
    },
    close() {},
  }));
  return { sources, add: (at, text) => void (texts[at] += text) };
}

async function open(...texts: string[]) {
  const { sources, add } = sourcesOf(...texts);
  const joined = joinSources(sources);
  const index = new LogIndex(joined, { logs: { names: texts.map((_, at) => `${"abc"[at]}.jsonl`), borders: joined.borders } });
  const readOn = async (): Promise<void> => {
    await joined.look();
    while (index.readMore());
  };
  await readOn();
  return { index, joined, add, readOn };
}

function entriesOf(index: LogIndex): string[] {
  return Array.from({ length: index.entries.length }, (_, at) => {
    const entry = index.entries.entry(at);
    if (entry.kind === "dispatch") return `${entry.trace.run.log?.name} ${entry.trace.record.type}`;
    return entry.kind === "run" ? `${entry.run.log?.name} ${entry.run.header.run}` : entry.kind;
  });
}

test("entries of several logs stand by wall clock", async () => {
  const { index } = await open(
    log("a", "2026-11-23T09:00:00.000Z") + dispatch(1, 1000, "a.one") + dispatch(2, 5000, "a.two"),
    log("b", "2026-11-23T09:00:02.000Z") + dispatch(1, 0, "b.one") + dispatch(2, 2500, "b.two") + dispatch(3, 4000, "b.three"),
  );

  assert.equal(entriesOf(index), ["a.jsonl a", "a.jsonl a.one", "b.jsonl b", "b.jsonl b.one", "b.jsonl b.two", "a.jsonl a.two", "b.jsonl b.three"]);
  assert.equal(Array.from({ length: index.entries.length }, (_, at) => index.entries.dispatch(at)), [-1, 0, -1, 2, 3, 1, 4]);
});

test("how many dispatches stand before a position is known of merged logs, too", async () => {
  const { index, add, readOn } = await open(
    log("a", "2026-11-23T09:00:00.000Z") + dispatch(1, 1000, "a.one") + dispatch(2, 5000, "a.two"),
    log("b", "2026-11-23T09:00:02.000Z") + dispatch(1, 0, "b.one"),
  );
  const before = [0, 1, 2, 3, 4, 5, 9].map((position) => index.entries.dispatchesBefore(position));

  add(1, '{"kind":"gap","at":1000,"lost":2,"reason":"overflow"}\n' + dispatch(2, 4000, "b.two"));
  await readOn();

  assert.equal(before, [0, 0, 1, 1, 2, 3, 3]);
  assert.equal(entriesOf(index), ["a.jsonl a", "a.jsonl a.one", "b.jsonl b", "b.jsonl b.one", "gap", "a.jsonl a.two", "b.jsonl b.two"]);
  assert.equal([0, 1, 2, 3, 4, 5, 6, 7].map((position) => index.entries.dispatchesBefore(position)), [0, 0, 1, 1, 2, 2, 3, 4]);
});

test("the order within a log stays, whatever its clock says", async () => {
  const { index } = await open(
    log("a", "2026-11-23T09:00:00.000Z") + dispatch(1, 3000, "a.one") + '{"kind":"clock","at":3500,"time":"2026-11-23T08:00:00.000Z"}\n' + dispatch(2, 4000, "a.back"),
    log("b", "2026-11-23T09:00:00.000Z") + dispatch(1, 1000, "b.one") + dispatch(2, 3000, "b.two"),
  );

  assert.equal(entriesOf(index), ["a.jsonl a", "b.jsonl b", "b.jsonl b.one", "a.jsonl a.one", "a.jsonl a.back", "b.jsonl b.two"]);
});

test("what is added later is merged where it belongs", async () => {
  const { index, add, readOn } = await open(
    log("a", "2026-11-23T09:00:00.000Z") + dispatch(1, 1000, "a.one"),
    log("b", "2026-11-23T09:00:00.000Z") + dispatch(1, 5000, "b.one"),
  );
  const before = entriesOf(index);

  add(0, dispatch(2, 2000, "a.two") + dispatch(3, 6000, "a.three"));
  add(1, dispatch(2, 5500, "b.two"));
  await readOn();

  assert.equal(before, ["a.jsonl a", "b.jsonl b", "a.jsonl a.one", "b.jsonl b.one"]);
  assert.equal(entriesOf(index), ["a.jsonl a", "b.jsonl b", "a.jsonl a.one", "a.jsonl a.two", "b.jsonl b.one", "b.jsonl b.two", "a.jsonl a.three"]);
});

test("records belong to the run of their own log, also where runs have one id, and where logs grow in turns", async () => {
  const text = log("same", "2026-11-23T09:00:00.000Z") + dispatch(1, 1, "x.one");
  const { index, add, readOn } = await open(text, text);

  add(0, dispatch(2, 2, "x.two", ',"cause":1'));
  add(1, dispatch(2, 2, "x.three", ',"cause":1'));
  await readOn();
  add(0, dispatch(3, 3, "x.four", ',"cause":2'));
  await readOn();

  const { dispatches, runs } = index;
  assert.equal(runs.map((run) => [run.log, run.records]), [[{ name: "a.jsonl", position: 0 }, 4], [{ name: "b.jsonl", position: 1 }, 3]]);
  assert.equal(Array.from({ length: dispatches.length }, (_, at) => [dispatches.run(at), dispatches.cause(at)]), [[0, -1], [1, -1], [0, 0], [1, 1], [0, 2]]);
  assert.equal([index.indexOf(3), index.indexOf(2, runs[0]), index.indexOf(2, runs[1]), index.unaccounted()], [4, 2, 3, []]);
});

test("a defect says in which log it stands, and on which line of it", async () => {
  const { index, joined } = await open(log("a", "2026-11-23T09:00:00.000Z") + "x\n", `\uFEFF${log("b", "2026-11-23T09:00:00.000Z")}${dispatch(1, 1, "b.one")}y\n{"ki`);

  joined.finish();
  index.readAll();

  assert.equal(index.defects.map(({ message }) => message.replace(/a record: .* \(/, "a record (")), [
    'a.jsonl: line 2 is not a record (it begins "x")', 'b.jsonl: line 3 is not a record (it begins "y")', 'b.jsonl: line 4 is torn: its end is missing (4 bytes, beginning "{\\"ki")',
  ]);
  assert.equal(index.runs.length, 2);
});

test("a log that does not say when it began stands where it was named", async () => {
  const { index } = await open(log("a", "2026-11-23T09:00:00.000Z") + dispatch(1, 1, "a.one"), dispatch(1, 1, "b.one") + dispatch(2, 2, "b.two"));

  assert.equal(entriesOf(index), ["b.jsonl ", "b.jsonl b.one", "b.jsonl b.two", "a.jsonl a", "a.jsonl a.one"]);
  assert.ok(Number.isNaN(wallTimeOf(index.runs[1]!, 1)));
});

/** A small generator that gives the same numbers for the same seed (mulberry32, public domain). */
function drawer(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

for (const seed of [1, 2, 3, 4]) {
  test(`entries of logs that grow in turns stand as a plain sort has them (seed ${seed})`, async () => {
    const draw = drawer(seed);
    const names = ["a", "b", "c"];
    const headers = names.map((name) => log(name, `2026-11-23T09:00:0${draw(3)}.000Z`));
    const { index, add, readOn } = await open(...headers);
    const ends = headers.map((header) => Date.parse(/startedAt":"(.*?)"/.exec(header)?.[1] ?? ""));
    const expected = ends.map((time, at) => ({ time, log: at, what: `${names[at]}.jsonl ${names[at]}` }));
    const latest = [...ends];
    const wrong: string[] = [];

    for (let step = 1; step <= 60; step++) {
      const at = draw(3);
      const ms = draw(4_000);
      add(at, dispatch(step, ms, `x.${step}`));
      latest[at] = Math.max(latest[at] ?? 0, (ends[at] ?? 0) + ms);
      expected.push({ time: latest[at] ?? 0, log: at, what: `${names[at]}.jsonl x.${step}` });
      if (draw(3) > 0) continue;
      await readOn();
      const sorted = expected.map((entry, line) => ({ ...entry, line })).sort((x, y) => x.time - y.time || x.log - y.log || x.line - y.line).map(({ what }) => what);
      if (JSON.stringify(sorted) !== JSON.stringify(entriesOf(index))) wrong.push(`step ${step}`);
    }

    assert.equal(wrong, []);
  });
}
