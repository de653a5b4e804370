// An app that runs faster than time: messages are sent, handled and ended in the order in which they would be, and each that is told becomes a line.

/** The moments that lie ahead, the next one first: a binary heap. */
class Agenda {
  #events = [];
  #order = 0;
  /** The moment of what was taken last. */
  now = 0;

  get length() {
    return this.#events.length;
  }

  add(at, act) {
    const events = this.#events;
    const event = { at, order: this.#order++, act };
    let place = events.length;
    events.push(event);
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!isBefore(event, events[above])) break;
      events[place] = events[above];
      place = above;
    }
    events[place] = event;
  }

  next() {
    const events = this.#events;
    const first = events[0];
    const last = events.pop();
    this.now = first.at;
    if (events.length === 0) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= events.length) break;
      if (below + 1 < events.length && isBefore(events[below + 1], events[below])) below += 1;
      if (!isBefore(events[below], last)) break;
      events[place] = events[below];
      place = below;
    }
    events[place] = last;
    return first;
  }
}

/** Of two at the same moment, what was planned first. */
const isBefore = (a, b) => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * Runs a world until `goOn()` says no; whatever is in flight then ends.
 * @param log has `dispatch(message, id, at, cause, by, n)`, `handling(…)`, `running(…)` and `clock(at)`
 */
export function simulate(world, random, log, goOn) {
  const agenda = new Agenda();
  let ids = 0;
  const plan = (at, act) => agenda.add(at, act);

  const send = (message, at, cause, by) => plan(at, () => {
    const id = ++ids;
    log.dispatch(message, id, at, cause, by, random);
    let thread = at + 9;
    message.handlers.forEach((handler, n) => {
      const begun = thread;
      const held = duration(handler.holds, random);
      const took = handler.waits === 0 ? held : held + duration(handler.waits, random);
      thread += held + 4;
      handler.sends?.forEach((sent, nth) => send(sent, begun + Math.floor(took * (nth + 1) / (handler.sends.length + 1)), id, n));
      if (took > RUNNING_US) plan(begun + RUNNING_US, () => log.running(message, handler, id, n, begun + RUNNING_US));
      plan(begun + took, () => log.handling(message, handler, id, n, begun, took, held, random));
    });
  });

  const arrive = () => {
    const at = agenda.now;
    if (!goOn()) return;
    const roots = log.wantsSmall() ? world.small : world.roots;
    send(roots[Math.floor(random() * roots.length)], at);
    plan(at + 1 + Math.floor(-Math.log(1 - random()) * world.gapUs), arrive);
  };

  const tick = () => {
    log.clock(agenda.now);
    if (goOn()) plan(agenda.now + CLOCK_US, tick);
  };

  plan(1500, arrive);
  plan(CLOCK_US, tick);
  while (agenda.length > 0) agenda.next().act();
  return { at: agenda.now, dispatches: ids };
}

/** As long as the recorder waits before it says that a handling runs. */
const RUNNING_US = 100_000;
const CLOCK_US = 10_000_000;

/** Mostly about as long as usual, seldom far longer, as durations are: the tail is the exponential's. */
function duration(usual, random) {
  const drawn = random();
  const long = random() < 0.01 ? 8 : 1;
  return Math.max(1, Math.round(usual * long * (0.4 - 0.6 * Math.log(1 - drawn))));
}
