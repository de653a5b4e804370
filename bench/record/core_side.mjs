// A Core as an app has it, with a recorder on its tap and a file under that; or with nothing, for what the rest costs.
import { TYPE } from "./payloads.mjs";

/** When a batch is written: with each record, when the turn ends, or only when it is full. */
const SCHEDULES = {
  "each record": () => (flush) => flush(),
  "end of turn": ({ atEndOfTurn }) => atEndOfTurn,
  "64 kB only": () => () => {},
};

/**
 * Starts a Core. `handlers`: how many hear each message. `watcher`: what is on its tap: "recorder", a `pino` logger's
 * destination (see pino_side.mjs), or "nothing". Gives `send(data)`, `end()`, and how many `records` a message makes.
 */
export async function startCore(library, options) {
  const { handlers, watcher, tapOf } = options;
  const core = await library.createCore();
  let handled = 0;
  for (let n = 0; n < handlers; n += 1) {
    core.registerAction(TYPE, (_view, message) => {
      handled += message.data === undefined ? 0 : 1;
    });
  }
  await core.startup();
  const end = watcher === "recorder" ? recordCore(library, core, options) : watcher === "nothing" ? () => {} : tapOf(core);
  let sent = 0;
  return {
    records: 1 + handlers,
    send(data) {
      sent += 1;
      void core.ACTION({ type: TYPE, source: "shop", data });
    },
    async end() {
      await end();
      if (handled !== sent * handlers) throw new Error(`Cannot measure: ${sent} messages were sent, and handled ${handled} times`);
    },
  };
}

/**
 * A recorder with a file; `keepsOpen`: as it is when a log has parts, each of which begins with what is in flight. `isPatient`: writes
 * stay on the app's thread while the disk is slow, or a run as fast as it goes would measure what waits in memory.
 */
function makeRecorder({ Recorder, LogFile, atEndOfTurn, idleTimer, systemClock }, { file, policy = "end of turn", keepsOpen = false, isPatient }) {
  const faults = [];
  const onFault = (error) => faults.push(error);
  const sink = new LogFile({ path: file, mode: "new", writing: isPatient ? "record" : "turn", onFault });
  const recorder = new Recorder({
    sink,
    schedule: SCHEDULES[policy]({ atEndOfTurn }),
    header: { run: "bench1", name: "bench", startedAt: systemClock.date() },
    startAt: systemClock.now(), now: systemClock.now, later: idleTimer, date: systemClock.date, keepsOpen, onFault,
  });
  recorder.flush();
  const close = async () => {
    recorder.close();
    await sink.closed;
    if (isPatient && faults.length > 0) throw faults[0];
  };
  return { recorder, close };
}

function recordCore(library, core, options) {
  const { recorder, close } = makeRecorder(library, options);
  const tap = core.tap(recorder);
  return () => {
    tap.dispose();
    return close();
  };
}

/** A recorder without a Core, told what a Core would tell it, with the clocks read for each message as a Core reads them: what writing alone takes. */
export function startRecorder(library, options) {
  const { recorder, close } = makeRecorder(library, options);
  let id = 0;
  return {
    records: 1,
    send(data) {
      id += 1;
      const message = { type: TYPE, data, source: "shop", timestamp: new Date() };
      recorder.dispatched({ id, verb: "ACTION", message, at: performance.now(), flow: id, handlers: 0 });
    },
    end: close,
  };
}
