/**
 * QUERY: one handler after another is asked; the first that answers wins.
 */
import { Delivery } from "./delivery.ts";
import { coreError } from "./errors.ts";

export class QueryDelivery extends Delivery<unknown> {
  protected override async deliver(): Promise<unknown> {
    for (const subscription of this.subscriptions) {
      const { outcome, value } = await this.run(subscription);
      if (outcome === "failed") throw value;
      if (outcome === "answered") return value;
    }
    const { handled, message: { type } } = this;
    throw coreError("query.unanswered", "answer", { type, handled }, handled === 0 ? "nobody is registered for it" : `none of ${handled} handlers answered`);
  }

  protected override answered(value: unknown): unknown {
    return value;
  }

  protected override failed(error: unknown): Promise<never> {
    return Promise.reject(error);
  }
}
