// mqemitter. Topics have slashes, a message is an object that carries its topic, and a handler says when it is done.
import mqemitterOf from "mqemitter";
import { TYPE, data, makePatterns } from "../workload.mjs";

const topicOf = (type) => type.replaceAll(".", "/");
const TOPIC = topicOf(TYPE);

/** Goes round the topics, by the place of the last one that was sent. */
function goingRound(emitter, topics) {
  let place = 0;
  return (count) => {
    for (let n = 0; n < count; n += 1) {
      emitter.emit({ topic: topics[place], payload: data });
      place = place + 1 === topics.length ? 0 : place + 1;
    }
  };
}

const mqemitter = {
  shape: { parameters: "message, done", data: "message.payload", after: "done();" },
  sync({ handlers }) {
    const emitter = mqemitterOf();
    for (const handler of handlers) emitter.on(TOPIC, handler);
    return {
      run(count) {
        for (let n = 0; n < count; n += 1) emitter.emit({ topic: TOPIC, payload: data });
      },
    };
  },
  types({ types, handlers }) {
    const emitter = mqemitterOf();
    const topics = types.map(topicOf);
    for (const [n, topic] of topics.entries()) emitter.on(topic, handlers[n]);
    return { run: goingRound(emitter, topics) };
  },
  patterns({ handlers }) {
    const emitter = mqemitterOf();
    const patterns = makePatterns(handlers.length, { separator: "/", one: "+", rest: "#" });
    for (const [n, { pattern }] of patterns.entries()) emitter.on(pattern, handlers[n]);
    return { run: goingRound(emitter, patterns.map(({ type }) => type)) };
  },
  awaited({ handlers }) {
    const emitter = mqemitterOf();
    for (const handler of handlers) emitter.on(TOPIC, handler);
    return {
      async run(count) {
        for (let n = 0; n < count; n += 1) await new Promise((resolve) => emitter.emit({ topic: TOPIC, payload: data }, resolve));
      },
    };
  },
  make: () => mqemitterOf(),
  subscribe: (emitter, type, handler) => emitter.on(topicOf(type), handler),
};

export const makeSides = () => ({ mqemitter });
