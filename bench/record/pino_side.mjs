// pino writing what a recorder writes: the same members of the same records, with the same clocks, one object a line.
//
// It is set up as its documentation says for speed: no members of its own but the level (which cannot be left out without a
// formatter, and that would cost it more), and a destination that collects 4 kB.
import pino from "pino";
import { TYPE } from "./payloads.mjs";

const DESTINATIONS = { "pino, synchronous": { sync: true }, "pino, asynchronous": { sync: false } };

export const PINO_NAMES = Object.keys(DESTINATIONS);

function open(name, file) {
  const destination = pino.destination({ dest: file, minLength: 4096, ...DESTINATIONS[name] });
  const logger = pino({ base: null, timestamp: false }, destination);
  // It is over when all of it is with the system.
  const end = () => new Promise((resolve, reject) => {
    destination.once("error", reject);
    destination.once("close", resolve);
    destination.end();
  });
  return { logger, end };
}

const rounded = (ms) => Math.round(ms * 1000) / 1000;

/** Logs the record of each message without a Core. */
export function startPino(name, { file }) {
  const { logger, end } = open(name, file);
  const startAt = performance.now();
  let id = 0;
  return {
    records: 1,
    send(data) {
      id += 1;
      const at = rounded(performance.now() - startAt);
      logger.info({ kind: "dispatch", id, at, verb: "ACTION", type: TYPE, handlers: 0, source: "shop", timestamp: new Date().toISOString(), data });
    },
    end,
  };
}

/** What somebody writes who wants a Core's records in pino's log: an observer. */
export function tapWithPino(name, file) {
  const { logger, end } = open(name, file);
  const startAt = performance.now();
  return (core) => {
    const tap = core.tap({
      dispatched({ id, at, verb, message, handlers }) {
        const { type, source, timestamp, data } = message;
        logger.info({ kind: "dispatch", id, at: rounded(at - startAt), verb, type, handlers, source, timestamp: timestamp.toISOString(), data });
      },
      handled({ n, dispatch, at, ms, syncMs, subscription, outcome }) {
        logger.info({
          kind: "handling", dispatch: dispatch.id, n, at: rounded(at - startAt), type: dispatch.message.type, handler: subscription.handler,
          subscription: subscription.id, ms: rounded(ms), syncMs: rounded(syncMs), outcome,
        });
      },
    });
    return () => {
      tap.dispose();
      return end();
    };
  };
}
