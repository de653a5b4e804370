/** The orders of the HTTP apps: a service that answers questions, quickly, slowly or not at all. */
import { type Core, defineQuery } from "core-ipc";

export interface Order {
  readonly id: string;
  readonly item: string;
}

export const orderWanted = defineQuery<{ readonly id: string }, Order>("orders.find", { description: "The order of that id" });

const ORDERS: readonly Order[] = [{ id: "1", item: "lamp" }, { id: "2", item: "chair" }];

export function openOrders(core: Core) {
  core.registerQuery(orderWanted, (view, { data: { id } }) => {
    if (id === "broken") throw new Error("the disk is full");
    // Whatever takes long watches the signal, as `fetch(url, { signal })` does: it aborts when the asker's time is up.
    if (id === "stuck") return new Promise<Order>((_, reject) => view.signal.addEventListener("abort", () => reject(view.signal.reason as Error)));
    return ORDERS.find((order) => order.id === id);
  });
  return {};
}
