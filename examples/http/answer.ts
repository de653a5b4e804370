/** One request of the web, answered by a QUERY. It needs web standards only, so that every runtime's server can call it. */
import { type Core, CoreError, type CoreErrorCode } from "core-ipc";
import { orderWanted } from "./orders.ts";

/** What the web calls the ways in which a question may end. */
const STATUS: Partial<Record<CoreErrorCode, number>> = {
  "query.unanswered": 404,
  "query.timedOut": 504,
  "dropped": 403,
  "limit.queries": 503,
};

export async function answer(core: Core, request: Request): Promise<Response> {
  const id = /^\/orders\/(\w+)$/.exec(new URL(request.url).pathname)?.[1];
  if (id === undefined) return Response.json({ error: "there is only /orders/<id>" }, { status: 404 });
  try {
    return Response.json(await core.QUERY(orderWanted({ id }), { timeoutMs: 200 }));
  } catch (error) {
    if (!(error instanceof CoreError)) return Response.json({ error: "internal" }, { status: 500 });
    return Response.json({ error: error.code }, { status: STATUS[error.code] ?? 500 });
  }
}
