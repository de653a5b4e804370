/**
 * The part inside an app: taps its Cores and writes their logs for whoever watches, and answers inspectors on a socket. It
 * must never harm the app: nothing here throws into it, keeps it alive, listens to a signal or prompts for a permission;
 * what cannot be done is said in one line on standard error, once.
 */
import { type ContextCarrier, contextCarrier } from "../host/async_context.ts";
import { reasonOf, removeQuietly } from "../host/files.ts";
import { complain } from "../host/process.ts";
import { onProcessEnd } from "../host/process_end.ts";
import { recordingParts } from "../recording/parts.ts";
import { AgentSocket } from "./agent_socket.ts";
import { currentHook, type DevtoolsHook, livingCores, type WatchedCore } from "../recording/hook.ts";
import type { CoreInfo } from "./protocol.ts";

/** How an agent came to be in its app. */
export interface AgentOptions {
  /**
   * `started`: by somebody who watches from the first message on. `imported`: the app asked for it; nothing is tapped or
   * written until an inspector asks to watch.
   */
  readonly mode: "started" | "imported";
  /** Opens the log of a Core, and taps it. @throws an Error that says so when it cannot. */
  readonly openLog: (core: WatchedCore, hears: { readonly onFault: (message: string) => void; readonly onWritten: () => void }) => WatchedLog;
  /** Gives the folder of the socket; undefined: there is none. Asked for once, when it is needed. @throws when it cannot be made. */
  readonly socketFolder: () => string | undefined;
  readonly steer: boolean;
}

/** A log that is being written for somebody. */
export interface WatchedLog {
  /** Its newest part, an absolute path. */
  readonly path: string;
  /** How many bytes of it were written. */
  readonly bytes: number;
  processEnds(end: "ending" | "failing"): void;
  close(): void;
}

/** An app's agent; there is one per process. */
export class Agent implements DevtoolsHook {
  readonly carrier: ContextCarrier = currentHook()?.carrier ?? contextCarrier();
  readonly #options: AgentOptions;
  readonly #logs = new Map<WatchedCore, WatchedLog>();
  #socket: AgentSocket | undefined;
  #hasSocket = false;
  readonly #complaints = new Set<string>();

  constructor(options: AgentOptions) {
    this.#options = options;
    onProcessEnd((end) => this.#processEnds(end));
    if (options.mode === "imported") this.#openSocket();
  }

  announce(core: WatchedCore): void {
    if (this.#isWatching()) this.#begin(core);
    // Without a log there is nothing that an inspector could be shown, and one line has said why.
    if (this.#options.mode === "imported" || this.#logs.size > 0) this.#openSocket();
    this.#socket?.refresh();
  }

  #isWatching(): boolean {
    return this.#options.mode === "started" || this.#socket?.isWatched === true;
  }

  #begin(core: WatchedCore): void {
    if (this.#logs.has(core)) return;
    try {
      const log: WatchedLog = this.#options.openLog(core, {
        onFault: (message) => this.#say(message),
        onWritten: () => {
          const grown = this.#logs.get(core);
          if (grown !== undefined) this.#socket?.grown(grown.path, grown.bytes);
        },
      });
      this.#logs.set(core, log);
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  /** The first inspector has asked to watch. */
  #beginAll(): void {
    for (const core of livingCores()) this.#begin(core);
  }

  /** The last inspector has gone. What an imported agent wrote was for inspectors only. */
  #stopAll(): void {
    if (this.#options.mode === "started") return;
    for (const [core, log] of this.#logs) {
      this.#attempt(() => log.close());
      for (const part of recordingParts(log.path)) removeQuietly(part);
      this.#logs.delete(core);
    }
  }

  #openSocket(): void {
    if (this.#hasSocket) return;
    this.#hasSocket = true;
    try {
      const folder = this.#options.socketFolder();
      if (folder === undefined) return;
      this.#socket = new AgentSocket({
        folder,
        steer: this.#options.steer,
        cores: () => this.#cores(),
        logs: () => [...this.#logs.values()].map((log) => log.path),
        onWatched: () => this.#beginAll(),
        onUnwatched: () => this.#stopAll(),
        onFailed: (error) => this.#say(`Cannot be reached by inspectors: ${reasonOf(error)}`),
        keepsFolder: this.#options.mode === "started",
      });
    } catch (error) {
      this.#say(`Cannot be reached by inspectors: ${reasonOf(error)}`);
    }
  }

  #cores(): CoreInfo[] {
    const cores = new Set([...this.#logs.keys(), ...livingCores()]);
    return [...cores].map((core) => {
      const log = this.#logs.get(core)?.path;
      return { name: core.name, ...(log === undefined ? {} : { log }) };
    });
  }

  /** Nothing asynchronous may happen any more; but listeners of the app that come after this one may still send messages. */
  #processEnds(end: "ending" | "failing"): void {
    for (const log of this.#logs.values()) this.#attempt(() => log.processEnds(end));
    if (end === "ending") this.#socket?.close();
  }

  #attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#say(`Cannot finish a log: ${reasonOf(error)}`);
    }
  }

  #say(line: string): void {
    if (this.#complaints.has(line)) return;
    this.#complaints.add(line);
    complain(`core-ipc devtools: ${line}`);
  }
}
