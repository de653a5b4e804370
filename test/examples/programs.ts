// Every program of examples/ is run as a reader would run it, and prints what is written here.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTemporaryFolder } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";
import { runScript } from "../this_runtime.ts";

const test = suite("examples/programs");

const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

async function printed(name: string, args: readonly string[] = []): Promise<string> {
  const { code, stdout, stderr } = await runScript(example(name), args);
  assert.equal({ code, stderr }, { code: 0, stderr: "" });
  return stdout;
}

test("hello.ts greets", async () => {
  assert.is(await printed("hello.ts"), "Hello, Ada!\nok true, handled by 1\n");
});

test("request_and_response.ts asks in both ways, and asks in vain", async () => {
  assert.is(
    await printed("request_and_response.ts"),
    'QUERY: Grace\nreply: Grace, Margaret\nquery.unanswered: Cannot finish "users.find": none of 1 handlers answered\n',
  );
});

test("broadcasting.ts runs every handler though one throws", async () => {
  assert.is(
    await printed("broadcasting.ts"),
    `stock: one less
onError: Cannot handle "order.placed": invoice failed: the printer is out of paper
audit: order.placed
handled by 3, 1 failed
handled by 0, ok true
`,
  );
});

test("permissions.ts drops what its sender may not send, and says why", async () => {
  assert.is(
    await printed("permissions.ts"),
    `charged for billing
billing: ok true
shop: ok false, shop may not send account.charge
shop asks: 80
dropped: Cannot get past permissions with "account.balance": nobody may not send account.balance
`,
  );
});

test("logging.ts writes the flow of each line while somebody taps", async () => {
  assert.is(
    await printed("logging.ts"),
    `{"level":30,"name":"orders","msg":"an order came"}
{"level":30,"name":"invoices","msg":"writing"}
{"level":30,"name":"orders","msg":"the invoice is written"}
{"level":30,"name":"orders","flowId":1,"msg":"an order came"}
{"level":30,"name":"invoices","flowId":1,"msg":"writing"}
{"level":30,"name":"orders","flowId":3,"msg":"an order came"}
{"level":30,"name":"invoices","flowId":3,"msg":"writing"}
{"level":30,"name":"orders","flowId":1,"msg":"the invoice is written"}
{"level":30,"name":"orders","flowId":3,"msg":"the invoice is written"}
`,
  );
});

test("github_triage/all_payloads.ts ends by itself after every webhook", async () => {
  const { code, stdout, stderr } = await runScript(example("github_triage/all_payloads.ts"));

  assert.is(code, 0);
  assert.is(
    stdout,
    `329 webhooks
triaged: issues 5, pull requests 7
builds: 2 pushed, 2 broken
GHSA-rf4j-j272-fj86: 41 webhooks since
labels: bug 5, documentation 12
teams: 11 changes
`,
  );
  assert.is(stderr.match(/the push has no head commit/g)?.length, 4);
  assert.is(stderr.match(/it has no labels/g)?.length, 2);
});

test("flight_recorder.ts writes nothing until something fails, then what was before it, and no card number", () => inTemporaryFolder(async (folder) => {
  assert.is(
    await printed("flight_recorder.ts", [join(folder, "incidents.jsonl")]),
    `recorded: nothing
sent: service.startup
sent: page.viewed
sent: order.placed
  its card: redacted by key
sent: payment.requested
failed: the bank does not answer
written because of: error
`,
  );
}));
