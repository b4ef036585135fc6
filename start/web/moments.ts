import { HttpError } from "fresh";

/** Options for {@linkcode Moments}. */
interface MomentsOptions {
  /** How long an answer is shared. */
  readonly sharedMs: number;
  /** Answers that are kept. */
  readonly maxKept: number;
  /** Answers that are read at once. */
  readonly maxReading: number;
}

/** Answers that are shared for some seconds, a few of them. */
export class Moments<T> {
  readonly #options: MomentsOptions;
  readonly #kept = new Map<string, { untilMs: number; value: Promise<T> }>();
  #reading = 0;

  constructor(options: MomentsOptions) {
    this.#options = options;
  }

  /** @throws {HttpError} 503 if too many are read already. */
  async ask(question: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(question);
    if (known && known.untilMs > performance.now()) return await known.value;
    if (this.#reading >= this.#options.maxReading) {
      throw new HttpError(503, "Too many searches at once");
    }
    this.#reading++;
    const answer = { untilMs: Infinity, value: read() };
    this.#keep(question, answer);
    try {
      const value = await answer.value;
      answer.untilMs = performance.now() + this.#options.sharedMs;
      return value;
    } catch (error) {
      answer.untilMs = 0;
      throw error;
    } finally {
      this.#reading--;
    }
  }

  #keep(question: string, answer: { untilMs: number; value: Promise<T> }) {
    this.#kept.delete(question);
    this.#kept.set(question, answer);
    for (const [key, { untilMs }] of this.#kept) {
      const isOver = untilMs <= performance.now();
      if (isOver || this.#kept.size > this.#options.maxKept) {
        this.#kept.delete(key);
      }
    }
  }
}
