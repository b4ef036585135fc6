import type { FormError } from "../../domain/topic/form_error.ts";
import type { QueryTrial } from "../../domain/topic/try_query.ts";

/** A query that cannot be read. */
export interface WrongQuery {
  readonly kind: "wrong";
  readonly error: FormError;
  /** The query. */
  readonly text: string;
}

/** What came of trying a query. */
export type Tried =
  | { readonly kind: "tried"; readonly trial: QueryTrial }
  | WrongQuery
  /** Nobody tried it. */
  | { readonly kind: "failed"; readonly message: string };

/** Asks the server what a query would match. */
export async function askTrial(
  query: string,
  signal: AbortSignal,
): Promise<Tried> {
  const response = await fetch("/api/topics/test", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
    signal,
  });
  if (response.ok) return { kind: "tried", trial: await response.json() };
  const { status } = response;
  if (status === 400) {
    const { error, position = null } = await response.json();
    const message = String(error);
    const wrong: FormError = { field: "query", message, position };
    return { kind: "wrong", error: wrong, text: query };
  }
  const message = status === 401
    ? "The session is over: reload the page to sign in again"
    : `The server answers ${status}`;
  return { kind: "failed", message };
}
