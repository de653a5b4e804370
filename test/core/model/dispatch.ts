import { suite } from "../../harness.ts";
import { dispatchAgrees } from "./dispatch_agrees.ts";

const test = suite("core/model/dispatch");

const EXTENT = { seed: 20_261_125, runs: 400, limitMs: 1_500, atLeast: 15 };

test("ACTION(), QUERY() and QUERYALL() do what the model does, the quick way", () => dispatchAgrees({}, EXTENT));

test("ACTION(), QUERY() and QUERYALL() do what the model does while somebody taps, and tell causes as it does", () => dispatchAgrees({ isTapped: true }, EXTENT));

test("ACTION(), QUERY() and QUERYALL() do what the model does with withDelivery(\"serial\")", () => dispatchAgrees({ isSerial: true }, EXTENT));
