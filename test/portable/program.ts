/**
 * One program on `core-ipc` for every place that the library promises to run in. It uses the language and web standards alone, needs no
 * permission and no settings (so it names the sources by path), and tells what it saw, line by line.
 */
import { type Core, CoreError, createCore, defineMessage, type ReplyChannel, withName, withOnError, withService } from "../../src/mod.ts";

/** What it has to see, wherever it runs. */
export const FACTS: readonly string[] = [
  "startup(): clock ready, printer ready; services clock, printer",
  'ACTION: handled 4, Cannot handle "order.placed": failing failed: out of paper; lamp from shop, lamp later, printer heard order.placed',
  "ACTION with nothing asynchronous: an outcome, no promise",
  "ACTION past its timeoutMs: handler.timedOut, its signal aborted",
  "dispose(): handled 1",
  "QUERY: 2 lamps; nobody: query.unanswered",
  "QUERYALL: 2 lamps, none",
  "PERFORM: 3 pages, progress up to 1; cancelled: task.cancelled because enough",
  "reply channel: lamp, lantern; nobody replies: reply.missing",
  "interceptor: bulb is sold as lamp; dropped: not today",
  "tap: ACTION order.placed by shop, QUERY stock.count because of it, answered 2 lamps",
  "onError: handler.failed, handler.timedOut",
  "shutdown(): printer stopped, clock stopped; later: task.refused",
];

interface Item {
  readonly item: string;
}

const orderPlaced = defineMessage<Item>("order.placed", { description: "Somebody bought something" });
const stockSearched = defineMessage<{ readonly response: ReplyChannel<string[]> }>("stock.searched");

/** Runs the program on a Core of its own and gives what it saw. */
export async function tellFacts(): Promise<string[]> {
  const life: string[] = [];
  const reported: string[] = [];
  const core = await createCore(
    withName("clock", () => ({ onStartup: () => void life.push("clock ready"), onShutdown: () => void life.push("clock stopped") })),
    withService((own) => new Printer(own, life)),
    withOnError(({ code }) => void reported.push(code)),
  );
  await core.startup();
  const facts = [`startup(): ${life.splice(0).join(", ")}; services ${core.services().join(", ")}`];
  for (const tell of [tellActions, tellQueries, tellTasks, tellChannels, tellInterceptors, tellTaps]) facts.push(...await tell(core));
  facts.push(`onError: ${reported.join(", ")}`);

  await core.shutdown();
  facts.push(`shutdown(): ${life.join(", ")}; later: ${await codeOf(core.PERFORM({ type: "print" }))}`);
  return facts;
}

/** A service that starts asynchronously, hears every ACTION, and executes a task. */
class Printer {
  static readonly serviceName = "printer"; // a bundler that minifies renames classes
  readonly #life: string[];
  heard = "nothing";

  constructor(core: Core, life: string[]) {
    this.#life = life;
    core.registerTask("print", async (_core, _message, { progress }) => {
      for (const page of [1, 2, 3]) {
        await soon();
        progress(page / 3);
      }
      return "3 pages";
    });
  }

  async onStartup(): Promise<void> {
    await soon();
    this.#life.push("printer ready");
  }

  onShutdown(): void {
    this.#life.push("printer stopped");
  }

  handleIPCEvents(_core: Core, { type }: { readonly type: string }): void {
    this.heard = type;
  }
}

async function tellActions(core: Core): Promise<string[]> {
  const seen: string[] = [];
  const subscriptions = [
    core.registerAction(orderPlaced, (_core, { data, source }) => void seen.push(`${data.item} from ${source}`)),
    core.registerAction("order.*", () => {
      throw new Error("out of paper");
    }, { name: "failing" }), // a bundler that minifies takes a function's own name away
    core.registerAction<Item>("order.>", async (_core, { data }) => {
      await soon();
      seen.push(`${data.item} later`);
    }),
  ];
  const { handled, errors } = await core.ACTION(orderPlaced({ item: "lamp" }, { source: "shop" }));
  seen.push(`printer heard ${core.mustServiceFor<Printer>("printer").heard}`);
  for (const subscription of subscriptions) subscription.dispose();
  const disposed = await core.ACTION(orderPlaced({ item: "lamp" }));
  const atOnce = core.ACTION({ type: "order.cancelled" });

  let signal: AbortSignal | undefined;
  let release = () => {};
  const hanging = core.registerAction("hang", (own) => {
    signal = own.signal;
    return new Promise<void>((resolve) => release = resolve);
  });
  const late = await core.ACTION({ type: "hang" }, { timeoutMs: 5 });
  hanging.dispose();
  release(); // shutdown() waits for it
  return [
    `ACTION: handled ${handled}, ${errors.map(({ message }) => message).join(" and ")}; ${seen.join(", ")}`,
    `ACTION with nothing asynchronous: ${atOnce instanceof Promise ? "a promise" : "an outcome, no promise"}`,
    `ACTION past its timeoutMs: ${late.errors.map(({ code }) => code).join(" and ")}, its signal ${signal?.aborted ? "aborted" : "open"}`,
    `dispose(): handled ${disposed.handled}`,
  ];
}

async function tellQueries(core: Core): Promise<string[]> {
  const first = core.registerQuery<Item>("stock.count", (_core, { data }) => data.item === "lamp" ? "2 lamps" : undefined);
  const second = core.registerQuery("stock.>", async () => {
    await soon();
    return "none";
  });
  const one = await core.QUERY<string>({ type: "stock.count", data: { item: "lamp" } });
  const { answers } = await core.QUERYALL<string>({ type: "stock.count", data: { item: "lamp" } });
  first.dispose();
  second.dispose();
  return [`QUERY: ${one}; nobody: ${await codeOf(core.QUERY({ type: "stock.count" }))}`, `QUERYALL: ${answers.join(", ")}`];
}

async function tellTasks(core: Core): Promise<string[]> {
  const task = core.PERFORM<string>({ type: "print" });
  let last = 0;
  for await (const { ratio } of task) last = ratio;
  const cancelled = core.PERFORM({ type: "print" });
  cancelled.cancel("enough");
  const reason = await cancelled.catch((error: unknown) => error instanceof CoreError ? `${error.code} because ${String(error.cause)}` : String(error));
  return [`PERFORM: ${await task}, progress up to ${last}; cancelled: ${String(reason)}`];
}

async function tellChannels(core: Core): Promise<string[]> {
  const answering = core.registerAction(stockSearched, async (_core, { data }) => {
    await soon();
    data.response.send(["lamp", "lantern"]);
  });
  const channel = core.replyChannel<string[]>();
  void core.ACTION(stockSearched({ response: channel }));
  const rows = await channel.receive();
  answering.dispose();

  const silent = core.replyChannel<string[]>();
  void core.ACTION(stockSearched({ response: silent }));
  return [`reply channel: ${rows.join(", ")}; nobody replies: ${await codeOf(silent.receive())}`];
}

async function tellInterceptors(core: Core): Promise<string[]> {
  let sold = "nothing";
  const selling = core.registerAction<Item>("sell", (_core, { data }) => void (sold = data.item));
  const renaming = core.intercept<Item>("sell", (_core, { data }, { next }) => next({ data: { item: data.item.replace("bulb", "lamp") } }));
  await core.ACTION({ type: "sell", data: { item: "bulb" } });
  renaming.dispose();
  const dropping = core.intercept("sell", (_core, _message, { drop }) => drop("not today"));
  const { dropped } = await core.ACTION({ type: "sell", data: { item: "bulb" } });
  for (const subscription of [dropping, selling]) subscription.dispose();
  return [`interceptor: bulb is sold as ${sold}; dropped: ${dropped}`];
}

async function tellTaps(core: Core): Promise<string[]> {
  const seen: string[] = [];
  const ids = new Map<number, string>();
  const counting = core.registerQuery("stock.count", () => "2 lamps");
  const asking = core.registerAction(orderPlaced, async (own) => void await own.QUERY({ type: "stock.count" }));
  const tap = core.tap({
    dispatched({ id, verb, message: { type, source }, cause = -1 }) {
      ids.set(id, type);
      seen.push(`${verb} ${type} ${ids.get(cause) === "order.placed" ? "because of it" : `by ${source}`}`);
    },
    handled: ({ answer }) => void (answer === undefined || seen.push(`answered ${String(answer)}`)),
  });
  await core.ACTION(orderPlaced({ item: "lamp" }, { source: "shop" }));
  for (const subscription of [tap, asking, counting]) subscription.dispose();
  return [`tap: ${seen.join(", ")}`];
}

/** The code of the CoreError that a promise rejects with. */
async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    return `no error but ${String(await promise)}`;
  } catch (error) {
    return error instanceof CoreError ? error.code : String(error);
  }
}

/** A turn of the event loop: setTimeout is the one timer that all of these places have. */
function soon(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
