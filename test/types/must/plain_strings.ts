// Without constants and without a map everything works on plain strings.
import { type Core, createCore, type Handler, type Message, type MessageInput, type Subscription, withName, withService } from "core-ipc";
import { same } from "./same.ts";

interface User {
  readonly id: string;
}

export async function everyTypeMayHaveAnyData(core: Core): Promise<void> {
  await core.ACTION({ type: "user.created", data: { id: "123", email: "user@example.com" } });
  await core.ACTION({ type: "tick" }, { timeoutMs: 5, signal: new AbortController().signal });
  same<unknown>()(await core.QUERY({ type: "user.address" }), true);
  same<string>()(await core.QUERY<string>({ type: "user.address" }), true);
  same<readonly string[]>()((await core.QUERYALL<string>({ type: "user.address" })).answers, true);
  same<number>()(await core.PERFORM<number>({ type: "report.build" }), true);
  const input: MessageInput = { type: String("a") };
  await core.ACTION(input);

  // @ts-expect-error A message has a type.
  await core.ACTION({ data: 1 });
  // @ts-expect-error A type is a string.
  await core.ACTION({ type: 1 });
  // @ts-expect-error A message is an object.
  await core.ACTION("user.created");
  // @ts-expect-error A timestamp is a Date.
  await core.ACTION({ type: "a", timestamp: 0 });
  // @ts-expect-error There is no such option.
  await core.ACTION({ type: "a" }, { timeout: 5 });
}

export function handlersMayBeAnnotated(core: Core): void {
  const handler: Handler<User> = (_core, message) => message.data.id;
  const declared = (own: Core, message: Message<User>): void => void own.ACTION({ type: "audit.seen", data: message.data.id });
  same<Subscription>()(core.registerAction("user.*", (_core, message: Message<User>) => message.data.id), true);
  core.registerAction("user.*", handler);
  core.registerAction("user.*", declared, { name: "audit", once: true, timeoutMs: 5, external: true, concurrency: 2, signal: new AbortController().signal });
  core.registerAction(handler);
  core.registerAction<User>("user.*", (_core, { data }) => data.id);
  core.registerActions(handler, declared, () => {}, async () => {});
  core.registerQuery("user.address", (_core, message: Message<User>) => message.data.id);
  core.registerTask("report.build", async (_core, message: Message<User>, { progress }) => progress(1, message.data.id));
  core.registerAction("user.*", (_core, message) => same<unknown>()(message.data, true));
  core.registerAction((_core, message) => same<unknown>()(message.data, true));
  core.intercept("user.*", (own, message, { drop }) => own.flowId === undefined ? drop("nobody watches") : drop(message.type));
  core.intercept((_core, message, { next }) => next({ source: message.type }));

  // @ts-expect-error What is not annotated may be anything.
  core.registerAction("user.*", (_core, message) => message.data.id);
  // @ts-expect-error A pattern needs a handler.
  core.registerAction("user.*");
  // @ts-expect-error There is no such option.
  core.registerAction("user.*", handler, { onec: true });
  // @ts-expect-error Once is a yes or a no.
  core.registerAction("user.*", handler, { once: 1 });
  // @ts-expect-error A handler gets a message, not its data.
  core.registerAction("user.*", (_core, id: string) => id);
  // @ts-expect-error An interceptor has no third way.
  core.intercept("user.*", (_core, _message, { pass }) => pass());
}

export async function servicesAreWhatOneSaysTheyAre(): Promise<void> {
  class UserService {
    readonly core: Core;
    constructor(core: Core) {
      this.core = core;
    }
    async onStartup(own: Core, signal: AbortSignal): Promise<void> {
      signal.throwIfAborted();
      await own.ACTION({ type: "a" });
    }
    handleIPCEvents(_core: Core, message: Message<User>): string {
      return message.data.id;
    }
  }
  await using core = await createCore(withService((own) => new UserService(own)), withName("late", async () => ({})));
  same<UserService | undefined>()(core.serviceFor<UserService>("user"), true);
  same<UserService>()(core.mustServiceFor<UserService>("user"), true);
  same<string[]>()(core.services(), true);
  using subscription = core.registerAction("a", () => {});
  same<boolean>()(subscription.isDisposed, true);

  // @ts-expect-error A factory gives an object.
  withService(() => 1);
  // @ts-expect-error An option is made by a function with.
  await createCore({ name: "a" });
}
