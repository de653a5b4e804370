/**
 * QUERY: one handler after another is asked; the first that answers wins.
 */
import { throwIfLate, type Way } from "./delivery.ts";
import { coreError, unanswered } from "./errors.ts";

export const QUERY: Way = {
  verb: "QUERY",
  give(delivery) {
    const { handled, message: { type }, endings } = delivery;
    const { outcome, value } = endings.at(-1) ?? {};
    if (outcome === "answered") return value;
    if (outcome === "failed") throw value;
    throwIfLate(delivery);
    throw coreError("query.unanswered", "finish", { type, handled }, unanswered(handled));
  },
};
