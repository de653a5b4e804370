/** The thresholds of the lints, each with its reason. They are set so that what a sound app does every day stays below them. */

/** How many proofs a finding carries: enough to see what they have in common. The true count stands beside them. */
export const EVIDENCE_SHOWN = 5;

/** A rule tells of so many types or handlers; nobody reads more, and an app that makes up types must not fill the memory. */
export const GROUPS = 10_000;

/** How many rows are looked at between two yields: some hundred microseconds. */
export const ROWS_A_SLICE = 4_096;

/** More types than this from one source that nobody handles are told together: it publishes for whoever cares. */
export const TYPES_APART = 3;

/** A handler that comes within this time after a message was most likely meant to hear it: what a start takes. Later it is somebody who came when they came. */
export const REGISTERED_LATE_MS = 1_000;

/** A type is known beside a rare one that differs in one letter when it is so many times as frequent, and so many in all: a typo is in one place of several. */
export const FAR_MORE_FREQUENT = 20;

/** So many names are compared with one another: what a program has, with room; each takes some kilobytes meanwhile. */
export const NAMES_COMPARED = 20_000;

/** Shorter parts of a name differ in one letter by nature: `get` and `set`, `a` and `b`, `up` and `us`. */
export const SHORTEST_MISSPELT = 4;

/** Of each type so many payloads are looked at, the first ones and then some spread over the log: payloads of a type are made in the same place. */
export const PAYLOADS_A_TYPE = 50;

/** So many payloads are looked at in all by a rule: about half a second. */
export const PAYLOADS_A_RULE = 20_000;

/** And so many bytes of them: reading and parsing takes about that half a second, too. */
export const PAYLOAD_BYTES_A_RULE: number = 64 * 1024 * 1024;

/** A smaller share of requests that run out of time is what networks do; it is told as a note. */
export const TIMED_OUT_SHARE = 0.01;

/** So many questions of a type, all declined, are no "not found" any more. */
export const DECLINED_SURELY = 3;

/** A reply that has not come so shortly before the log breaks off may still come. */
export const REPLY_PATIENCE_MS = 10_000;

/** So many times in one chain: a walk through folders or a thread of comments is not so deep, and the bus itself stops at 200 handlings in one another. */
export const LOOP_REPEATS = 50;

/** A repeat after a longer pause is polling, a timer or a retry: it leaves everybody else time. */
export const LOOP_PAUSE_MS = 100;

/** How many causes up a type is looked for again: no loop in an app has so many types. */
export const LOOP_TYPES = 16;

/** So many messages caused by one are more than a page of anything, and delay whatever waits behind them. */
export const FAN_OUT_CAUSED = 500;

/** What is sent later than this after the message is no burst: a server or a timer that a handler has begun has it as its cause for hours. */
export const FAN_OUT_WINDOW_MS = 10_000;

/** So many handlers for one message: past what a person has registered by hand, and each sender waits for all of them. */
export const FAN_OUT_REACHED = 200;

/** So many messages of one type a second: what a thousand users do is less, what a mouse or a tight loop does is more. */
export const FLOOD_A_SECOND = 1_000;

/** For so many seconds on end: a burst (an import, a start) is shorter. */
export const FLOOD_SECONDS = 5;

/** So much of all that is sent meanwhile: an app whose load is spread over its types is busy, not flooded. */
export const FLOOD_SHARE = 0.9;

/** Nobody means to do the same thing twice so quickly; a person who clicks twice takes longer, and so does a retry. */
export const TWICE_WITHIN_MS = 50;

/** So many neighbours of a type are compared one by one before fewer are: enough to meet a habit. */
export const COMPARED_WHOLLY = 1_000;

/** How many times the same: a double send gives two (three where three places send). A longer row is a counter, a tick, a loop that means it. */
export const TWICE_AT_MOST = 3;

/** So many of them are no chance. */
export const TWICE_SURELY = 3;

/** Where this share of a type comes in longer rows of equal messages, its messages are alike by nature. */
export const ALIKE_SHARE = 0.1;

/** So many of one handler and pattern alive at once, none removed: an app registers a handler once, or once for each of a few connections. */
export const SUBSCRIPTIONS_ALIVE = 20;

/** They came at so many moments: what a loop registers at the start comes at one. */
export const SUBSCRIPTION_MOMENTS = 10;

/** Two of them are one moment when they are closer: a loop takes microseconds for each. */
export const ONE_MOMENT_MS = 1;

/** A handling open for so long when its run ended in order did not end by itself: work that was merely interrupted is shorter. */
export const OPEN_AT_END_MS = 1_000;

/** A handling open for so long when the log breaks off, or goes on. Half a minute is the patience of most clients and proxies. */
export const OPEN_MS = 30_000;

/** A handling is waited for so many times longer than any other of its handler took: some are slow by nature. */
export const OPEN_TIMES_LONGEST = 3;

/** A task that reported within this time is alive. */
export const PROGRESS_PATIENCE_MS = 10_000;

/** How many open dispatches are looked into: each is read and parsed. More of them than this are one trouble. */
export const OPEN_LOOKED_AT = 10_000;

/** A task that holds the thread longer is felt: the W3C's Long Tasks API calls it long, RAIL allows no more. */
export const HELD_MS = 50;

/** So often over it is no chance of a busy machine or a collection of garbage. */
export const HELD_SURELY = 3;

/** A smaller share of a handler's calls is the machine: a busy neighbour, a laptop that slept. */
export const HELD_SHARE = 0.01;

/** Or once for so long: a pause that a person sees, and four times what a collection of garbage takes. */
export const HELD_LONG_MS = 200;
