/** Lets several wait for the next time that something happens. */
export class Bell {
  readonly #waiting: (() => void)[] = [];

  ring(): void {
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  heard(): Promise<void> {
    return new Promise((goOn) => this.#waiting.push(goOn));
  }
}
