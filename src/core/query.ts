/**
 * QUERY: one handler after another is asked; the first that answers wins.
 */
import { runInTurn } from "./calls.ts";
import type { Way } from "./delivery.ts";
import { coreError } from "./errors.ts";

export const QUERY: Way = {
  verb: "QUERY",
  call: (delivery) => runInTurn(delivery, () => delivery.hasAnswer || delivery.failures.length > 0),
  async give({ handled, message: { type } }, endings) {
    const { outcome, value } = endings.at(-1) ?? {};
    if (outcome === "failed") throw value;
    if (outcome === "answered") return value;
    throw coreError("query.unanswered", "answer", { type, handled }, handled === 0 ? "nobody is registered for it" : `none of ${handled} handlers answered`);
  },
};
