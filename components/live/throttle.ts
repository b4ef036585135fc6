/** Does something when asked: at once if it was not done lately, else as soon as it may. */
export class Throttle implements Disposable {
  readonly #action: () => void;
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsked = false;

  /** @param ms At most once in so many milliseconds. */
  constructor(action: () => void, ms: number) {
    this.#action = action;
    this.#ms = ms;
  }

  /** Asks for it; asking twice before it is done is asking once. */
  ask(): void {
    if (this.#timer !== undefined) {
      this.#isAsked = true;
      return;
    }
    this.#isAsked = false;
    this.#action();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isAsked) this.ask();
    }, this.#ms);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isAsked = false;
  }
}
