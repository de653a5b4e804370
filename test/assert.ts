// The assertions of the test suite. uvu's own let errors pass that differ (see deep_equal.ts), take any error for the one
// that was meant, and have no `rejects`; these do not. uvu still draws the difference between two values.
import { compare } from "uvu/diff";
import { differenceOf } from "./deep_equal.ts";

/** What a thrown error has to be; every member given must agree, and at least one must be given. */
export interface ExpectedError {
  readonly name?: string;
  readonly code?: string;
  /** The whole message, or a pattern that it matches. */
  readonly message?: string | RegExp;
}

/** Is thrown by an assertion that does not hold; the harness and uvu print its details. */
export class AssertionFailure extends Error {
  override readonly name = "Assertion"; // the name by which uvu's reporter knows that details are there
  readonly code = "ERR_ASSERTION";
  readonly details: string;
  readonly operator: string;

  constructor(operator: string, message: string, details = "") {
    super(message);
    this.operator = operator;
    this.details = details;
  }
}

export interface Assert {
  /** Strictly the same value (`Object.is`). */
  is(actual: unknown, expected: unknown, message?: string): void;
  /** Deeply equal, prototypes and Errors included. */
  equal(actual: unknown, expected: unknown, message?: string): void;
  ok(value: unknown, message?: string): asserts value;
  /** A text that matches a pattern, or contains a string. */
  match(actual: string, expected: string | RegExp, message?: string): void;
  instance<T>(value: unknown, type: abstract new (...args: never[]) => T, message?: string): asserts value is T;
  /** Runs `act`, which must throw the expected error, and gives that error. */
  throws(act: () => unknown, expected: ExpectedError): Error;
  /** Awaits a promise (or what `act` gives), which must reject with the expected error, and gives that error. */
  rejects(act: PromiseLike<unknown> | (() => PromiseLike<unknown>), expected: ExpectedError): Promise<Error>;
  unreachable(message?: string): never;
  readonly not: {
    is(actual: unknown, expected: unknown, message?: string): void;
    equal(actual: unknown, expected: unknown, message?: string): void;
    ok(value: unknown, message?: string): void;
    match(actual: string, expected: string | RegExp, message?: string): void;
    throws(act: () => unknown, message?: string): void;
  };
}

let made = 0;

/** How many assertions were made so far; the harness fails a test that made none. */
export function assertionsMade(): number {
  return made;
}

export const assert: Assert = {
  is(actual, expected, message = "Expected values to be the same:") {
    holds(Object.is(actual, expected), "is", message, () => diff(actual, expected));
  },
  equal(actual, expected, message = "Expected values to be deeply equal:") {
    const difference = differenceOf(actual, expected);
    holds(difference === undefined, "equal", `${message} ${difference?.path ?? ""} ${difference?.why ?? ""}`.trim(), () =>
      diff(actual, expected));
  },
  ok(value, message = "Expected value to be truthy") {
    holds(Boolean(value), "ok", `${message} (it is ${String(value)})`);
  },
  match(actual, expected, message = "Expected text to match") {
    holds(matches(actual, expected), "match", `${message} ${String(expected)}`, () => diff(actual, String(expected)));
  },
  instance(value, type, message = "Expected value to be an instance of") {
    holds(value instanceof type, "instance", `${message} ${type.name}`);
  },
  throws(act, expected) {
    let thrown: { error: unknown } | undefined;
    try {
      act();
    } catch (error) {
      thrown = { error };
    }
    return expectError("throws", thrown, expected);
  },
  async rejects(act, expected) {
    const promise = typeof act === "function" ? act() : act; // what throws here and now did not reject
    let rejected: { error: unknown } | undefined;
    try {
      await promise;
    } catch (error) {
      rejected = { error };
    }
    return expectError("rejects", rejected, expected);
  },
  unreachable(message = "Expected not to be reached!") {
    made += 1;
    throw new AssertionFailure("unreachable", message);
  },
  not: {
    is(actual, expected, message = "Expected values not to be the same") {
      holds(!Object.is(actual, expected), "not.is", message);
    },
    equal(actual, expected, message = "Expected values not to be deeply equal") {
      holds(differenceOf(actual, expected) !== undefined, "not.equal", message);
    },
    ok(value, message = "Expected value to be falsy") {
      holds(!value, "not.ok", `${message} (it is ${String(value)})`);
    },
    match(actual, expected, message = "Expected text not to match") {
      holds(!matches(actual, expected), "not.match", `${message} ${String(expected)}`, () => actual);
    },
    throws(act, message = "Expected function not to throw") {
      made += 1;
      try {
        act();
      } catch (error) {
        throw new AssertionFailure("not.throws", `${message}, but it threw ${describe(error)}`);
      }
    },
  },
};

function holds(condition: boolean, operator: string, message: string, details?: () => string): void {
  made += 1;
  if (!condition) throw new AssertionFailure(operator, message, details?.());
}

function expectError(operator: string, thrown: { error: unknown } | undefined, expected: ExpectedError): Error {
  made += 1;
  if (typeof expected !== "object" || expected === null || Object.keys(expected).length === 0) {
    throw new TypeError(`Cannot check what ${operator}: say its name, code or message`);
  }
  if (thrown === undefined) throw new AssertionFailure(operator, `Expected an error: nothing ${operator}`);
  const { error } = thrown;
  if (!(error instanceof Error)) throw new AssertionFailure(operator, `Expected an Error, not ${describe(error)}`);
  const wrong = wrongMember(error, expected);
  if (wrong !== undefined) {
    throw new AssertionFailure(operator, `Expected another ${wrong}: ${describe(error)}`, error.stack ?? "");
  }
  return error;
}

function wrongMember(error: Error & { code?: unknown }, expected: ExpectedError): keyof ExpectedError | undefined {
  if (expected.name !== undefined && error.name !== expected.name) return "name";
  if (expected.code !== undefined && error.code !== expected.code) return "code";
  const { message } = expected;
  if (typeof message === "string" && error.message !== message) return "message";
  if (message instanceof RegExp && !matches(error.message, message)) return "message";
  return undefined;
}

function matches(text: string, expected: string | RegExp): boolean {
  if (typeof text !== "string") throw new TypeError(`Cannot match ${typeof text}: it is not a text`);
  return typeof expected === "string" ? text.includes(expected) : new RegExp(expected).test(text);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `${typeof error} ${String(error)}`;
  const code = "code" in error ? ` [${String(error.code)}]` : "";
  return `${error.name}${code}: ${error.message}`;
}

function diff(actual: unknown, expected: unknown): string {
  try {
    return compare(actual, expected);
  } catch {
    return ""; // uvu cannot draw every value (a bigint in an object, for one); the message says where they differ
  }
}
