// The whole inspector on a terminal without a device: frames, keys, sizes, and how the terminal is left.
import { runInspector, type InspectorEnd } from "../../inspector/main.tsx";
import type { Feed, FeedEvent, FeedMode } from "../../inspector/feed.ts";
import type { KnownRecord } from "../../src/trace/record.ts";
import { assert, suite } from "../harness.ts";
import { FakeTerminal } from "./fake_terminal.ts";
import { growingLog } from "../log/growing_log.ts";
import { dispatch, HEADER, SHOP } from "./shop.ts";
import { NOW_MS, Story } from "./story.ts";

const test = suite("inspector/main");

/** A clock that moves by hand; timers run when it has moved past them. */
class HandClock {
  #ms = 0;
  #timers: { at: number; run: () => void }[] = [];

  now = (): number => this.#ms;
  date = (): Date => new Date(NOW_MS + this.#ms);

  setTimer = (run: () => void, ms: number): () => void => {
    const timer = { at: this.#ms + ms, run };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((other) => other !== timer));
  };

  pass(ms: number): void {
    const until = this.#ms + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= until).sort((one, other) => one.at - other.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#ms = next.at;
      next.run();
    }
    this.#ms = until;
  }
}

interface Opened {
  readonly terminal: FakeTerminal;
  readonly ended: Promise<InspectorEnd>;
  readonly clock: HandClock;
  readonly wasStopped: () => boolean;
  /** Lets the feed tell something; no time passes. */
  hear(event: FeedEvent): void;
  /** Lets the feed tell something, and time enough for a frame pass. */
  tell(event: FeedEvent): Promise<void>;
  records(...records: KnownRecord[]): Promise<void>;
  readonly log: object;
  /** Adds records to the log, and tells nobody. */
  add(...records: KnownRecord[]): void;
}

async function open(columns: number, rows: number, { mode = "live", color = true }: { mode?: FeedMode; color?: boolean } = {}): Promise<Opened> {
  const terminal = new FakeTerminal(columns, rows);
  const clock = new HandClock();
  let listen: (event: FeedEvent) => void = () => {};
  let isStopped = false;
  const growing = growingLog();
  const feed: Feed = {
    title: { name: "shop" }, mode, log: growing.log,
    start: (listener) => void (listen = listener),
    stop() {
      isStopped = true;
      return Promise.resolve();
    },
  };
  const keys = { stream: terminal.stdin, close() {} };
  const ended = runInspector(feed, { color, clock, keys, stdout: terminal.stdout });
  ended.catch(() => {});
  await terminal.settle();
  const tell = async (event: FeedEvent): Promise<void> => {
    listen(event);
    clock.pass(40);
    await terminal.settle();
  };
  return { terminal, ended, clock, wasStopped: () => isStopped, hear: (event) => listen(event), tell, log: growing.log, add: growing.add, records(...records) {
    growing.add(...records);
    return tell({ kind: "grew" });
  } };
}

for (const [columns, rows] of [[120, 40], [80, 24]] as const) {
  test(`the frame on a terminal of ${columns}×${rows} is the screen of the model`, async () => {
    const { terminal, ended, records } = await open(columns, rows);
    assert.is(terminal.buffer, "alternate");

    await records(...SHOP);
    await terminal.press("k");

    const story = new Story({ columns, rows }).grow(...SHOP).press("k");
    assert.equal(terminal.screen(), story.screen());
    await terminal.press("q");
    await ended;
  });
}

test("q leaves the normal screen as it was, cooked, with code 0, and stops the feed", async () => {
  const { terminal, ended, wasStopped } = await open(80, 24);
  assert.is(terminal.isRaw, true);

  await terminal.press("q");

  assert.is((await ended).code, 0);
  await terminal.settle();
  assert.is(terminal.buffer, "normal");
  assert.is(terminal.screen().join("").trim(), "");
  assert.is(terminal.isRaw, false);
  assert.is(wasStopped(), true);
});

test("Ctrl-C leaves it so, too, with code 130", async () => {
  const { terminal, ended } = await open(80, 24);

  await terminal.press("\x03");

  assert.is((await ended).code, 130);
  await terminal.settle();
  assert.is(terminal.buffer, "normal");
});

test("keys draw at once", async () => {
  const { terminal, ended, records } = await open(80, 24);
  await records(...SHOP);

  await terminal.press("k");

  assert.match(terminal.screen()[6] ?? "", /^ ▸ +⋯ 412 records lost/);
  await terminal.press("q");
  await ended;
});

test("records are drawn when 33 ms have passed since the last frame", async () => {
  const { terminal, ended, clock, hear, add, records } = await open(80, 24);
  await records(...SHOP);
  const isThere = (): boolean => terminal.screen().some((row) => row.includes("user.late"));
  await terminal.press("G");

  add(dispatch(417, 300, "user.late"));
  hear({ kind: "grew" });
  clock.pass(32);
  await terminal.settle();
  assert.is(isThere(), false);
  clock.pass(1);
  await terminal.settle();

  assert.is(isThere(), true);
  await terminal.press("q");
  await ended;
});

test("a terminal that changes its size is drawn whole again", async () => {
  const { terminal, ended, records } = await open(120, 40);
  await records(...SHOP);
  await terminal.press("g");

  await terminal.resize(80, 24);
  assert.equal(terminal.screen(), new Story({ columns: 80, rows: 24 }).grow(...SHOP).press("g").screen());
  await terminal.resize(20, 5);
  assert.equal(terminal.screen(), ["terminal too small", "20×5", "q quits", "", ""]);
  await terminal.resize(120, 40);
  assert.equal(terminal.screen(), new Story({ columns: 120, rows: 40 }).grow(...SHOP).press("g").screen());

  await terminal.press("q");
  await ended;
});

test("an escape is the escape key 20 ms later", async () => {
  const { terminal, ended, clock, records } = await open(80, 24);
  await records(...SHOP);
  await terminal.press("?");
  assert.match(terminal.screen()[2] ?? "", "Keys");

  await terminal.press("\x1b");
  clock.pass(25);
  await terminal.settle();

  assert.match(terminal.screen()[2] ?? "", "TYPE");
  await terminal.press("q");
  await ended;
});

test("colours are the terminal's own, and none are drawn without color", async () => {
  const coloured = await open(80, 24);
  await coloured.records(...SHOP);
  const plain = await open(80, 24, { color: false });
  await plain.records(...SHOP);

  assert.equal(coloured.terminal.cell(7, 0), { text: "●", color: 2, isBold: false });
  assert.equal(plain.terminal.cell(7, 0), { text: "●", color: -1, isBold: false });

  for (const { terminal, ended } of [coloured, plain]) {
    await terminal.press("q");
    await ended;
  }
});

test("text from the app is not obeyed by the terminal", async () => {
  const { terminal, ended, records } = await open(120, 40);

  await records(HEADER, dispatch(1, 1, "a.b", { source: "x\x1b[2J", data: { note: "\x1b[1;1Hgone\x07\u202e" } }));

  const screen = terminal.screen().join("\n");
  assert.match(screen, "shop 4242");
  assert.match(screen, "\\x1b[2J");
  await terminal.press("q");
  await ended;
});

test("an error inside leaves the terminal whole and is given to the caller", async () => {
  const { terminal, ended, records, log } = await open(80, 24);
  Object.defineProperty(log, "counts", { get() { throw new TypeError("the log is broken"); } });

  await records(...SHOP);

  await assert.rejects(ended, { name: "TypeError" });
  await terminal.settle();
  assert.is(terminal.buffer, "normal");
  assert.is(terminal.isRaw, false);
});

test("the end tells what the app printed and how it ended", async () => {
  const { terminal, ended, tell } = await open(80, 24);
  await tell({ kind: "output", stream: "stdout", text: "bye\n" });
  await tell({ kind: "exited", code: 3, signal: null });
  await tell({ kind: "ended" });

  await terminal.press("q");

  const { log, ...end } = await ended;
  assert.is(log.records, 0);
  assert.equal(end, { code: 0, isEnded: true, output: [{ stream: "stdout", text: "bye" }], app: { code: 3, signal: null } });
});
