/** What the commands are told beside their arguments. */
import type { RuntimeName } from "../src/host/runtime.ts";

/** The options of all commands, as commander gives them; each command reads its own. */
export interface Common {
  readonly color: boolean;
  /** Deno's permission flags for the app. */
  readonly permissions: readonly string[];
  readonly runtime?: RuntimeName;
  readonly run?: string;
  readonly only?: string;
  readonly from?: string;
  readonly to?: string;
  readonly at?: string;
  readonly since?: string;
  readonly json?: boolean;
  readonly lines?: number;
  readonly follow?: boolean;
  readonly count?: boolean;
  readonly flow?: boolean;
  readonly repair?: boolean;
  readonly output?: string;
  readonly force?: boolean;
  readonly append?: boolean;
  readonly sync?: boolean;
  readonly background?: boolean;
  readonly rotate?: readonly string[];
  readonly keep?: string;
  readonly gzip?: boolean;
  readonly ring?: string;
  readonly on?: readonly string[];
  readonly budget?: string;
  readonly redact?: readonly string[];
  readonly showRedacted?: boolean;
  readonly by?: string;
  readonly sort?: string;
  readonly top?: number;
  readonly csv?: boolean;
  readonly samples?: number;
  readonly markdown?: boolean;
  readonly into?: string;
  readonly speed?: string;
  readonly verify?: boolean;
  readonly ignore?: readonly string[];
  readonly allowOpen?: boolean;
  readonly settleMs?: number;
  readonly keepRoots?: boolean;
  readonly recordedRun?: string;
  readonly rules?: string;
  readonly strict?: boolean;
}
