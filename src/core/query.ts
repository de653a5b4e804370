/**
 * QUERY: one handler after another is asked; the first that answers wins.
 */
import { queryTimedOut } from "./action.ts";
import { Delivery } from "./delivery.ts";
import { CoreError } from "./errors.ts";
import type { Verb } from "./message.ts";
import type { SubscriptionVerb } from "./subscription.ts";

export class QueryDelivery extends Delivery<unknown> {
  protected override get verb(): Verb { return "QUERY"; }
  protected override get list(): SubscriptionVerb { return "QUERY"; }

  protected override async deliver(): Promise<unknown> {
    for (const subscription of this.subscriptions) {
      const ending = await this.run(subscription);
      if (ending.outcome === "failed") throw ending.isExpired ? this.errorOf(ending) : ending.value;
      if (ending.outcome === "answered") return ending.value;
    }
    const { type } = this.message;
    throw new CoreError("query.unanswered", `Cannot answer "${type}": ${this.handled === 0 ? "nobody is registered for it" : `none of ${this.handled} handlers answered`}`, { type, handled: this.handled });
  }

  protected override answered(value: unknown): unknown {
    return value;
  }

  protected override failed(error: CoreError): Promise<never> {
    return Promise.reject(error);
  }

  protected override timedOut(timeoutMs: number): CoreError {
    return queryTimedOut(this.message.type, timeoutMs);
  }
}
