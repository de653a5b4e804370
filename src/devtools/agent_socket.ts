/**
 * An agent's socket and its entry in the folder of running apps. Any number of inspectors connect; each asks and is
 * answered in JSON-RPC lines, and is nudged when a log has grown. A slow one is nudged less; nothing waits for it.
 */
import { idleTimer } from "../host/clock.ts";
import { removeQuietly } from "../host/files.ts";
import { processId } from "../host/process.ts";
import { runtimeLabel } from "../host/runtime.ts";
import { type LineServer, type LineSocket, listenOnSocket } from "../host/sockets.ts";
import { LIBRARY_VERSION } from "../log/version.ts";
import { type AppEntry, appName, chooseSocketPath, removeEntry, writeEntry } from "./app_entry.ts";
import {
  type CoreInfo, errorLine, type Hello, notificationLine, parseLine, PROTOCOL_VERSION, resultLine, RPC_ERROR, type Watched,
} from "./protocol.ts";

/** At most one nudge per log in this time: under a frame of any screen, and 200 a second at most. */
const NUDGE_MS = 5;

export interface AgentSocketOptions {
  /** Where the socket and the entry go; it exists and is private. */
  readonly folder: string;
  readonly steer: boolean;
  readonly cores: () => CoreInfo[];
  readonly logs: () => string[];
  /** The first inspector watches. */
  readonly onWatched: () => void;
  /** No inspector watches any longer. */
  readonly onUnwatched: () => void;
  readonly onFailed: (error: unknown) => void;
  /** False: the folder is the agent's own, and goes with it. */
  readonly keepsFolder: boolean;
}

export class AgentSocket {
  readonly #options: AgentSocketOptions;
  readonly #path: string;
  readonly #server: LineServer;
  readonly #watchers = new Set<LineSocket>();
  /** Logs that have grown since the last nudge. */
  readonly #grown = new Map<string, number>();
  #isNudging = false;
  #isListening = false;

  /** @throws when the socket may not be listened on. */
  constructor(options: AgentSocketOptions) {
    this.#options = options;
    this.#path = chooseSocketPath(options.folder);
    this.#server = listenOnSocket(this.#path, (socket) => this.#accept(socket), {
      onFailed: options.onFailed,
      onListening: () => {
        this.#isListening = true;
        this.refresh();
      },
    });
  }

  /** Whether any inspector watches. */
  get isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  /** Tells the watchers, soon, that a log has grown. */
  grown(log: string, bytes: number): void {
    if (!this.isWatched) return;
    this.#grown.set(log, bytes);
    if (this.#isNudging) return;
    this.#isNudging = true;
    idleTimer(() => this.#nudge(), NUDGE_MS);
  }

  /** Writes the entry again: the app has a further Core. There is none before somebody who finds it could connect. */
  refresh(): void {
    if (!this.#isListening) return;
    try {
      writeEntry(this.#options.folder, this.#entry());
    } catch (error) {
      this.#options.onFailed(error);
    }
  }

  /** Takes the socket and the entry away; synchronous. */
  close(): void {
    this.#isListening = false;
    this.#server.close();
    removeEntry(this.#options.folder);
    if (!this.#options.keepsFolder && !this.isWatched) removeQuietly(this.#options.folder);
  }

  #nudge(): void {
    this.#isNudging = false;
    for (const watcher of this.#watchers) {
      // A watcher that does not read is not sent more: the file holds everything, and it looks there by itself, too.
      if (watcher.isClogged) continue;
      for (const [log, bytes] of this.#grown) watcher.send(notificationLine("grown", { log, bytes }));
    }
    this.#grown.clear();
  }

  #accept(socket: LineSocket): { line(text: string): void; overlong(): void; closed(): void } {
    return {
      line: (text) => this.#answer(socket, text),
      overlong: () => socket.send(errorLine(null, RPC_ERROR.notRequest, "Cannot read the request: its line is too long")),
      closed: () => this.#unwatch(socket),
    };
  }

  #answer(socket: LineSocket, text: string): void {
    const incoming = parseLine(text);
    if (incoming.kind === "bad") return socket.send(errorLine(incoming.id, incoming.code, incoming.message));
    if (incoming.kind !== "request") return;
    const { id, method, params } = incoming;
    if (params !== undefined && (typeof params !== "object" || params === null || Array.isArray(params))) {
      return socket.send(errorLine(id, RPC_ERROR.badParams, `Cannot do "${method}": its parameters are not an object`));
    }
    try {
      const result = this.#obey(socket, method);
      socket.send(result === undefined
        ? errorLine(id, RPC_ERROR.noMethod, `Cannot do "${method}": the methods are hello, watch and unwatch`)
        : resultLine(id, result));
    } catch (error) {
      socket.send(errorLine(id, RPC_ERROR.internal, `Cannot do "${method}": ${error instanceof Error ? error.message : String(error)}`));
    }
  }

  #obey(socket: LineSocket, method: string): object | undefined {
    switch (method) {
      case "hello": return this.#hello();
      case "watch": return this.#watch(socket);
      case "unwatch": return this.#unwatch(socket);
      default: return undefined;
    }
  }

  #hello(): Hello {
    const { name, pid, runtime } = this.#entry();
    return { protocol: PROTOCOL_VERSION, library: LIBRARY_VERSION, name, pid, runtime, steer: this.#options.steer, cores: this.#options.cores() };
  }

  #watch(socket: LineSocket): Watched {
    const isFirst = !this.isWatched;
    this.#watchers.add(socket);
    if (isFirst) this.#options.onWatched();
    return { logs: this.#options.logs() };
  }

  #unwatch(socket: LineSocket): Record<string, never> {
    const wasWatching = this.#watchers.delete(socket);
    if (wasWatching && !this.isWatched) this.#options.onUnwatched();
    return {};
  }

  #entry(): AppEntry {
    return {
      name: appName(this.#options.cores().map((core) => core.name)),
      pid: processId(),
      runtime: runtimeLabel(),
      socket: this.#path,
      cores: this.#options.cores().map((core) => core.name),
    };
  }
}
