/** Thrown when a topic is to be added whose name another has. */
export class TopicExistsError extends Error {
  constructor(readonly slug: string) {
    super(`Cannot add topic "${slug}": there is one of this name`);
    this.name = "TopicExistsError";
  }
}
