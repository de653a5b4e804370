/**
 * The first program: one service, one message, one handler.
 *
 *   deno run examples/hello.ts      bun examples/hello.ts
 */
import { type Core, createCore, type Message, withService } from "core-ipc";

/** Registered as the service `greeter`, after its class; `handleIPCEvents` is found and hears every ACTION. */
class GreeterService {
  handleIPCEvents(_core: Core, { type, data }: Message<{ readonly name: string }>) {
    if (type === "visitor.came") console.log(`Hello, ${data.name}!`);
  }
}

const core = await createCore(withService(() => new GreeterService()));
await core.startup();

const outcome = await core.ACTION({ type: "visitor.came", data: { name: "Ada" } });
console.log(`ok ${outcome.ok}, handled by ${outcome.handled}`);

await core.shutdown();
