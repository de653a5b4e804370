import type { FeedEvent } from "../feed.ts";
import type { Key } from "../keys.ts";
import type { Size } from "../model/model.ts";

/** What can happen to the inspector. Records do not come one by one: the loop reads the log and says that it grew. */
export type InspectorEvent =
  | { readonly kind: "key"; readonly key: Key }
  | { readonly kind: "resized"; readonly size: Size }
  | { readonly kind: "grew"; readonly nowMs: number }
  | { readonly kind: "ticked"; readonly nowMs: number }
  | { readonly kind: "stopped"; readonly signal: "SIGINT" | "SIGTERM" | "SIGHUP" }
  | Exclude<FeedEvent, { readonly kind: "grew" }>;
