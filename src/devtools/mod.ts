/**
 * `core-ipc/devtools`. Importing it lets inspectors find this app: it opens a private socket, and writes nothing until one
 * of them watches. It needs no call, and works before or after the app's Cores are made.
 *
 * @example
 * ```ts
 * import "core-ipc/devtools";
 * ```
 */
import { install } from "./install.ts";

export { connect } from "./client.ts";
export { discover } from "./discovery.ts";
export type { Client } from "./client.ts";
export type { ConnectOptions } from "./client.ts";
export type { CoreInfo } from "./protocol.ts";
export type { DiscoverOptions } from "./discovery.ts";
export type { RunningApp } from "./discovery.ts";
export type { Grown } from "./protocol.ts";
export type { Hello } from "./protocol.ts";
export type { Watched } from "./protocol.ts";

install();
