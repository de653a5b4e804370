/**
 * A Core that is recorded into a file that stays: a recorder on its tap, perhaps a ring in memory, a file under it, and the ends of the
 * process at which it is finished. Used by `record()` and by the agent of `core record`.
 */
import { contextCarrier } from "../host/async_context.ts";
