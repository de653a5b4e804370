/** An inspector's end of an app's socket. */
import { type LineSocket, connectToSocket } from "../host/sockets.ts";
import { type Grown, type Hello, type MethodName, type Methods, parseLine, requestLine, type Watched } from "./protocol.ts";

/** An app that is blocked does not answer; one that runs does within a few milliseconds. */
const ANSWER_MS = 2000;

/** A connection to a running app's agent. */
export interface Client {
  /** What the app said of itself when the connection was made. */
  readonly hello: Hello;
  /** Has the agent write its logs, from now on, and gives their paths. */
  watch(): Promise<Watched>;
  /** Takes that back; the last one to do so ends the writing, where the app was not started to be watched. */
  unwatch(): Promise<void>;
  /** Hears that a log has grown, also one that is new. What it gives takes the listener away. */
  onGrown(listener: (grown: Grown) => void): () => void;
  /** Hears that the connection has ended: the app has, or has closed it. */
  onClosed(listener: () => void): () => void;
  /** Ends the connection; again is harmless. */
  close(): void;
}

/** How long a caller is patient. */
export interface ConnectOptions {
  /** How long the app may take to answer, in milliseconds; 2 s when absent. */
  readonly timeoutMs?: number;
}

/** Connects to an app's socket. @throws when nobody listens there, or nobody answers in time. */
export async function connect(app: { readonly socket: string }, { timeoutMs = ANSWER_MS }: ConnectOptions = {}): Promise<Client> {
  const client = new RpcClient(app.socket, timeoutMs);
  await client.open();
  return client;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

class RpcClient implements Client {
  readonly #path: string;
  readonly #timeoutMs: number;
  #socket: LineSocket | undefined;
  #hello: Hello | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();
  readonly #grownListeners = new Set<(grown: Grown) => void>();
  readonly #closedListeners = new Set<() => void>();

  constructor(path: string, timeoutMs: number) {
    this.#path = path;
    this.#timeoutMs = timeoutMs;
  }

  async open(): Promise<void> {
    const listener = { line: (text: string) => this.#read(text), closed: () => this.#closed() };
    this.#socket = await connectToSocket(this.#path, listener, this.#timeoutMs);
    try {
      this.#hello = await this.#request("hello");
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get hello(): Hello {
    if (this.#hello === undefined) throw new TypeError("Cannot read hello: the connection is not open yet");
    return this.#hello;
  }

  watch(): Promise<Watched> {
    return this.#request("watch");
  }

  async unwatch(): Promise<void> {
    await this.#request("unwatch");
  }

  onGrown(listener: (grown: Grown) => void): () => void {
    this.#grownListeners.add(listener);
    return () => this.#grownListeners.delete(listener);
  }

  onClosed(listener: () => void): () => void {
    this.#closedListeners.add(listener);
    return () => this.#closedListeners.delete(listener);
  }

  close(): void {
    this.#socket?.close();
  }

  #request<M extends MethodName>(method: M): Promise<Methods[M]["result"]> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const tooLate = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`Cannot ask for "${method}": the app has not answered for ${this.#timeoutMs} ms`));
      }, this.#timeoutMs);
      this.#waiting.set(id, {
        resolve: (result) => {
          clearTimeout(tooLate);
          // The agent is ours, and its protocol's version was told in `hello`.
          resolve(result as Methods[M]["result"]);
        },
        reject: (error) => {
          clearTimeout(tooLate);
          reject(error);
        },
      });
      this.#socket?.send(requestLine(id, method));
    });
  }

  #read(text: string): void {
    const incoming = parseLine(text);
    if (incoming.kind === "notification" && incoming.method === "grown" && isGrown(incoming.params)) {
      for (const listener of this.#grownListeners) listener(incoming.params);
    }
    if (incoming.kind !== "response" || typeof incoming.id !== "number") return;
    const waiting = this.#waiting.get(incoming.id);
    this.#waiting.delete(incoming.id);
    if (incoming.error === undefined) waiting?.resolve(incoming.result);
    else waiting?.reject(new Error(incoming.error.message));
  }

  #closed(): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new Error("Cannot ask the app: it has closed the connection"));
    this.#waiting.clear();
    for (const listener of this.#closedListeners) listener();
  }
}

function isGrown(value: unknown): value is Grown {
  return typeof value === "object" && value !== null && "log" in value && "bytes" in value
    && typeof value.log === "string" && typeof value.bytes === "number";
}
