/** What is there in a recorded Core: the documented types, the services in their states, the subscriptions. A further part of a log begins with them. */
import type { Definition, ServiceInfo, SubscriptionInfo } from "../mod.ts";
import type { PayloadEncoder } from "./payload_encoder.ts";
import { serviceLine, subscriptionLine, typeLine } from "./write.ts";

/** Keeps what it is told; makes lines of it only when they are asked for. */
export class Registry {
  readonly #types = new Map<string, Definition>();
  readonly #services = new Map<string, ServiceInfo>();
  readonly #subscriptions = new Map<number, SubscriptionInfo>();

  described(definition: Definition): void {
    this.#types.set(definition.type, definition);
  }

  serviceChanged(service: ServiceInfo): void {
    // A copy: the Core tells the same object again when the state changes, and may have changed it before this part is written.
    this.#services.set(service.name, { ...service });
  }

  subscribed(subscription: SubscriptionInfo): void {
    this.#subscriptions.set(subscription.id, subscription);
  }

  unsubscribed({ id }: SubscriptionInfo): void {
    this.#subscriptions.delete(id);
  }

  /** Gives the lines that say what is there. */
  lines(at: number, encoder: PayloadEncoder): string[] {
    return [
      ...[...this.#types.values()].map((type) => typeLine(type, at)),
      ...[...this.#services.values()].map((service) => serviceLine(service, true, at, encoder)),
      ...[...this.#subscriptions.values()].map((subscription) => subscriptionLine(subscription, "added", true, at)),
    ];
  }
}
