/** Lets several wait for the next time that something happens. */
export class Bell {
  readonly #waiting: (() => void)[] = [];

  ring(): void {
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  next(): Promise<void> {
    return new Promise((goOn) => this.#waiting.push(goOn));
  }

  /** Gives what `take` has, whenever it has something, until it is over. Whoever changes either rings. */
  async *read<Item>(take: () => Item | undefined, isOver: () => boolean): AsyncGenerator<Item, undefined> {
    for (;;) {
      const item = take();
      if (item !== undefined) yield item;
      else if (isOver()) return;
      else await this.next();
    }
  }
}
