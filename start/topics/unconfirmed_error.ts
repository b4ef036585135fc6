/** Thrown when nobody said yes. */
export class UnconfirmedError extends Error {
  /** @param isAlone Whether nobody could be asked. */
  constructor(question: string, isAlone: boolean) {
    super(
      isAlone
        ? `${question} Nobody is at a terminal to confirm it: add --yes`
        : "Nothing was changed",
    );
    this.name = "UnconfirmedError";
  }
}
