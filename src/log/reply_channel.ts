/** By this global symbol a reply channel is known in a payload, whichever copy of the library made it. */
export const REPLY_CHANNEL: unique symbol = Symbol.for("core-ipc.replyChannel");
