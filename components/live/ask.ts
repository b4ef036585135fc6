import { batch } from "@preact/signals";

/** Does what it is asked for, all in one step: at once if nothing was done lately, else as soon as it may. */
export class Throttle implements Disposable {
  readonly #ms: number;
  readonly #asked = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param ms At most one step in so many milliseconds. */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Asks for something; asking twice before it is done is asking once. */
  ask(action: () => void): void {
    this.#asked.add(action);
    if (this.#timer === undefined) this.#run();
  }

  /** Does something in the step that is due, or else now, which counts as no step. */
  join(action: () => void): void {
    if (this.#asked.size > 0) this.#asked.add(action);
    else action();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked.clear();
  }

  #run(): void {
    const actions = [...this.#asked];
    this.#asked.clear();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#asked.size > 0) this.#run();
    }, this.#ms);
    batch(() => {
      for (const action of actions) action();
    });
  }
}
