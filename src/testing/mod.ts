/**
 * What tests of an app on Core need: a clock that stands still until it is told, a recording of what was sent, and a comparison
 * with what was expected. It needs no test framework.
 * @module
 */
export { FakeClock, fakeClock } from "./fake_clock.ts";
export { type ExpectedMessage, expectMessages, ExpectationError } from "./expect_messages.ts";
export { MessageRecording, type RecordedDispatch, type RecordedHandling, recordMessages } from "./record_messages.ts";
