// Message constants: what they make, what a handler and a sender know by them. Nothing here runs; the compiler reads it.
import { type Answers, type Core, defineMessage, defineQuery, defineTask, type MessageInput, type Outcome, type QueryInput, type Task, type TaskProgress } from "core-ipc";
import { same } from "./same.ts";

interface User {
  readonly id: string;
}

const userCreated = defineMessage<User>("user.created", { description: "A user signed up", sensitive: ["/id"] });
const cleared = defineMessage<undefined>("cleared");
const nicknamed = defineMessage<string | undefined>("nicknamed");
const untyped = defineMessage("untyped");
const addressOf = defineQuery<User, { readonly street: string }>("user.address");
const build = defineTask<{ readonly month: string }, number, "reading" | "writing">("report.build");

export function aConstantMakesMessages(): void {
  same<MessageInput<User>>()(userCreated({ id: "1" }), true);
  same<string>()(userCreated.type, true);
  userCreated({ id: "1" }, { source: "import", timestamp: new Date(0) });
  cleared();
  nicknamed();
  nicknamed("a");
  untyped();
  untyped({ whatever: 1 });
  same<QueryInput<User, { readonly street: string }>>()(addressOf({ id: "1" }), true);

  // @ts-expect-error Its data is missing.
  userCreated();
  // @ts-expect-error Its data is of another shape.
  userCreated({ id: 1 });
  // @ts-expect-error It has a member more.
  userCreated({ id: "1", name: "a" });
  // @ts-expect-error A stamp has no data.
  userCreated({ id: "1" }, { data: 1 });
  // @ts-expect-error A timestamp is a Date.
  userCreated({ id: "1" }, { timestamp: 0 });
  // @ts-expect-error There is no such option.
  defineMessage("a", { describe: "a" });
  // @ts-expect-error A type is a string.
  defineMessage(1);
}

export function aConstantNarrowsItsHandlers(core: Core): void {
  core.registerAction(userCreated, (own, { data, type, source, timestamp }) => {
    same<Core>()(own, true);
    same<User>()(data, true);
    same<string>()(type, true);
    same<string | undefined>()(source, true);
    same<Date>()(timestamp, true);
  });
  core.registerAction(userCreated, ({ signal }) => same<AbortSignal>()(signal, true), { once: true });
  core.intercept(userCreated, (_core, message, { next }) => {
    same<User>()(message.data, true);
    next({ data: { id: "2" } });
    // @ts-expect-error What it changes to is of another shape.
    return next({ data: 1 });
  });

  // @ts-expect-error A user has no name.
  core.registerAction(userCreated, (_core, message) => message.data.name);
  // @ts-expect-error A message is readonly.
  core.registerAction(userCreated, (_core, message) => void (message.type = "a"));
  // @ts-expect-error A handler of other data.
  core.registerAction(userCreated, (_core, message: { readonly data: number }) => message.data);
  // @ts-expect-error A message that was not made is no message.
  void core.ACTION(userCreated);
  // @ts-expect-error A question that was not made is none.
  void core.QUERY(addressOf);
  // @ts-expect-error A task that was not made is none.
  void core.PERFORM(build);
}

export async function aConstantNarrowsWaiting(core: Core): Promise<void> {
  const message = await core.next(userCreated, { where: ({ data }) => data.id === "1", timeoutMs: 5 });
  same<User>()(message.data, true);
  for await (const each of core.messages(userCreated, { size: 5 })) same<User>()(each.data, true);
  same<number>()(core.messages(userCreated).lost, true);
  // @ts-expect-error A user has no name.
  await core.next(userCreated, { where: ({ data }) => data.name === "a" });
}

export async function aQuestionCarriesItsAnswer(core: Core): Promise<void> {
  same<{ readonly street: string }>()(await core.QUERY(addressOf({ id: "1" })), true);
  same<Answers<{ readonly street: string }>>()(await core.QUERYALL(addressOf({ id: "1" }), { timeoutMs: 5 }), true);

  core.registerQuery(addressOf, (_core, { data }) => ({ street: data.id }));
  core.registerQuery(addressOf, async (_core, { data }) => ({ street: data.id }));
  core.registerQuery(addressOf, (_core, { data }) => data.id === "1" ? { street: "a" } : undefined);
  core.registerQuery(addressOf, () => new Error("no"));
  core.registerQuery(addressOf, () => {
    throw new Error("no");
  });

  // @ts-expect-error A street is a string.
  core.registerQuery(addressOf, () => ({ street: 1 }));
  // @ts-expect-error A street is a string, also later.
  core.registerQuery(addressOf, async () => ({ street: 1 }));
  // @ts-expect-error The question is of a user.
  await core.QUERY(addressOf({ name: "a" }));
  // @ts-expect-error The answer has no city.
  void (await core.QUERY(addressOf({ id: "1" }))).city;
}

export async function aTaskCarriesItsAnswerAndItsNotes(core: Core): Promise<void> {
  const task = core.PERFORM(build({ month: "2026-10" }), { timeoutMs: 5 });
  same<Task<number, "reading" | "writing">>()(task, true);
  same<number>()(await task, true);
  for await (const progress of task) same<TaskProgress<"reading" | "writing">>()(progress, true);
  task.cancel("too slow");
  same<string>()(task.id, true);

  core.registerTask(build, async (_core, { data }, { progress, signal }) => {
    progress(0.5, "reading");
    progress(0.6);
    // @ts-expect-error There is no such note.
    progress(0.7, "resting");
    // @ts-expect-error A ratio is a number.
    progress("half");
    signal.throwIfAborted();
    return data.month.length;
  });

  // @ts-expect-error The answer is a number.
  core.registerTask(build, (_core, { data }) => data.month);
  // @ts-expect-error The request has a month.
  void core.PERFORM(build({}));
}

export function aChannelCarriesItsValue(core: Core): void {
  const response = core.replyChannel<string[]>({ timeoutMs: 5 });
  same<Promise<string[]>>()(response.receive(), true);
  response.send(["a"]);
  // @ts-expect-error The reply is a list of strings.
  response.send([1]);
  const search = defineMessage<{ readonly query: string; readonly response: typeof response }>("users.search");
  core.registerAction(search, (_core, { data }) => data.response.send([data.query]));
  void core.ACTION(search({ query: "a", response }));
}

export async function anOutcomeComesAtOnceOrLater(core: Core): Promise<void> {
  const sent = core.ACTION(userCreated({ id: "1" }));
  same<Outcome | Promise<Outcome>>()(sent, true);
  const outcome = await sent;
  same<boolean>()(outcome.ok, true);
  same<string | undefined>()(outcome.dropped, true);
  outcome.throwIfFailed().handled.toFixed();
  // @ts-expect-error It may come later.
  void sent.ok;
  // @ts-expect-error An outcome is readonly.
  outcome.ok = true;
}
