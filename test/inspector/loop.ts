// The loop of the inspector: when it draws, and when it leaves the time to whoever reads the log.
import type { FeedEvent, FeedMode } from "../../inspector/feed.ts";
import { Loop } from "../../inspector/loop.ts";
import { startModel } from "../../inspector/model/model.ts";
import { fakeClock } from "../../src/testing/mod.ts";
import { assert, suite } from "../harness.ts";
import { growingLog } from "../log/growing_log.ts";
import { dispatch } from "./shop.ts";

const test = suite("inspector/loop");

/** A loop whose frames take so long each, and a log that grows every few milliseconds. */
function running(mode: FeedMode, frameMs: number) {
  const clock = fakeClock();
  const { log, add } = growingLog();
  const frames: number[] = [];
  /** What drawing took in all: it holds the thread, and no timer comes meanwhile. */
  let drawing = 0;
  let tell: (event: FeedEvent) => void = () => {};
  const now = (): number => clock.now() + drawing;
  const model = startModel({ title: { name: "shop" }, mode, size: { columns: 80, rows: 24 }, log, nowMs: 0 });
  const loop = new Loop({
    feed: { title: { name: "shop" }, mode, log, start: (listener) => void (tell = listener), stop: () => Promise.resolve() },
    log, model,
    clock: { now, date: () => new Date(now()), setTimer: (run, ms) => clock.setTimer(run, ms) },
    draw() {
      frames.push(Math.round(now()));
      drawing += frameMs;
    },
    perform() {},
    onCrash(error) {
      throw error;
    },
  });
  let id = 0;
  return {
    loop, frames,
    /** Lets the log grow for so long. */
    grow(ms: number): void {
      for (const until = clock.now() + ms; clock.now() < until; clock.advance(5)) {
        add(dispatch(++id, id, "user.created"));
        tell({ kind: "grew" });
      }
    },
  };
}

/** How long it was between each two frames. */
function gaps(frames: readonly number[]): number[] {
  return frames.slice(1).map((at, n) => at - frames[n]!);
}

test("Loop draws at most 30 frames a second of an app, and 10 of a recording that is read", () => {
  const app = running("live", 1);
  const recording = running("recorded", 1);

  app.loop.start();
  app.grow(1_000);
  recording.loop.start();
  recording.grow(1_000);

  assert.ok(app.frames.length >= 28 && app.frames.length <= 33, `${app.frames.length} frames`);
  assert.ok(recording.frames.length >= 9 && recording.frames.length <= 11, `${recording.frames.length} frames`);
  app.loop.stop();
  recording.loop.stop();
});

test("Loop leaves half of the time to an app, and four fifths to the reading of a recording, where frames take long", () => {
  const app = running("live", 60);
  const recording = running("recorded", 60);

  app.loop.start();
  app.grow(900);
  recording.loop.start();
  recording.grow(1_500);

  // What the first frame took is nothing to go by.
  const [[, ...appGaps], [, ...recordingGaps]] = [gaps(app.frames), gaps(recording.frames)];
  assert.ok(appGaps.length > 4 && Math.min(...appGaps) >= 120, appGaps.join());
  assert.ok(recordingGaps.length > 2 && Math.min(...recordingGaps) >= 300, recordingGaps.join());
  app.loop.stop();
  recording.loop.stop();
});

test("Loop draws at once for a key, however long frames take", () => {
  const { loop, frames, grow } = running("recorded", 60);
  loop.start();
  grow(20);
  const before = frames.length;

  loop.send({ kind: "key", key: { name: "?", text: "?" } });

  assert.is(frames.length, before + 1);
  loop.stop();
});
