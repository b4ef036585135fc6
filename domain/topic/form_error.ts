/** What of a form cannot be done, to be shown where it can be mended. */
export interface FormError {
  /** Null: it is about no field, or all. */
  readonly field: "slug" | "query" | "color" | "token" | null;
  readonly message: string;
  /** Where in the query, in UTF-16 units from 0. */
  readonly position: number | null;
}
