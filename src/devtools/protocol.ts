/**
 * What an inspector and an app's agent say to each other over the socket: JSON-RPC 2.0, one object a line, commands and
 * nudges only. Records never travel here; they are in the log files that are named here. `docs/devtools-protocol.md` says it in words.
 */

/** The version of this protocol; an agent of a newer one still answers `hello`. */
export const PROTOCOL_VERSION = 1;

/** A Core of the app, and where its log is, while it is being written. */
export interface CoreInfo {
  /** The name of the Core. */
  readonly name: string;
  /** The absolute path of its log; absent while none is written. */
  readonly log?: string;
}

/** The answer to `hello`: who this is. */
export interface Hello {
  /** The version of the protocol that the agent speaks. */
  readonly protocol: number;
  /** The version of the library in the app. */
  readonly library: string;
  /** The name of the app. */
  readonly name: string;
  /** Its process. */
  readonly pid: number;
  /** Such as `deno 2.9.5`. */
  readonly runtime: string;
  /** Whether this app lets an inspector act on it. */
  readonly steer: boolean;
  /** Its Cores. */
  readonly cores: readonly CoreInfo[];
}

/** The answer to `watch`: the absolute paths of the logs that are being written now. */
export interface Watched {
  /** Absolute paths. */
  readonly logs: readonly string[];
}

/** The notification `grown`: that log has so many bytes now. A log that was not named before is a new Core's. */
export interface Grown {
  /** The absolute path of the log. */
  readonly log: string;
  /** How many bytes it has. */
  readonly bytes: number;
}

/** The methods that an agent answers, with their parameters and results. */
export interface Methods {
  hello: { params: Record<string, never>; result: Hello };
  watch: { params: Record<string, never>; result: Watched };
  unwatch: { params: Record<string, never>; result: Record<string, never> };
}

export type MethodName = keyof Methods;

/** The error codes of JSON-RPC 2.0. */
export const RPC_ERROR = { notJson: -32700, notRequest: -32600, noMethod: -32601, badParams: -32602, internal: -32603 } as const;

/** A request's id, as JSON-RPC allows it. */
export type RequestId = string | number | null;

/** A line that was read: a request, a notification, or what is wrong with it. */
export type Incoming =
  | { readonly kind: "request"; readonly id: RequestId; readonly method: string; readonly params: unknown }
  | { readonly kind: "notification"; readonly method: string; readonly params: unknown }
  | { readonly kind: "response"; readonly id: RequestId; readonly result?: unknown; readonly error?: { readonly code: number; readonly message: string } }
  | { readonly kind: "bad"; readonly id: RequestId; readonly code: number; readonly message: string };

/** Reads one line; never throws. */
export function parseLine(line: string): Incoming {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: "bad", id: null, code: RPC_ERROR.notJson, message: "Cannot read the request: it is not JSON" };
  }
  if (Array.isArray(value)) return bad(null, "batches are not spoken here: one object a line");
  if (typeof value !== "object" || value === null) return bad(null, "it is not an object");
  const { jsonrpc, id, method, params, result, error } = value as Record<string, unknown>;
  const hasId = typeof id === "string" || typeof id === "number" || id === null;
  if (id !== undefined && !hasId) return bad(null, "its id is neither a string nor a number");
  if (jsonrpc !== "2.0") return bad(hasId ? id : null, 'its member "jsonrpc" is not "2.0"');
  if (typeof method === "string") return hasId ? { kind: "request", id, method, params } : { kind: "notification", method, params };
  if (method === undefined && hasId && ("result" in value || isRpcError(error))) {
    return { kind: "response", id, result, ...(isRpcError(error) ? { error } : {}) };
  }
  return bad(hasId ? id : null, 'its member "method" is not a string');
}

/** Writes a request. */
export function requestLine(id: number, method: MethodName, params: object = {}): string {
  return JSON.stringify({ jsonrpc: "2.0", id, method, params });
}

/** Writes a notification. */
export function notificationLine(method: string, params: object): string {
  return JSON.stringify({ jsonrpc: "2.0", method, params });
}

/** Writes the answer to a request. */
export function resultLine(id: RequestId, result: object): string {
  return JSON.stringify({ jsonrpc: "2.0", id, result });
}

/** Writes the refusal of a request. */
export function errorLine(id: RequestId, code: number, message: string): string {
  return JSON.stringify({ jsonrpc: "2.0", id, error: { code, message } });
}

function bad(id: RequestId, why: string): Incoming {
  return { kind: "bad", id, code: RPC_ERROR.notRequest, message: `Cannot read the request: ${why}` };
}

function isRpcError(value: unknown): value is { code: number; message: string } {
  return typeof value === "object" && value !== null && "code" in value && "message" in value
    && typeof value.code === "number" && typeof value.message === "string";
}
