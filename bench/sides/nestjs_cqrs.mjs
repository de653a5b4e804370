// @nestjs/cqrs in an application context of Nest, as an app has it. Its decorators are functions, and are called as such. An
// event is of a class of its own and its bus calls the handlers at once, but what it does around them ends later, and nobody
// can wait for it: so the sender gives it a turn after every so many events, or that part of the work would not be measured.
import "reflect-metadata";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { CqrsModule, EventBus, EventsHandler, QueryBus, QueryHandler } from "@nestjs/cqrs";
import { data } from "../workload.mjs";

/** Short enough that what has not ended does not pile up, long enough that the turns cost nothing. */
const EVENTS_A_TURN = 100;

const makeMessageClass = () => class {
  constructor(payload) {
    this.data = payload;
  }
};

async function start(providers, bus) {
  class App {}
  Module({ imports: [CqrsModule.forRoot()], providers })(App);
  const app = await NestFactory.createApplicationContext(App, { logger: false });
  await app.init();
  return { bus: app.get(bus), close: () => app.close() };
}

function makeEventsHandler(Event, handle) {
  class Handler {}
  Handler.prototype.handle = handle;
  EventsHandler(Event)(Handler);
  return Handler;
}

const nest = {
  shape: { parameters: "event", data: "event.data" },
  async sync({ handlers }) {
    const UserCreated = makeMessageClass();
    const { bus, close } = await start(handlers.map((handler) => makeEventsHandler(UserCreated, handler)), EventBus);
    return {
      async run(count) {
        for (let n = 1; n <= count; n += 1) {
          bus.publish(new UserCreated(data));
          if (n % EVENTS_A_TURN === 0) await undefined;
        }
      },
      close,
    };
  },
  async types({ types, handlers }) {
    const events = types.map(makeMessageClass);
    const { bus, close } = await start(events.map((Event, n) => makeEventsHandler(Event, handlers[n])), EventBus);
    let place = 0;
    return {
      async run(count) {
        for (let n = 1; n <= count; n += 1) {
          bus.publish(new events[place](data));
          place = place + 1 === events.length ? 0 : place + 1;
          if (n % EVENTS_A_TURN === 0) await undefined;
        }
      },
      close,
    };
  },
  async request({ handlers, tally }) {
    const UserQuery = makeMessageClass();
    class Handler {}
    Handler.prototype.execute = handlers[0];
    QueryHandler(UserQuery)(Handler);
    const { bus, close } = await start([Handler], QueryBus);
    return {
      async run(count) {
        for (let n = 0; n < count; n += 1) tally.answers += (await bus.execute(new UserQuery(data))).weight;
      },
      close,
    };
  },
};

export const makeSides = () => ({ "@nestjs/cqrs": nest });
