/**
 * Unix sockets that carry lines of text, both ends. Lines are bounded, so a peer that never ends one cannot fill the memory;
 * errors of a connection end that connection and nothing else.
 */
import { type Socket, connect, createServer } from "node:net";
import { StringDecoder } from "node:string_decoder";
import { removeQuietly, setMode } from "./files.ts";

/** In characters. A longer line is a mistake or an attack: commands are a few hundred bytes. */
export const MAX_LINE_LENGTH: number = 1024 * 1024;

/** So much may wait for a peer before it counts as one that does not read. */
const CLOGGED_BYTES = 64 * 1024;

/** Addresses of unix sockets are at most this long on the systems we know (104 on macOS, 108 on Linux, with a final zero). */
export const MAX_SOCKET_PATH_BYTES = 103;

/** One end of a connection. */
export interface LineSocket {
  /** Sends one line; quiet when the connection has ended. */
  send(line: string): void;
  /** Whether much of what was sent waits for a peer that does not read. */
  readonly isClogged: boolean;
  close(): void;
}

/** What one end of a connection hears. */
export interface LineListener {
  line(text: string): void;
  /** A line was longer than the bound; the connection ends. */
  overlong?(): void;
  closed(): void;
}

/** A socket that is listened on. */
export interface LineServer {
  close(): void;
}

export interface ListenOptions {
  /** It could not be listened on after all, or failed later. */
  readonly onFailed: (error: unknown) => void;
  readonly onListening?: () => void;
}

/**
 * Listens on a unix socket, 0600. Neither it nor its connections keep the process alive. @throws when it may not.
 */
export function listenOnSocket(path: string, accept: (socket: LineSocket) => LineListener, options: ListenOptions): LineServer {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    socket.unref();
    wire(socket, accept);
  });
  server.on("error", options.onFailed);
  server.listen(path, () => {
    try {
      setMode(path, 0o600);
    } catch (error) {
      // Its folder is private, which alone keeps others out.
      options.onFailed(error);
    }
    options.onListening?.();
  });
  server.unref();
  return {
    close() {
      server.close();
      for (const socket of open) socket.destroy();
      removeQuietly(path);
    },
  };
}

/** Connects to a unix socket. @throws the system's error (`ECONNREFUSED`, `ENOENT`: nobody listens there), or when `timeoutMs` is over. */
export function connectToSocket(path: string, listener: LineListener, timeoutMs: number): Promise<LineSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const tooLate = setTimeout(() => {
      socket.destroy();
      reject(new Error(`Cannot connect to "${path}": no answer within ${timeoutMs} ms`));
    }, timeoutMs);
    socket.once("error", (error) => {
      clearTimeout(tooLate);
      reject(error);
    });
    socket.once("connect", () => {
      clearTimeout(tooLate);
      resolve(wire(socket, () => listener));
    });
  });
}

function wire(socket: Socket, accept: (socket: LineSocket) => LineListener): LineSocket {
  const end: LineSocket = {
    send(line) {
      if (!socket.destroyed && socket.writable) socket.write(`${line}\n`);
    },
    get isClogged() { return socket.writableLength > CLOGGED_BYTES; },
    close() {
      // What was sent last still goes out.
      socket.end();
      socket.destroySoon();
    },
  };
  const listener = accept(end);
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let isOver = false;
  socket.on("data", (chunk) => {
    if (isOver) return;
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    isOver = [...lines, rest].some((line) => line.length > MAX_LINE_LENGTH);
    if (isOver) {
      rest = "";
      listener.overlong?.();
      return end.close();
    }
    for (const line of lines) if (line.trim() !== "") listener.line(line);
  });
  // An error is followed by `close`, which says what there is to say.
  socket.on("error", () => {});
  socket.once("close", () => listener.closed());
  return end;
}
