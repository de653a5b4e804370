/**
 * Who may send what: an interceptor sees each message before its handlers, and drops with a reason what its sender may not send.
 *
 *   deno run examples/permissions.ts      bun examples/permissions.ts
 */
import { type Core, CoreError, createCore, matches, withName } from "core-ipc";

/** What each service may send to the accounts, as patterns. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = { billing: ["account.>"], shop: ["account.balance"] };

/** A service without any work of its own: what counts here is that it has a name to speak under. */
const speaker = (core: Core) => ({ core });

const core = await createCore(withName("billing", speaker), withName("shop", speaker));
core.registerAction("account.charge", (_core, { source }) => console.log(`charged for ${source}`));
core.registerQuery("account.balance", () => 80);

core.intercept("account.>", function permissions(_core, { type, source = "nobody" }, { next, drop }) {
  const isAllowed = (ALLOWED[source] ?? []).some((pattern) => matches(pattern, type));
  return isAllowed ? next() : drop(`${source} may not send ${type}`);
});
await core.startup();

const { core: billing } = core.mustServiceFor<{ core: Core }>("billing");
const { core: shop } = core.mustServiceFor<{ core: Core }>("shop");

const charged = await billing.ACTION({ type: "account.charge", data: { amount: 5 } });
console.log(`billing: ok ${charged.ok}`);

const refused = await shop.ACTION({ type: "account.charge", data: { amount: 5 } });
console.log(`shop: ok ${refused.ok}, ${refused.dropped}`);
console.log(`shop asks: ${await shop.QUERY<number>({ type: "account.balance" })}`);

try {
  await core.QUERY({ type: "account.balance" });
} catch (error) {
  if (error instanceof CoreError) console.log(`${error.code}: ${error.message}`);
}

await core.shutdown();
