// A log of any size that nobody stores: each of its bytes follows from where it stands. Shared, registers nothing.
import type { Source } from "../../src/log/source.ts";

/** A message is two lines of these lengths, whatever its number: what the digits leave is filled up. */
const DISPATCH_BYTES = 3840;
const HANDLING_BYTES = 256;
/** The bytes of a message. */
export const MESSAGE_BYTES: number = DISPATCH_BYTES + HANDLING_BYTES;

const TYPES = ["order.placed", "cart.viewed", "stock.changed", "mail.queued"] as const;

/** As long as a message, with its `\n`: the beginning of the log. */
const HEADER = filled('{"kind":"log","version":1,"run":"endless","part":1,"name":"shop","startedAt":"2026-11-23T09:00:00.000Z","level":"', '"}', MESSAGE_BYTES);

/** The lines of a message, from 1: those of a log, one millisecond after the other. */
export function linesOf(message: number): readonly [dispatch: string, handling: string] {
  const type = TYPES[message % TYPES.length]!;
  const cause = message % 8 === 0 ? `,"cause":${message - 3},"by":0` : "";
  const dispatch = `{"kind":"dispatch","id":${message},"at":${message},"verb":"ACTION","type":"${type}","handlers":1${cause},"source":"carts","timestamp":"2026-11-23T09:00:00.000Z","data":{"order":${message},"note":"`;
  const handling = `{"kind":"handling","dispatch":${message},"n":0,"at":${message},"type":"${type}","handler":"shop.on","subscription":1,"ms":0.5,"syncMs":0.25,"outcome":"answered","answer":"`;
  return [filled(dispatch, '"}}', DISPATCH_BYTES), filled(handling, '"}', HANDLING_BYTES)];
}

function filled(before: string, after: string, bytes: number): string {
  return `${before}${"x".repeat(bytes - 1 - before.length - after.length)}${after}\n`;
}

/** How many messages stand in a log of so many bytes. */
export const messagesIn = (size: number): number => Math.floor(size / MESSAGE_BYTES) - 1;

/** Gives a log of about so many bytes. Cost of reading: that of copying, since messages of as many digits have their digits at the same places. */
export function endlessSource(bytes: number): Source {
  const size = (messagesIn(bytes) + 1) * MESSAGE_BYTES;
  const encoder = new TextEncoder();
  const header = encoder.encode(HEADER);
  const whole = new Uint8Array(MESSAGE_BYTES);
  const templates = new Map<string, Template>();

  /** Writes a message to where there is room for all of it. */
  function write(message: number, into: Uint8Array, at: number): void {
    if (message === 0) return into.set(header, at);
    const digits = String(message);
    // The number of a cause may have fewer digits than that of its message.
    const name = `${digits.length} ${message % 8 === 0 ? String(message - 3).length : 0} ${message % TYPES.length}`;
    let template = templates.get(name);
    if (template === undefined) templates.set(name, template = templateOf(message, encoder));
    into.set(template.bytes, at);
    for (const place of template.places) putDigits(message, digits.length, into, at + place);
    if (template.causeAt >= 0) putDigits(message - 3, String(message - 3).length, into, at + template.causeAt);
  }

  return {
    size,
    read(into, offset) {
      const length = Math.max(0, Math.min(into.length, size - offset));
      for (let done = 0; done < length;) {
        const message = Math.floor((offset + done) / MESSAGE_BYTES);
        const from = offset + done - message * MESSAGE_BYTES;
        const part = Math.min(MESSAGE_BYTES - from, length - done);
        if (part === MESSAGE_BYTES) write(message, into, done);
        else {
          write(message, whole, 0);
          into.set(whole.subarray(from, from + part), done);
        }
        done += part;
      }
      return length;
    },
  };
}

/** A message as bytes, and where in them its number stands. */
interface Template {
  readonly bytes: Uint8Array;
  readonly places: readonly number[];
  readonly causeAt: number;
}

function templateOf(message: number, encoder: TextEncoder): Template {
  const text = linesOf(message).join("");
  const places = ['"id":', '"at":', '"order":', '"dispatch":'].map((name) => text.indexOf(name) + name.length);
  places.push(text.indexOf('"at":', DISPATCH_BYTES) + 5);
  const cause = text.indexOf('"cause":');
  return { bytes: encoder.encode(text), places, causeAt: cause === -1 ? -1 : cause + 8 };
}

function putDigits(number: number, digits: number, into: Uint8Array, at: number): void {
  let rest = number;
  for (let place = at + digits - 1; place >= at; place--) {
    const tens = Math.floor(rest / 10);
    into[place] = 48 + rest - tens * 10;
    rest = tens;
  }
}
