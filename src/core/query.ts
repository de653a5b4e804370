/**
 * QUERY: one handler after another is asked; the first that answers wins.
 */
import { taken, type Way } from "./delivery.ts";

export const QUERY: Way = {
  verb: "QUERY",
  give(delivery) {
    const { outcome, value } = taken(delivery, "query.unanswered");
    if (outcome === "failed") throw value;
    return value;
  },
};
