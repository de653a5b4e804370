// What every side of a comparison works on: the same payload, the same types, and handlers that do the same.
//
// Handlers are made from text, each with a number of its own in it, so that each is a function with code of its own, as the
// handlers of an app are. A hundred closures of one function are another thing: engines inline them into the loop that calls
// them, and then the loop is measured and not the dispatch. Each handler reads the payload and adds what it found to a counter
// that is checked after every measurement: none of it can be left out as dead code.

/** So many handlers have code of their own; where a case has more subscriptions than this, they are used again. */
const DISTINCT = 1000;

/** The type of all cases that have one. */
export const TYPE = "user.created";

/** What is sent. `weight` is what a handler adds to its counter. */
export const data = { id: "123", email: "user@example.com", weight: 1 };

/** What handlers, senders and takers of errors have counted since it was last cleared. */
export const makeTally = () => ({ calls: 0, answers: 0, errors: 0, last: 0, told: 0, at: 0 });

export function clear(tally) {
  Object.assign(tally, makeTally());
}

/** What a handler does beside counting, by its sort. */
const SORTS = {
  counting: {},
  waiting: { async: "async ", wait: "await " },
  answering: { end: ({ answer = "return $;", data: found }) => answer.replace("$", found) },
  // An engine takes microseconds to make an error, whoever catches it: thrown as it is, it shows what a bus does; made anew, what an app feels.
  throwing: { end: (_, n) => (n === THROWER ? "throw refused;" : "") },
  failing: { end: (_, n) => (n === THROWER ? 'throw new Error("refused");' : "") },
};

/** Which of the handlers throws: neither the first nor the last. */
const THROWER = 4;

/**
 * Makes `size` handlers for a side whose handlers look like `shape`: their `parameters`, where in them the `data` is, what
 * they do `before` and `after` they count, and how they give an `answer` when it is not what they return.
 */
export function makeHandlers(shape, sort, size, tally) {
  const { async = "", wait = "", end = () => "" } = SORTS[sort];
  const refused = new Error("refused");
  const distinct = Array.from({ length: Math.min(size, DISTINCT) }, (_, n) => {
    const body = [
      shape.before ?? "",
      `const found = ${wait}${shape.data};`, // before the counter is read: another handler may count while this one waits
      "tally.calls += found.weight;",
      `tally.last = ${n};`,
      shape.after ?? "",
      end(shape, n),
    ];
    // oxlint-disable-next-line typescript/no-implied-eval -- code of its own for each handler is what this is for
    return new Function("tally", "refused", `return ${async}(${shape.parameters}) => { ${body.join(" ")} };`)(tally, refused);
  });
  return Array.from({ length: size }, (_, n) => distinct[n % DISTINCT]);
}

/** `size` types. Engines keep the names that stand in a program as names of members are kept: these, too. */
export function makeTypes(size) {
  return Object.keys(Object.fromEntries(Array.from({ length: size }, (_, n) => [`service${n}.created`, n])));
}

/**
 * `size` patterns in the words of one library, and for each a type that it matches and that no other does. By turns they end
 * with a wildcard for all the rest, and have one for a segment in the middle.
 */
export function makePatterns(size, { separator, one, rest }) {
  return Array.from({ length: size }, (_, n) => {
    const type = [`service${n}`, "item", "created"];
    const pattern = n % 2 === 0 ? [type[0], one, type[2]] : [type[0], rest];
    return { type: type.join(separator), pattern: pattern.join(separator) };
  });
}

/** How many of each a side has to have counted after `count` sendings in one way. */
export function expected(way, size, count) {
  const calls = way === "types" || way === "patterns" || way === "request" ? 1 : size;
  return { calls: calls * count, answers: way === "request" ? count : 0, errors: way === "guarded" ? count : 0 };
}

/** Says what a side has left out, or undefined when it did the whole work. */
export function whatIsMissing(tally, wanted) {
  const wrong = Object.keys(wanted).filter((name) => tally[name] !== wanted[name]);
  return wrong.length === 0 ? undefined : wrong.map((name) => `${tally[name]} ${name}, not ${wanted[name]}`).join(", ");
}
