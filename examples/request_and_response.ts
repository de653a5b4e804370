/**
 * Two ways to ask. QUERY: the first handler that answers wins. A reply channel: it travels in the message, and whoever handles
 * the message may reply on it.
 *
 *   deno run examples/request_and_response.ts      bun examples/request_and_response.ts
 */
import { type Core, CoreError, createCore, defineMessage, type ReplyChannel, withName } from "core-ipc";

const userWanted = defineMessage<{ readonly id: string }>("users.find", { description: "QUERY: the user of that id" });

const searchWanted = defineMessage<{ readonly text: string; readonly response: ReplyChannel<string[]> }>("users.search", {
  description: "The names that hold the text, as a reply",
});

const NAMES: Readonly<Record<string, string>> = { 1: "Ada", 2: "Grace", 3: "Margaret" };

function openUsers(core: Core) {
  // Giving undefined declines: the next handler is asked.
  core.registerQuery(userWanted, (_core, { data }) => NAMES[data.id]);
  core.registerAction(searchWanted, (_core, { data }) => {
    data.response.send(Object.values(NAMES).filter((name) => name.includes(data.text)));
  });
  return { names: NAMES };
}

const core = await createCore(withName("users", openUsers));
await core.startup();

console.log(`QUERY: ${await core.QUERY<string>(userWanted({ id: "2" }))}`);

const response = core.replyChannel<string[]>();
core.ACTION(searchWanted({ text: "r", response }));
console.log(`reply: ${(await response.receive()).join(", ")}`);

try {
  await core.QUERY(userWanted({ id: "9" }));
} catch (error) {
  if (error instanceof CoreError) console.log(`${error.code}: ${error.message}`);
}

await core.shutdown();
