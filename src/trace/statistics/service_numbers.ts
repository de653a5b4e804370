/** The services of a log by number, found by the subscriptions that handled for them. 0 stands for none. */
import type { Log } from "../log.ts";

/** Gives services their numbers, in the order in which their handlers were registered. */
export class ServiceNumbers {
  readonly #names: (string | undefined)[] = [undefined];
  /** By run, then by subscription. */
  readonly #numbers: ReadonlyMap<number, number>[];

  /** Cost: the number of subscriptions. */
  constructor({ runs }: Log) {
    const known = new Map<string, number>();
    this.#numbers = runs.map(({ subscriptions }) => {
      const ofRun = new Map<number, number>();
      for (const [id, { added: { service } }] of subscriptions) {
        if (service === undefined) continue;
        if (!known.has(service)) known.set(service, this.#names.push(service) - 1);
        ofRun.set(id, known.get(service) ?? 0);
      }
      return ofRun;
    });
  }

  /** How many numbers there are. */
  get length(): number {
    return this.#names.length;
  }

  /** Gives the number of the service that a subscription belongs to. */
  of(run: number, subscription: number): number {
    return this.#numbers[run]?.get(subscription) ?? 0;
  }

  /** Gives a service's name; undefined for none. */
  nameOf(number: number): string | undefined {
    return this.#names[number];
  }
}
