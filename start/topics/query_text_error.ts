import type { QuerySyntaxError } from "../../domain/query/query_syntax_error.ts";
import { pointAt } from "./point_at.ts";

/** Thrown when somebody wrote a query with an error; the message points at it. */
export class QueryTextError extends SyntaxError {
  constructor(text: string, cause: QuerySyntaxError) {
    super(`${cause.message}\n${pointAt(text, cause.position)}`, { cause });
    this.name = "QueryTextError";
  }
}
