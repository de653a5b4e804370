// A map of types narrows plain strings, for senders and for handlers.
import { type Core, createCore, defineMessage, type Handler, type Outcome } from "core-ipc";
import { same } from "./same.ts";

interface Messages {
  "user.created": { readonly id: string; readonly email?: string };
  "user.removed": string;
  "tick": undefined;
  "nickname": string | undefined;
}

export async function aMapNarrowsSenders(): Promise<void> {
  const core: Core<Messages> = await createCore<Messages>();
  same<Outcome | Promise<Outcome>>()(core.ACTION({ type: "user.created", data: { id: "1" } }), true);
  await core.ACTION({ type: "user.created", data: { id: "1", email: "a@example.com" }, source: "import" });
  await core.ACTION({ type: "user.removed", data: "1" }, { timeoutMs: 5 });
  await core.ACTION({ type: "tick" });
  await core.ACTION({ type: "nickname" });
  await core.ACTION({ type: "nickname", data: "a" });
  await core.ACTION({ type: "not.in.the.map", data: 1 });
  await core.ACTION({ type: "not.in.the.map" });
  await core.ACTION(defineMessage<{ readonly id: string }>("user.created")({ id: "1" }));

  // @ts-expect-error Its data is of another shape.
  await core.ACTION({ type: "user.created", data: { id: 1 } });
  // @ts-expect-error It has a member more.
  await core.ACTION({ type: "user.created", data: { id: "1", name: "a" } });
  // @ts-expect-error Its data is missing.
  await core.ACTION({ type: "user.created" });
  // @ts-expect-error Its data is missing.
  await core.ACTION({ type: "user.removed", source: "a" });
  // @ts-expect-error It has none.
  await core.ACTION({ type: "tick", data: 1 });
  // @ts-expect-error The data of another type.
  await core.ACTION({ type: "user.removed", data: { id: "1" } });
}

export function aMapNarrowsHandlers(core: Core<Messages>): void {
  core.registerAction("user.created", (own, { data }) => {
    same<Core<Messages>>()(own, true);
    same<Messages["user.created"]>()(data, true);
    // @ts-expect-error The view knows the map, too.
    void own.ACTION({ type: "user.created", data: 1 });
  });
  core.registerAction("user.removed", (_core, { data }) => data.toUpperCase(), { once: true });
  core.registerAction("tick", (_core, { data }) => same<undefined>()(data, true));
  core.registerAction("user.*", (_core, { data }) => same<unknown>()(data, true));
  core.registerAction("not.in.the.map", (_core, { data }) => same<unknown>()(data, true));
  core.registerQuery("user.created", (_core, { data }) => data.id);
  core.registerTask("user.removed", (_core, { data }, { progress }) => progress(1, data));
  core.intercept("user.created", (_core, { data }, { next }) => next({ data: { ...data, email: "a" } }));
  const handler: Handler<{ readonly id: string }, Messages> = (_core, { data }) => data.id;
  core.registerAction("user.created", handler);
  core.registerActions(handler, (own) => void own.ACTION({ type: "tick" }));
  core.registerAction(defineMessage<number>("counted"), (_core, { data }) => data.toFixed());

  // @ts-expect-error The data has no name.
  core.registerAction("user.created", (_core, { data }) => data.name);
  // @ts-expect-error The data is a string.
  core.registerQuery("user.removed", (_core, { data }) => data.id);
  // @ts-expect-error The data is a string.
  core.registerTask("user.removed", (_core, { data }) => data.id);
  // @ts-expect-error A handler of other data.
  core.registerAction("user.removed", handler);
  // @ts-expect-error A handler that is annotated with other data.
  core.registerAction("user.created", (_core, message: { readonly data: number }) => message.data);
  // @ts-expect-error It changes to another shape.
  core.intercept("user.created", (_core, _message, { next }) => next({ data: { id: 1 } }));
}

export async function aMapNarrowsWaiting(core: Core<Messages>): Promise<void> {
  same<Messages["user.created"]>()((await core.next("user.created")).data, true);
  for await (const { data } of core.messages("user.removed")) same<string>()(data, true);
  same<unknown>()((await core.next("user.*")).data, true);
}
