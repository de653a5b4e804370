// The libraries that have Standard Schema, as they are.
import { type } from "arktype";
import * as v from "valibot";
import { z } from "zod";
import { type Core, defineMessage, type StandardSchema, withMessages } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { makeBus } from "./bus.ts";

const test = suite("core/schemas");

interface Order {
  readonly id: string;
  readonly lines: readonly { readonly count: number }[];
}

const SCHEMAS: readonly [name: string, schema: StandardSchema<Order>][] = [
  ["zod", z.object({ id: z.string(), lines: z.array(z.object({ count: z.number() })) })],
  ["zod, asynchronous", z.object({ id: z.string().refine(async (id) => id !== ""), lines: z.array(z.object({ count: z.number() })) })],
  ["valibot", v.object({ id: v.string(), lines: v.array(v.object({ count: v.number() })) })],
  ["valibot, asynchronous", v.objectAsync({ id: v.pipeAsync(v.string(), v.checkAsync(async (id) => id !== "")), lines: v.array(v.object({ count: v.number() })) })],
  ["arktype", type({ id: "string", lines: type({ count: "number" }).array() })],
];

const good: Order = { id: "1", lines: [{ count: 1 }] };
const bad = { id: "1", lines: [{ count: 1 }, { count: "2" }] };

async function issuesOf(core: Core, message: { readonly type: string; readonly data?: unknown }): Promise<unknown> {
  const { errors: [error] } = await core.ACTION(message);
  return error?.code === "message.invalid" && (error.detail as { readonly issues: readonly { readonly path: string }[] }).issues.map(({ path }) => path);
}

for (const [name, schema] of SCHEMAS) {
  test(`a schema of ${name} lets its data through as it is, and names the path of what does not fit`, async () => {
    const ordered = defineMessage("order.placed", { schema });
    const { core } = await makeBus(withMessages(ordered));
    const got: unknown[] = [];
    core.registerAction(ordered, (_core, { data }) => void got.push(data));

    await core.ACTION(ordered(good));
    await core.ACTION({ type: "order.placed", data: good });

    assert.is(got.length, 2);
    assert.ok(got.every((data) => data === good));
    assert.equal(await issuesOf(core, ordered(bad as never)), ["/lines/1/count"]);
    assert.equal(await issuesOf(core, { type: "order.placed", data: bad }), ["/lines/1/count"]);
    assert.is(got.length, 2);
  });
}

test("a schema's own output is not used: handlers get what was sent", async () => {
  const { core } = await makeBus();
  const counted = defineMessage("counted", { schema: z.object({ count: z.string().transform(Number) }) });
  core.registerQuery(counted, (_core, { data }) => data);
  const data = { count: "1" };

  assert.is(await core.QUERY(counted(data)), data);
});
