// The lines of a log, byte for byte as docs/log-format.md shows them.
import type { Dispatch, EndedHandling, HandlingOutcome, SettledDispatch, SubscriptionInfo, Verb } from "../../src/mod.ts";
import { PayloadEncoder } from "../../src/log/payload_encoder.ts";
import { RepeatedTexts } from "../../src/log/repeated_texts.ts";
import {
  clockLine, dispatchLine, gapLine, handlingLine, interceptedLine, logLine, progressLine, replyLine, runningLine, serviceLine, settledLine, subscriptionLine, typeLine,
} from "../../src/log/write.ts";
import { assert, suite } from "../harness.ts";

const test = suite("log/write");

const encoder = new PayloadEncoder();
const time = new Date("2026-11-23T09:00:00.012Z");

interface Sent {
  readonly verb?: Verb;
  readonly type?: string;
  readonly source?: string;
  readonly timestamp?: Date;
  readonly data?: unknown;
  readonly rest?: Partial<Dispatch>;
}

function dispatch({ verb = "ACTION", type = "user.created", source, timestamp = time, data, rest = {} }: Sent = {}): Dispatch {
  return { id: 1, verb, message: { type, data, timestamp, ...(source === undefined ? {} : { source }) }, at: 0, flow: 1, ...rest };
}

function subscription(handler: string, id: number): SubscriptionInfo {
  return { id, verb: "ACTION", pattern: ">", handler };
}

function handling(of: Dispatch, n: number, who: SubscriptionInfo, outcome: HandlingOutcome, rest: Partial<EndedHandling> = {}): EndedHandling {
  return { dispatch: of, n, at: 0, subscription: who, ms: 0.4, syncMs: 0.4, outcome, ...rest };
}

/** Each line is made twice, the second time of remembered texts. */
const DISPATCHES: readonly (readonly [told: Dispatch, at: number, id: number, cause: number | undefined, line: string])[] = [
  [dispatch({ source: "users", data: { id: "123" }, rest: { handlers: 2 } }), 12.041, 1, undefined,
    '{"kind":"dispatch","id":1,"at":12.041,"verb":"ACTION","type":"user.created","handlers":2,"source":"users","timestamp":"2026-11-23T09:00:00.012Z","data":{"id":"123"}}'],
  [dispatch({ verb: "QUERY", type: "user.address", source: "notification", data: { id: "123" }, rest: { handlers: 1, cause: 1, by: 0 } }), 12.06, 2, 1,
    '{"kind":"dispatch","id":2,"at":12.06,"verb":"QUERY","type":"user.address","handlers":1,"cause":1,"by":0,"source":"notification","timestamp":"2026-11-23T09:00:00.012Z","data":{"id":"123"}}'],
  [dispatch({ verb: "PERFORM", type: "report.build", timestamp: new Date("2026-11-23T09:00:00.013Z"), rest: { handlers: 1, cause: 7, by: 2 } }), 13.2, 3, 0,
    '{"kind":"dispatch","id":3,"at":13.2,"verb":"PERFORM","type":"report.build","handlers":1,"cause":0,"timestamp":"2026-11-23T09:00:00.013Z"}'],
  [dispatch({ type: "app.ready", timestamp: new Date("2026-11-23T09:00:00.000Z"), data: null, rest: { handlers: 0, phase: "startup" } }), 0.9, 4, undefined,
    '{"kind":"dispatch","id":4,"at":0.9,"verb":"ACTION","type":"app.ready","handlers":0,"phase":"startup","timestamp":"2026-11-23T09:00:00.000Z","data":null}'],
  // An interceptor has yet to decide: no handlers.
  [dispatch({ rest: {} }), 1_000_000, 1_234_567, undefined,
    '{"kind":"dispatch","id":1234567,"at":1000000,"verb":"ACTION","type":"user.created","timestamp":"2026-11-23T09:00:00.012Z"}'],
  [dispatch({ type: 'a "quoted" type', source: "Zürich → 東京\n", timestamp: new Date(Number.NaN), data: "…", rest: { handlers: 1 } }), 999.9996, 1000, undefined,
    '{"kind":"dispatch","id":1000,"at":1000,"verb":"ACTION","type":"a \\"quoted\\" type","handlers":1,"source":"Zürich → 東京\\n","timestamp":"","data":"…"}'],
];

test("dispatchLine() writes each member that there is, in the order of the specification", () => {
  const texts = new RepeatedTexts();

  const lines = [...DISPATCHES, ...DISPATCHES].map(([told, at, id, cause]) => dispatchLine(told, { at, id }, cause, encoder, texts));

  assert.equal(lines, [...DISPATCHES, ...DISPATCHES].map(([, , , , line]) => line));
});

test("dispatchLine() withholds what a constant calls sensitive", () => {
  const told = dispatch({ data: { id: "123", email: "a@b.c" }, rest: { handlers: 1, definition: { type: "user.created", sensitive: ["/email"] } } });

  const line = dispatchLine(told, { at: 1, id: 1 }, undefined, encoder, new RepeatedTexts());

  assert.match(line, /"data":\{"id":"123","email":\{"\$core":"redacted"/);
});

const address = dispatch({ verb: "QUERY", type: "user.address" });
const created = dispatch();
const HANDLINGS: readonly (readonly [told: EndedHandling, at: number, id: number, line: string])[] = [
  [handling(address, 0, subscription("users.onAddress", 7), "answered", { answer: { street: "Main Street 1" } }), 12.061, 2,
    '{"kind":"handling","dispatch":2,"n":0,"at":12.061,"type":"user.address","handler":"users.onAddress","subscription":7,"ms":0.4,"syncMs":0.4,"outcome":"answered","answer":{"street":"Main Street 1"}}'],
  [handling(created, 1, subscription("audit.onAny", 2), "failed", { ms: 3.21, syncMs: 0.08, error: "no room" }), 12.055, 1,
    '{"kind":"handling","dispatch":1,"n":1,"at":12.055,"type":"user.created","handler":"audit.onAny","subscription":2,"ms":3.21,"syncMs":0.08,"outcome":"failed","error":{"name":"string","message":"no room"}}'],
  [handling(created, 0, subscription("notification.handleIPCEvents", 1), "done", { ms: 1003.3, syncMs: 0.01 }), 12.045, 1,
    '{"kind":"handling","dispatch":1,"n":0,"at":12.045,"type":"user.created","handler":"notification.handleIPCEvents","subscription":1,"ms":1003.3,"syncMs":0.01,"outcome":"done"}'],
  [handling(address, 3, subscription("audit.onAny", 2), "declined", { ms: 0, syncMs: 0 }), 86_400_000.5, 1_000_000,
    '{"kind":"handling","dispatch":1000000,"n":3,"at":86400000.5,"type":"user.address","handler":"audit.onAny","subscription":2,"ms":0,"syncMs":0,"outcome":"declined"}'],
];

test("handlingLine() writes each member that there is, whether its type was seen before or not", () => {
  const texts = new RepeatedTexts();
  const fresh = HANDLINGS.map(([told, at, id]) => handlingLine(told, { at, id }, encoder, texts));
  texts.head(address);
  texts.head(created);

  const lines = [...HANDLINGS, ...HANDLINGS].map(([told, at, id]) => handlingLine(told, { at, id }, encoder, texts));

  assert.equal([...fresh, ...lines], [...HANDLINGS, ...HANDLINGS, ...HANDLINGS].map(([, , , line]) => line));
});

test("each other line is written as specified", () => {
  const place = { at: 12.9004, id: 1 };
  const settled: SettledDispatch = { ...address, settledAt: 0, ms: 488.1, outcome: "timedOut", reason: "no answer within 400 ms" };

  const lines = [
    logLine({ version: 1, run: "k3x9", part: 1, name: "shop", startedAt: "2026-11-23T09:00:00.000Z" }),
    clockLine(10000.12, new Date("2026-11-23T09:00:10.000Z")),
    serviceLine({ name: "mailer", state: "failed", ms: 1.2, error: "no route" }, false, 3.4, encoder),
    subscriptionLine({ id: 2, verb: "QUERY", pattern: "user.*", handler: "users.onUser", service: "users", external: true }, "added", true, 0.1),
    typeLine({ type: "user.created", description: "A user signed up", sensitive: ["/email"] }, 0.2),
    runningLine(handling(created, 0, subscription("notification.handleIPCEvents", 1), "done"), { at: 112.05, id: 1 }),
    settledLine(settled, { at: 500.2, id: 9 }, encoder),
    replyLine(created, "response", [1, 2], place, encoder),
    progressLine({ task: "task-1", dispatch: created, at: 0, ratio: 0.64, note: "orders" }, { at: 40.2, id: 6 }, encoder),
    interceptedLine({ by: "permissions", change: "dropped", at: 0, handlers: 0, reason: "not allowed" }, created, { at: 13, id: 7 }, encoder),
    interceptedLine({ by: "currency", change: "changed", at: 0, handlers: 2, data: { total: 80 } }, created, { at: 13.4, id: 8 }, encoder),
    gapLine(520.1, { lost: 412, from: 901, to: 1312, reason: "overflow" }),
  ];

  assert.equal(lines, [
    '{"kind":"log","version":1,"run":"k3x9","part":1,"name":"shop","startedAt":"2026-11-23T09:00:00.000Z"}',
    '{"kind":"clock","at":10000.12,"time":"2026-11-23T09:00:10.000Z"}',
    '{"kind":"service","at":3.4,"name":"mailer","state":"failed","ms":1.2,"error":{"name":"string","message":"no route"}}',
    '{"kind":"subscription","at":0.1,"id":2,"verb":"QUERY","pattern":"user.*","handler":"users.onUser","service":"users","state":"added","external":true,"snapshot":true}',
    '{"kind":"type","at":0.2,"type":"user.created","description":"A user signed up","sensitive":["/email"]}',
    '{"kind":"running","dispatch":1,"n":0,"at":112.05,"type":"user.created","handler":"notification.handleIPCEvents","subscription":1}',
    '{"kind":"settled","dispatch":9,"at":500.2,"type":"user.address","ms":488.1,"outcome":"timedOut","reason":"no answer within 400 ms"}',
    '{"kind":"reply","at":12.9,"dispatch":1,"member":"response","value":[1,2]}',
    '{"kind":"progress","at":40.2,"dispatch":6,"task":"task-1","ratio":0.64,"note":"orders"}',
    '{"kind":"intercepted","at":13,"dispatch":7,"by":"permissions","change":"dropped","handlers":0,"reason":"not allowed"}',
    '{"kind":"intercepted","at":13.4,"dispatch":8,"by":"currency","change":"changed","handlers":2,"data":{"total":80}}',
    '{"kind":"gap","at":520.1,"lost":412,"from":901,"to":1312,"reason":"overflow"}',
  ]);
});
