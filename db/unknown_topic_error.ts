/** Thrown when a topic is asked for that is not there, or is archived. */
export class UnknownTopicError extends Error {
  constructor(readonly slug: string) {
    super(`Cannot find topic "${slug}": there is none of this name`);
    this.name = "UnknownTopicError";
  }
}
