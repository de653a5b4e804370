// The Core and its model, for longer than `npm test` may take, and on other programs each time: a failure names its seed.
import { suite } from "../harness.ts";
import { dispatchAgrees } from "../core/model/dispatch_agrees.ts";

const test = suite("soak/models");

const EXTENT = { seed: Date.now() % 2 ** 31, runs: 100_000, limitMs: 6_000, atLeast: 60 };
const limit = { timeoutMs: 30_000 };

test("ACTION() does what the model does, the quick way", () => dispatchAgrees({}, EXTENT), limit);

test("ACTION() does what the model does while somebody taps, and tells causes as it does", () => dispatchAgrees({ isTapped: true }, EXTENT), limit);

test("ACTION() does what the model does with withDelivery(\"serial\")", () => dispatchAgrees({ isSerial: true }, EXTENT), limit);
