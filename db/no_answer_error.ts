/** Thrown when a database does not answer in time: nobody knows whether it did what it was told. */
export class NoAnswerError extends Error {
  constructor(maxMs: number) {
    super(`Cannot wait for the database: it has not answered in ${maxMs} ms`);
    this.name = "NoAnswerError";
  }
}
