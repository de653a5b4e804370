// What a program is run against: the Core, or its model.

/** How a dispatch went; each error in words, such as `handler.failed s3`. */
export interface Went {
  readonly ok: boolean;
  readonly handled: number;
  readonly errors: readonly string[];
}

/** Who may send: the Core, or the view that a handler got. */
export interface Speaker {
  send(type: string, timeoutMs: number | undefined): Went | Promise<Went>;
  /** Asks; gives in words what comes of it, such as `answer 1` or `query.timedOut`. */
  ask(type: string, isForAll: boolean, timeoutMs: number | undefined): Promise<string>;
}

export type TestedHandler = (view: Speaker, type: string) => unknown;

export interface Registration {
  readonly name: string;
  readonly pattern: string;
  readonly isAsked: boolean;
  readonly once: boolean;
  readonly concurrency: number | undefined;
  readonly timeoutMs: number | undefined;
  readonly bySignal: boolean;
}

export interface TestedBus extends Speaker {
  /** Gives what disposes it. */
  register(registration: Registration, handler: TestedHandler): () => void;
  /** What no caller is told. */
  readonly reported: readonly string[];
  /** Each dispatch with its cause, while somebody watches: `3 by 1/0 in flow 1`. */
  readonly causes: readonly string[];
}

/** How a bus is set up. */
export interface Setting {
  readonly isSerial: boolean;
  readonly depth: number;
}

/** How many messages may wait in the line of a handler: so few that it is met. */
export const QUEUE = 1;
