// A story told to `update`: records come, keys are pressed, the screen is read. Shared, registers nothing.
import type { Effect } from "../../inspector/effects.ts";
import type { FeedMode } from "../../inspector/feed.ts";
import { startModel, type Model, type Size } from "../../inspector/model/model.ts";
import type { InspectorEvent } from "../../inspector/update/event.ts";
import { update } from "../../inspector/update/update.ts";
import { screenOf } from "../../inspector/view/screen.ts";
import { rowText } from "../../inspector/view/segment.ts";
import type { KnownRecord } from "../../src/trace/record.ts";
import { growingLog } from "../log/growing_log.ts";

/** 2026-11-23T02:14:10Z: three seconds after the shop started. */
export const NOW_MS = Date.parse("2026-11-23T02:14:10.000Z");

/** One inspector without a terminal. */
export class Story {
  readonly growing = growingLog();
  readonly effects: Effect[] = [];
  model: Model;

  constructor(size: Size = { columns: 120, rows: 40 }, mode: FeedMode = "live", filter = "") {
    this.model = startModel({ title: { name: "shop" }, mode, size, log: this.growing.log, filter, nowMs: NOW_MS });
  }

  /** Adds records to the log and says that it grew. */
  grow(...records: KnownRecord[]): this {
    this.growing.add(...records);
    return this.happen({ kind: "grew", nowMs: NOW_MS });
  }

  /** Presses keys, by the names of the keymap. */
  press(...names: string[]): this {
    for (const name of names) this.happen({ kind: "key", key: { name, text: name === "space" ? " " : name.length === 1 ? name : "" } });
    return this;
  }

  /** Types text, one key a character. */
  type(text: string): this {
    return this.press(...[...text].map((character) => character === " " ? "space" : character));
  }

  /** Lets something happen, and what it asks for with it. */
  happen(event: InspectorEvent): this {
    const [model, effects] = update(this.model, event);
    this.model = model;
    this.effects.push(...effects);
    if (effects.some((effect) => effect.kind === "lookFurther")) this.happen({ kind: "grew", nowMs: NOW_MS });
    return this;
  }

  /** The screen as text, without the spaces at the ends of its rows. */
  screen(): string[] {
    return screenOf(this.model).map((row) => rowText(row).trimEnd());
  }

  /** The row of the screen that holds the mark of the chosen message; "" when none does. */
  chosenRow(): string {
    return this.screen().find((row) => row.startsWith(" ▸ ") && /\d/.test(row)) ?? "";
  }
}
