/** Thrown when a text is not a query. */
export class QuerySyntaxError extends SyntaxError {
  /** Where in the text, in UTF-16 units from 0. */
  readonly position: number;

  constructor(detail: string, text: string, position: number) {
    const character = Array.from(text.slice(0, position)).length + 1;
    super(`Cannot read query: ${detail}, at character ${character}`);
    this.name = "QuerySyntaxError";
    this.position = position;
  }
}
