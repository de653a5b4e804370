/**
 * What tests of an app on Core need: a clock that stands still until it is told.
 * @module
 */
export { FakeClock, fakeClock } from "./fake_clock.ts";
