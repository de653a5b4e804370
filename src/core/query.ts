/**
 * QUERY: one handler after another is asked; the first that answers wins.
 */
import { callInTurn } from "./deliver.ts";
import type { Way } from "./delivery.ts";
import { coreError } from "./errors.ts";

export const QUERY: Way = {
  verb: "QUERY",
  call: (delivery) => callInTurn(delivery),
  give({ handled, message: { type } }, endings) {
    const { outcome, value } = endings.at(-1) ?? {};
    if (outcome === "failed") throw value;
    if (outcome === "answered") return value;
    throw coreError("query.unanswered", "answer", { type, handled }, handled > 0 ? `none of ${handled} handlers answered` : "nobody is registered for it");
  },
};
