import { batch } from "@preact/signals";

/** Runs actions together, at most once per interval: at once after a quiet time, else when the interval ends. */
export class Throttle implements Disposable {
  readonly #intervalMs: number;
  readonly #scheduled = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** Schedules an action; an action that is scheduled already runs once. */
  schedule(action: () => void): void {
    this.#scheduled.add(action);
    if (this.#timer === undefined) this.#run();
  }

  /** Runs an action with those that are scheduled; now if there are none, which starts no interval. */
  join(action: () => void): void {
    if (this.#scheduled.size > 0) this.#scheduled.add(action);
    else action();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#scheduled.clear();
  }

  #run(): void {
    const actions = [...this.#scheduled];
    this.#scheduled.clear();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#scheduled.size > 0) this.#run();
    }, this.#intervalMs);
    batch(() => {
      for (const action of actions) action();
    });
  }
}
