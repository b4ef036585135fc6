import { MAX_TOPICS } from "../domain/topic/track.ts";

/** Thrown when a topic is to be added and there are as many as there may be. */
export class TooManyTopicsError extends Error {
  constructor(slug: string) {
    super(`Cannot add topic "${slug}": there are ${MAX_TOPICS} already`);
    this.name = "TooManyTopicsError";
  }
}
