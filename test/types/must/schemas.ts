// A schema says what the data is: of zod, of valibot, of arktype, and written by hand.
import { type } from "arktype";
import { type Core, createCore, defineMessage, defineQuery, type MessageInput, type StandardSchema, withMessages } from "core-ipc";
import * as v from "valibot";
import { z } from "zod";
import { same } from "./same.ts";

export async function eachLibraryTypesItsMessages(core: Core): Promise<void> {
  const byZod = defineMessage("user.created", { schema: z.object({ id: z.string(), tags: z.array(z.string()).optional() }) });
  same<MessageInput<{ id: string; tags?: string[] | undefined }>>()(byZod({ id: "1" }), true);
  core.registerAction(byZod, (_core, { data }) => data.id.toUpperCase());
  // @ts-expect-error An id is a string.
  byZod({ id: 1 });

  const byValibot = defineMessage("user.created", { schema: v.object({ id: v.string() }) });
  same<MessageInput<{ id: string }>>()(byValibot({ id: "1" }), true);
  // @ts-expect-error An id is a string.
  byValibot({ id: 1 });

  const byArktype = defineMessage("user.created", { schema: type({ id: "string" }) });
  same<MessageInput<{ id: string }>>()(byArktype({ id: "1" }), true);
  // @ts-expect-error An id is a string.
  byArktype({ id: 1 });

  await createCore(withMessages(byZod, byValibot, byArktype));
}

export function aSchemaThatTransformsTypesWhatIsSent(core: Core): void {
  // Only validated: what handlers get is what was sent.
  const counted = defineMessage("counted", { schema: z.object({ count: z.string().transform(Number) }) });
  same<MessageInput<{ count: string }>>()(counted({ count: "1" }), true);
  core.registerAction(counted, (_core, { data }) => same<string>()(data.count, true));
}

export function aSchemaWrittenByHand(): void {
  const schema: StandardSchema<{ readonly id: string }> = {
    "~standard": { version: 1, vendor: "by hand", validate: async (value) => value === null ? { issues: [{ message: "is null", path: ["id", { key: 0 }] }] } : {} },
  };
  same<MessageInput<{ readonly id: string }>>()(defineMessage("a", { schema })({ id: "1" }), true);
  defineQuery<{ readonly id: string }, number>("a", { schema });

  // @ts-expect-error The schema is of other data.
  defineMessage<number>("a", { schema });
  // @ts-expect-error That is no Standard Schema.
  defineMessage("a", { schema: { parse: (value: unknown) => value } });
}
